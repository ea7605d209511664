// Layers of linear self-attention on regression tasks: sizes, layout and entry points of the
// kernels, as plain data.
#pragma once

#include <cstddef>

#include "sim/regression/task_plan.hpp"

namespace lemmascope::sim {

/// Tokens e = (x, y); a layer is e <- e + sum_h A_h G B_h e with G the sum of e e^T over the
/// context, A = P W_V and B = W_K^T W_Q. The prediction is minus the y-entry of the query's token,
/// which starts as (x, 0).
struct AttentionSizes {
  int dimension = 10;
  int layers = 1;
  int heads = 1;
  bool looped = false;  ///< every layer has the same weights

  constexpr int token() const { return dimension + 1; }
  constexpr int stored_layers() const { return looped ? 1 : layers; }
  /// Elements of A_h or B_h, rows dense.
  constexpr std::ptrdiff_t matrix() const { return std::ptrdiff_t{token()} * token(); }
  /// A_0, B_0, A_1, B_1, … of the stored layers, by layer and head.
  constexpr std::ptrdiff_t products() const { return 2 * matrix() * heads * stored_layers(); }
  constexpr std::ptrdiff_t offset(int layer, int head) const {
    return 2 * matrix() * ((looped ? 0 : layer) * heads + head);
  }
};

/// One chunk of tasks each. `weight` has a factor for each lane's loss (zero: no task there).
/// `accumulate` adds the gradient of sum weight (prediction - w^T x)^2 / 2 by A and B to
/// `gradient`, laid out like `products`, unless that is null, and gives that sum. `respond` writes
/// the predictions (kTaskLanes) and their derivatives by the query's x (dimension x kTaskLanes).
/// Arrays but `products` and `gradient` are 64-byte aligned.
template <class F>
struct AttentionKernel {
  std::ptrdiff_t (*arena_size)(const AttentionSizes&);
  double (*accumulate)(const AttentionSizes&, const F* products, F* arena,
                       const TaskChunk<F>& tasks, const F* weight, F* gradient);
  void (*respond)(const AttentionSizes&, const F* products, F* arena, const TaskChunk<F>& tasks,
                  F* prediction, F* sensitivity);
};

namespace portable {
template <class F>
AttentionKernel<F> attention_kernel();
}
namespace avx2 {
template <class F>
AttentionKernel<F> attention_kernel();
}
namespace avx512 {
template <class F>
AttentionKernel<F> attention_kernel();
}

}  // namespace lemmascope::sim
