// The claims the program knows, as a whole: what they build on.
#include "properties/catalogue/catalogue.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>
#include <string>

namespace lemmascope::claim {
namespace {

TEST(Registry, NoClaimBuildsOnOneThatIsExpectedToBeRefuted) {
  int dependencies = 0;
  for (const Claim& claim : catalogue::every_claim()) {
    for (const std::string& used : claim.uses) {
      const Claim* found = catalogue::find_claim(used);
      ASSERT_NE(found, nullptr) << claim.id << " uses " << used << ", which is not registered";
      EXPECT_NE(found->expected, Verdict::refuted) << claim.id << " uses " << used;
      ++dependencies;
    }
  }
  EXPECT_GT(dependencies, 0);
}

TEST(Registry, SampledChecksAndTheirTwinsRecordNamesOfTheirOwn) {
  for (const char* id :
       {"causal/sampled-sequences-follow-their-law", "causal/sampled-gradient-agrees"}) {
    const Claim* found = catalogue::find_claim(id);
    ASSERT_NE(found, nullptr);
    std::set<std::string> names;
    std::size_t results = 0;
    const auto record = [&](const CheckResult& result) {
      EXPECT_EQ(result.measured->at("assertion"), std::string(id) + "/" + result.name);
      names.insert(result.name);
      ++results;
    };
    for (const auto& check : found->checks) record(check.run(RunContext{}));
    for (const auto& twin : found->twins) record(twin.run(RunContext{}));
    EXPECT_EQ(names.size(), results) << id;
  }
}

}  // namespace
}  // namespace lemmascope::claim
