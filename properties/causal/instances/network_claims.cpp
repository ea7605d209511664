// Instantiates the claim builder for pairs of networks (once, because it is costly to compile).
#include "properties/causal/instances/network_pair.hpp"
#include "properties/claim/claim_about_impl.hpp"

namespace lemmascope::claim {

template class ClaimAbout<causal::NetworkPair>;

}  // namespace lemmascope::claim
