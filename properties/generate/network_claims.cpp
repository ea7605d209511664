// Instantiates the claim builder for pairs of networks (once, because it is costly to compile).
#include "properties/claim/claim_about_impl.hpp"
#include "properties/generate/network_pair.hpp"

namespace lemmascope::claim {

template class ClaimAbout<generate::NetworkPair>;

}  // namespace lemmascope::claim
