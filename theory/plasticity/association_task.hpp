// What a network with fast weights reads: a sequence of keys with their values, and a query at
// every position.
#pragma once

#include "theory/numeric/number.hpp"

namespace lemmascope::plasticity {

/// T tokens: row t of `keys` and `queries` is k_t and q_t (d entries), row t of `values` is v_t (m
/// entries).
template <Field N>
struct AssociationTaskOf {
  Matrix<N> keys, values, queries;

  int tokens() const { return static_cast<int>(keys.rows()); }
  int width() const { return static_cast<int>(keys.cols()); }
  int outputs() const { return static_cast<int>(values.cols()); }
};
using AssociationTask = AssociationTaskOf<Rational>;

/// Throws PreconditionError unless there is a token and the shapes fit together.
void require_task(const AssociationTask& task);

/// The task with each entry enclosed.
AssociationTaskOf<Interval> enclosed(const AssociationTask& task);

/// <k_s, q_t>, summed over the entries in order.
template <Field N>
N score(const AssociationTaskOf<N>& task, int s, int t);

}  // namespace lemmascope::plasticity
