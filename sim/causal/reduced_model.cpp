#include "sim/causal/reduced_model.hpp"

#include <algorithm>

#include "sim/transformer/model_size.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::causal {
namespace {

template <class F>
ReducedKernel<F> reduced_kernel_for(sim::InstructionSet set) {
  return sim::choose_kernel(set, portable::reduced_kernel<F>(), avx2::reduced_kernel<F>(),
                            avx512::reduced_kernel<F>());
}

}  // namespace

template <class F>
ReducedModel<F>::ReducedModel(int states, int length, double smoothing, double match_scale,
                              sim::InstructionSet set)
    : sizes_{states, length, smoothing},
      match_scale_(match_scale),
      kernel_(reduced_kernel_for<F>(set)) {
  sim::require_model_size(states, length);
  require(smoothing >= 0, fmt::format("expected a smoothing >= 0, found {}", smoothing));
}

template <class F>
std::vector<sim::WeightBlock> ReducedModel<F>::blocks() const {
  return {{"A1", sizes_.length, sizes_.length, 0, sizes_.a1_stride()},
          {"A2", sizes_.states, sizes_.states, sizes_.a2_offset(), sizes_.a2_stride()}};
}

template <class F>
void ReducedModel<F>::initialise(std::span<F> weights, const sim::StreamKey&) const {
  std::fill(weights.begin(), weights.end(), F(0));
  for (int s = 0; s < sizes_.states; ++s) {
    weights[static_cast<std::size_t>(sizes_.a2_offset() + std::ptrdiff_t{s} * sizes_.a2_stride() +
                                     s)] = static_cast<F>(match_scale_);
  }
}

template <class F>
double ReducedModel<F>::accumulate(const F* weights, F* arena, const sim::BatchView& batch,
                                   F* gradient) const {
  sim::require_batch_size(batch, sizes_.states, sizes_.length);
  return kernel_.accumulate(sizes_, weights, arena, batch.tokens, batch.labels, batch.count,
                            gradient, batch.stop);
}

template class ReducedModel<float>;
template class ReducedModel<double>;

}  // namespace lemmascope::causal
