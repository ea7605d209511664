// The squared error of an associative memory, its gradient, and the local rule that follows it.
#pragma once

#include "theory/plasticity/association_task.hpp"

namespace lemmascope::plasticity {

/// (1/2) sum_t |W k_t - v_t|^2 over tokens first <= t < last. W has shape m x d.
Rational half_squared_error(const AssociationTask& task, const Matrix<Rational>& weights, int first,
                            int last);

/// Its gradient in W: sum_t (W k_t - v_t) k_t^T.
Matrix<Rational> error_gradient(const AssociationTask& task, const Matrix<Rational>& weights,
                                int first, int last);

/// v_t - W k_t: what the third factor of the rule carries.
Vector<Rational> recall_error(const AssociationTask& task, const Matrix<Rational>& weights, int t);

/// W + rate (v_t - W k_t) k_t^T: the online delta rule, error times presynaptic activity.
Matrix<Rational> delta_step(const AssociationTask& task, const Matrix<Rational>& weights,
                            const Rational& rate, int t);

}  // namespace lemmascope::plasticity
