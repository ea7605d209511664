#include "properties/markov/chain_hypotheses.hpp"

namespace lemmascope::markov {

claim::Hypothesis<ChainInstance> irreducible_chain() {
  return {"irreducible", "the chain is irreducible, so its stationary law is positive",
          [](const ChainInstance& at) { return truth(is_irreducible(at.chain)); }};
}

}  // namespace lemmascope::markov
