// What holds for the instances of every paper: they are read back from their JSON, refuse it with a
// member missing, and shrink to an end.
#pragma once

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "theory/numeric/require.hpp"

namespace lemmascope::claim {

template <class I>
void is_read_back(const I& at) {
  using Traits = InstanceTraits<I>;
  const nlohmann::json written = Traits::to_json(at);
  EXPECT_EQ(Traits::to_json(Traits::from_json(written)), written);
  for (const auto& [member, value] : written.items()) {
    nlohmann::json broken = written;
    broken.erase(member);
    EXPECT_THROW(Traits::from_json(broken), PreconditionError) << member;
  }
}

/// Whether the boldest or the most careful step is taken each time.
template <class I>
void shrinks_to_an_end(const I& from) {
  for (const bool boldest : {true, false}) {
    I at = from;
    int steps = 0;
    for (auto next = InstanceTraits<I>::simpler(at); !next.empty() && steps < 1000; ++steps) {
      at = boldest ? next.front() : next.back();
      next = InstanceTraits<I>::simpler(at);
    }
    EXPECT_GT(steps, 0);
    EXPECT_LT(steps, 1000);
  }
}

}  // namespace lemmascope::claim
