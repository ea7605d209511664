// The claims the program knows, as a whole: what they build on.
#include "properties/claim/registry.hpp"

#include <gtest/gtest.h>

namespace lemmascope::claim {
namespace {

TEST(Registry, NoClaimBuildsOnOneThatIsExpectedToBeRefuted) {
  int dependencies = 0;
  for (const Claim& claim : every_claim()) {
    for (const std::string& used : claim.uses) {
      const Claim* found = find_claim(used);
      ASSERT_NE(found, nullptr) << claim.id << " uses " << used << ", which is not registered";
      EXPECT_NE(found->expected, Verdict::refuted) << claim.id << " uses " << used;
      ++dependencies;
    }
  }
  EXPECT_GT(dependencies, 0);
}

}  // namespace
}  // namespace lemmascope::claim
