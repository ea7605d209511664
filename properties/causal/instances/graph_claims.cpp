// Instantiates the claim builder for graph instances (once, because it is costly to compile).
#include "properties/causal/instances/graph_instance.hpp"
#include "properties/claim/claim_about_impl.hpp"

namespace lemmascope::claim {

template class ClaimAbout<causal::GraphInstance>;

}  // namespace lemmascope::claim
