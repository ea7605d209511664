#include "properties/topic/topic_matrices.hpp"

#include "theory/numeric/product.hpp"
#include "theory/topic/attention.hpp"
#include "theory/topic/finite_length.hpp"
#include "theory/topic/first_step.hpp"
#include "theory/topic/solution_set.hpp"
#include "theory/topic/value_matrix.hpp"

namespace lemmascope::topic {

Matrix<Rational> limit_value(const TopicInstance& instance) {
  return block_matrix(instance.at, limit_value_matrix(instance.at));
}

Matrix<Rational> ridge_value(const TopicInstance& instance) {
  return block_matrix(instance.at,
                      blocks_of(instance.at, ridge_value_matrix(instance.at, instance.penalty)));
}

Matrix<Rational> finite_length_value(const TopicInstance& instance) {
  return block_matrix(instance.at, finite_length_value_matrix(instance.at, instance.length));
}

Matrix<Rational> first_gradient(const TopicInstance& instance) {
  return block_matrix(instance.at, first_attention_gradient(instance.at));
}

Matrix<Rational> solved_ridge_value(const TopicInstance& instance) {
  return solve_value_matrix(limit_moments_by_topic_sets(instance.at), instance.penalty);
}

Matrix<Rational> solved_finite_length_value(const TopicInstance& instance) {
  return solve_value_matrix(finite_length_moments_by_topic_sets(instance.at, instance.length),
                            Rational(0));
}

Matrix<Rational> propagated_gradient(const TopicInstance& instance) {
  return attention_gradient(instance.at, limit_value(instance), uniform_attention(instance.at));
}

Matrix<Rational> arbitrary_optimum(const TopicInstance& instance) {
  const auto tokens = instance.at.tokens();
  return optimal_value_matrix(instance.at, arbitrary_matrix(instance, tokens, tokens),
                              arbitrary_matrix(instance, tokens, 1));
}

Matrix<Rational> ridge_residual(const TopicInstance& instance, const Matrix<Rational>& value) {
  const auto moments = limit_moments_by_topic_sets(instance.at);
  return product(value, moments.second) + value * instance.penalty - moments.cross;
}

Matrix<Rational> zero_matrix(const TopicInstance& instance) {
  const auto tokens = instance.at.tokens();
  return Matrix<Rational>::Constant(tokens, tokens, Rational(0));
}

}  // namespace lemmascope::topic
