#include "sim/transformer/model_size.hpp"

#include "sim/transformer/disentangled_plan.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::sim {

void require_model_size(int states, int length) {
  require(states >= 2 && states <= 200,
          fmt::format("expected between 2 and 200 states, found {}", states));
  require(length >= 2 && length <= kLongestSequence,
          fmt::format("expected a length between 2 and {}, found {}", kLongestSequence, length));
}

void require_batch_size(const BatchView& batch, int states, int length) {
  require(batch.states == states && batch.length == length,
          fmt::format("expected sequences of {} tokens in {} states, found {} in {}", length,
                      states, batch.length, batch.states));
}

}  // namespace lemmascope::sim
