// Instantiates the claim builder for reduced models (once, because it is costly to compile).
#include "properties/causal/instances/model_instance.hpp"
#include "properties/claim/claim_about_impl.hpp"

namespace lemmascope::claim {

template class ClaimAbout<causal::ModelInstance>;

}  // namespace lemmascope::claim
