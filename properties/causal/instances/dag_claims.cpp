// Instantiates the claim builder for DAGs (once, because it is costly to compile).
#include "properties/causal/instances/dag_instance.hpp"
#include "properties/claim/claim_about_impl.hpp"

namespace lemmascope::claim {

template class ClaimAbout<causal::DagInstance>;

}  // namespace lemmascope::claim
