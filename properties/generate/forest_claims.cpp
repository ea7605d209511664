// Instantiates the claim builder for forest instances (once, because it is costly to compile).
#include "properties/claim/claim_about_impl.hpp"
#include "properties/generate/forest_instance.hpp"

namespace lemmascope::claim {

template class ClaimAbout<generate::ForestInstance>;

}  // namespace lemmascope::claim
