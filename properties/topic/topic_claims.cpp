// Instantiates the claim builder for topic models (once, because it is costly to compile).
#include "properties/claim/claim_about_impl.hpp"
#include "properties/topic/topic_instance.hpp"

namespace lemmascope::claim {

template class ClaimAbout<topic::TopicInstance>;

}  // namespace lemmascope::claim
