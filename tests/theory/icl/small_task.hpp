// A task in general position, for tests of layers.
#pragma once

#include "theory/icl/gradient_step.hpp"

namespace lemmascope::icl {

/// Three examples of two entries and one target; rate 1/2.
inline RegressionTask small_task() {
  RegressionTask task{Matrix<Rational>(3, 2), Matrix<Rational>(3, 1), Vector<Rational>(2),
                      Matrix<Rational>(1, 2), Rational(1, 2)};
  task.inputs << 1, 2, 0, 1, -1, 3;
  task.targets << 2, -1, 1;
  task.query << 2, 1;
  task.start << 1, -1;
  return task;
}

}  // namespace lemmascope::icl
