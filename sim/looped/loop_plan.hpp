// Looped layers with the weights A and u on regression tasks: sizes, layout and entry points of the
// kernels, as plain data.
#pragma once

#include <cstddef>

#include "sim/regression/task_plan.hpp"

namespace lemmascope::looped {

/// With S = X X^T / n the error of a query x is (w + u)^T (I - S A_1) ... (I - S A_L) x - u^T x.
struct LoopSizes {
  int dimension = 10;
  int context = 20;
  int loops = 1;     ///< L
  bool tied = true;  ///< A_1 = ... = A_L

  constexpr int stored_matrices() const { return tied ? 1 : loops; }
  /// A_1, …, dense rows, then u.
  constexpr std::ptrdiff_t storage() const {
    return std::ptrdiff_t{dimension} * dimension * stored_matrices() + dimension;
  }
};

/// `accumulate` gives the sum over the chunk of weight error^2 and adds its gradient to `gradient`,
/// laid out like the weights, unless that is null. `errors` writes the error of every task. Arrays
/// but weights and gradient are 64-byte aligned.
template <class F>
struct LoopKernel {
  std::ptrdiff_t (*arena_size)(const LoopSizes&);
  double (*accumulate)(const LoopSizes&, const F* weights, F* arena, const sim::TaskChunk<F>& tasks,
                       const F* weight, F* gradient);
  void (*errors)(const LoopSizes&, const F* weights, F* arena, const sim::TaskChunk<F>& tasks,
                 F* errors);
};

namespace portable {
template <class F>
LoopKernel<F> loop_kernel();
}
namespace avx2 {
template <class F>
LoopKernel<F> loop_kernel();
}
namespace avx512 {
template <class F>
LoopKernel<F> loop_kernel();
}

}  // namespace lemmascope::looped
