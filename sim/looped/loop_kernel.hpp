// Loss and gradient of looped layers, by hand. Included by one source per instruction set.
//
// v_L = x; v <- v - S A v from the last matrix to the first; error = (w + u)^T v - u^T x. Back,
// with g the derivative by v after a step: dA = -(S g) v^T, g <- g - A^T S g. A task a lane.
#pragma once

#include "sim/cpu/across_product.hpp"
#include "sim/looped/loop_plan.hpp"

namespace lemmascope::looped::LEMMASCOPE_ISA {

using namespace sim;                  // shared lane primitives
using namespace sim::LEMMASCOPE_ISA;  // and those of this instruction set

template <class F>
class LoopPass {
 public:
  LoopPass(const LoopSizes& sizes, const F* weights, F* arena)
      : sizes_(sizes),
        weights_(weights),
        d_(sizes.dimension),
        row_(std::ptrdiff_t{d_} * kChunk),
        states_(arena),
        scaled_(states_ + (sizes.loops + 1) * row_),
        moved_(scaled_ + row_),
        slope_(moved_ + row_),
        end_(slope_ + row_) {}

  std::ptrdiff_t arena_size() const { return end_ - states_; }

  void errors(const TaskChunk<F>& tasks, F* out) {
    forward(tasks);
    const F* v = state(0);
    for_lanes<F>([&](int k) {
      Across<F> sum{};
      for (int i = 0; i < d_; ++i) {
        const int at = i * kChunk + k;
        sum += (load_across(tasks.map + at) + bias()[i]) * load_across(v + at) -
               bias()[i] * load_across(tasks.query + at);
      }
      store_across<F>(out + k, sum);
    });
  }

  double accumulate(const TaskChunk<F>& tasks, const F* weight, F* gradient) {
    alignas(64) F error[kChunk];
    errors(tasks, error);
    double loss = 0;
    for (int k = 0; k < kChunk; ++k) {
      loss += static_cast<double>(weight[k]) * error[k] * error[k];
    }
    if (gradient != nullptr) backward(tasks, error, weight, gradient);
    return loss;
  }

 private:
  F* state(int loop) const { return states_ + loop * row_; }
  const F* matrix(int loop) const {
    return weights_ + (sizes_.tied ? 0 : std::ptrdiff_t{loop} * d_ * d_);
  }
  const F* bias() const { return weights_ + std::ptrdiff_t{d_} * d_ * sizes_.stored_matrices(); }

  /// y = S x.
  LEMMASCOPE_INLINE void spread(const TaskChunk<F>& tasks, const F* x, F* y) const {
    const F scale = F(1) / static_cast<F>(sizes_.context);
    for_lanes<F>([&](int k) {
      for (int i = 0; i < d_; ++i) {
        Across<F> sum{};
        for (int j = 0; j < d_; ++j) {
          sum += load_across(tasks.covariance + i * row_ + j * kChunk + k) *
                 load_across(x + j * kChunk + k);
        }
        store_across<F>(y + i * kChunk + k, sum * scale);
      }
    });
  }

  LEMMASCOPE_INLINE void subtract(const F* x, const F* y, F* difference) const {
    for (std::ptrdiff_t k = 0; k < row_; k += kAcross<F>) {
      store_across<F>(difference + k, load_across(x + k) - load_across(y + k));
    }
  }

  /// State L is the query, state 0 what is left of it.
  void forward(const TaskChunk<F>& tasks) {
    for (std::ptrdiff_t k = 0; k < row_; k += kAcross<F>) {
      store_across<F>(state(sizes_.loops) + k, load_across(tasks.query + k));
    }
    for (int loop = sizes_.loops - 1; loop >= 0; --loop) {
      set_product(Product<F>{scaled_, kChunk, matrix(loop), d_, 1, state(loop + 1), kChunk, d_, d_,
                             kChunk});
      spread(tasks, scaled_, moved_);
      subtract(state(loop + 1), moved_, state(loop));
    }
  }

  LEMMASCOPE_INLINE void backward(const TaskChunk<F>& tasks, const F* error, const F* weight,
                                  F* gradient) {
    F* by_bias = gradient + (bias() - weights_);
    for_lanes<F>([&](int k) {
      const Across<F> c = load_across(error + k) * load_across(weight + k) * F(2);
      for (int i = 0; i < d_; ++i) {
        const int at = i * kChunk + k;
        store_across<F>(slope_ + at, c * (load_across(tasks.map + at) + bias()[i]));
        store_across<F>(moved_ + at,
                        c * (load_across(state(0) + at) - load_across(tasks.query + at)));
      }
    });
    add_row_sums(moved_, d_, kChunk, by_bias);
    for (int loop = 0; loop < sizes_.loops; ++loop) {
      spread(tasks, slope_, scaled_);
      for (std::ptrdiff_t k = 0; k < row_; k += kAcross<F>) {
        store_across<F>(scaled_ + k, -load_across(scaled_ + k));
      }
      add_row_products(RowProducts<F>{gradient + (matrix(loop) - weights_), d_, scaled_, kChunk,
                                      state(loop + 1), kChunk, d_, d_, kChunk});
      if (loop + 1 == sizes_.loops) break;
      add_product(Product<F>{slope_, kChunk, matrix(loop), 1, d_, scaled_, kChunk, d_, d_, kChunk});
    }
  }

  const LoopSizes& sizes_;
  const F* weights_;
  int d_;
  std::ptrdiff_t row_;  ///< elements of a vector in lanes
  F *states_, *scaled_, *moved_, *slope_, *end_;
};

template <class F>
static std::ptrdiff_t loop_arena_size(const LoopSizes& sizes) {
  return LoopPass<F>(sizes, nullptr, nullptr).arena_size();
}
template <class F>
static double loop_accumulate(const LoopSizes& sizes, const F* weights, F* arena,
                              const TaskChunk<F>& tasks, const F* weight, F* gradient) {
  return LoopPass<F>(sizes, weights, arena).accumulate(tasks, weight, gradient);
}
template <class F>
static void loop_errors(const LoopSizes& sizes, const F* weights, F* arena,
                        const TaskChunk<F>& tasks, F* errors) {
  LoopPass<F>(sizes, weights, arena).errors(tasks, errors);
}

template <class F>
LoopKernel<F> loop_kernel() {
  return {loop_arena_size<F>, loop_accumulate<F>, loop_errors<F>};
}
template LoopKernel<float> loop_kernel<float>();
template LoopKernel<double> loop_kernel<double>();

}  // namespace lemmascope::looped::LEMMASCOPE_ISA
