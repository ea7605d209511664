// Instantiates the claim builder for forest instances (once, because it is costly to compile).
#include "properties/causal/instances/forest_instance.hpp"
#include "properties/claim/claim_about_impl.hpp"

namespace lemmascope::claim {

template class ClaimAbout<causal::ForestInstance>;

}  // namespace lemmascope::claim
