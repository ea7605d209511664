// The matrices of an instance that several claims read.
#pragma once

#include "properties/topic/topic_instance.hpp"

namespace lemmascope::topic {

/// Closed forms: the limit, ridge and finite-length value matrices and the first attention
/// gradient.
Matrix<Rational> limit_value(const TopicInstance& instance);
Matrix<Rational> ridge_value(const TopicInstance& instance);
Matrix<Rational> finite_length_value(const TopicInstance& instance);
Matrix<Rational> first_gradient(const TopicInstance& instance);

/// The same from moments summed over topic sets and exact elimination, and by back-propagation.
Matrix<Rational> solved_ridge_value(const TopicInstance& instance);
Matrix<Rational> solved_finite_length_value(const TopicInstance& instance);
Matrix<Rational> propagated_gradient(const TopicInstance& instance);

/// An arbitrary optimum of the unpenalised squared loss: arbitrary offsets, arbitrary splits inside
/// topics.
Matrix<Rational> arbitrary_optimum(const TopicInstance& instance);

/// W (Sigma + lambda I) - C with moments summed over topic sets: zero at a ridge optimum.
Matrix<Rational> ridge_residual(const TopicInstance& instance, const Matrix<Rational>& value);

Matrix<Rational> zero_matrix(const TopicInstance& instance);

}  // namespace lemmascope::topic
