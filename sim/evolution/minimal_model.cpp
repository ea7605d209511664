#include "sim/evolution/minimal_model.hpp"

#include "sim/transformer/model_size.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::evolution {

template <class F>
MinimalModel<F>::MinimalModel(const MinimalSizes& sizes, sim::InstructionSet set) : sizes_(sizes) {
  require(2 <= sizes.states && sizes.states <= kMostMinimalStates,
          fmt::format("expected 2 to {} states, found {}", kMostMinimalStates, sizes.states));
  require(2 <= sizes.length && sizes.length <= 1024,
          fmt::format("expected 2 to 1024 tokens, found {}", sizes.length));
  kernel_ = sim::choose_kernel(set, portable::minimal_kernel<F>(), avx2::minimal_kernel<F>(),
                               avx512::minimal_kernel<F>());
}

template <class F>
std::vector<sim::WeightBlock> MinimalModel<F>::blocks() const {
  return {{"W", sizes_.states, sizes_.states, 0, sizes_.states},
          {"v", 1, sizes_.length, sizes_.lags_offset(), sizes_.length}};
}

template class MinimalModel<float>;
template class MinimalModel<double>;

}  // namespace lemmascope::evolution
