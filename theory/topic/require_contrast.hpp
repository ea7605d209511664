// The condition most results share: documents that differ in their topics.
#pragma once

#include <string_view>

#include "theory/numeric/require.hpp"
#include "theory/topic/parameters.hpp"

namespace lemmascope::topic {

/// Throws PreconditionError, in the name of `what`, unless tau < T: with every topic in every
/// document the topic contrast vanishes (s = 0).
template <Field N>
void require_contrast(const TopicParametersOf<N>& at, std::string_view what) {
  if (at.topics_per_document() < at.topics()) return;
  refuse(
      fmt::format("{} needs fewer topics per document than topics; found {} of {}: documents that "
                  "all hold every topic carry no topic contrast",
                  what, at.topics_per_document(), at.topics()));
}

}  // namespace lemmascope::topic
