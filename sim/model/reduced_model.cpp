#include "sim/model/reduced_model.hpp"

#include <algorithm>

#include "theory/numeric/require.hpp"

namespace lemmascope::sim {
namespace {

template <class F>
ReducedKernel<F> kernel_for(InstructionSet set) {
  if (set == InstructionSet::avx512) return avx512::reduced_kernel<F>();
  if (set == InstructionSet::avx2) return avx2::reduced_kernel<F>();
  return portable::reduced_kernel<F>();
}

}  // namespace

template <class F>
ReducedModel<F>::ReducedModel(int states, int length, double smoothing, double match_scale,
                              InstructionSet set)
    : sizes_{states, length, smoothing}, match_scale_(match_scale), kernel_(kernel_for<F>(set)) {
  require(states >= 2 && states <= 200,
          fmt::format("expected between 2 and 200 states, found {}", states));
  require(length >= 2 && length <= kLongestSequence,
          fmt::format("expected a length between 2 and {}, found {}", kLongestSequence, length));
  require(smoothing >= 0, fmt::format("expected a smoothing >= 0, found {}", smoothing));
}

template <class F>
std::vector<WeightBlock> ReducedModel<F>::blocks() const {
  return {{"A1", sizes_.length, sizes_.length, 0, sizes_.a1_stride()},
          {"A2", sizes_.states, sizes_.states, sizes_.a2_offset(), sizes_.a2_stride()}};
}

template <class F>
void ReducedModel<F>::initialise(std::span<F> weights, const StreamKey&) const {
  std::fill(weights.begin(), weights.end(), F(0));
  for (int s = 0; s < sizes_.states; ++s) {
    weights[static_cast<std::size_t>(sizes_.a2_offset() + std::ptrdiff_t{s} * sizes_.a2_stride() +
                                     s)] = static_cast<F>(match_scale_);
  }
}

template <class F>
double ReducedModel<F>::accumulate(const F* weights, F* arena, const BatchView& batch,
                                   F* gradient) const {
  require(batch.states == sizes_.states && batch.length == sizes_.length,
          fmt::format("expected sequences of {} tokens in {} states, found {} in {}", sizes_.length,
                      sizes_.states, batch.length, batch.states));
  return kernel_.accumulate(sizes_, weights, arena, batch.tokens, batch.labels, batch.count,
                            gradient);
}

template class ReducedModel<float>;
template class ReducedModel<double>;

}  // namespace lemmascope::sim
