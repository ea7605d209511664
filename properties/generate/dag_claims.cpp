// Instantiates the claim builder for DAGs (once, because it is costly to compile).
#include "properties/claim/claim_about_impl.hpp"
#include "properties/generate/dag_instance.hpp"

namespace lemmascope::claim {

template class ClaimAbout<generate::DagInstance>;

}  // namespace lemmascope::claim
