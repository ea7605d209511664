// Instantiates the claim builder for reduced models (once, because it is costly to compile).
#include "properties/claim/claim_about_impl.hpp"
#include "properties/generate/model_instance.hpp"

namespace lemmascope::claim {

template class ClaimAbout<generate::ModelInstance>;

}  // namespace lemmascope::claim
