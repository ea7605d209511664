// The task with reference outputs 6, -2, 74.
#pragma once

#include "theory/plasticity/association_task.hpp"

namespace lemmascope::plasticity {

inline AssociationTask reference_task() {
  AssociationTask task{Matrix<Rational>(3, 2), Matrix<Rational>(3, 1), Matrix<Rational>(3, 2)};
  task.keys << 1, 2, 3, -1, 0, 4;
  task.values << 2, -1, 5;
  task.queries << 1, 1, 2, 0, 1, 3;
  return task;
}

}  // namespace lemmascope::plasticity
