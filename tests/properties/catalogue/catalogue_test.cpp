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

// What is wrong with a paper's list of statements; empty when nothing is.
std::vector<std::string> faults_of(const std::vector<catalogue::Statement>& statements,
                                   const std::set<std::string>& claims) {
  std::vector<std::string> faults;
  std::set<std::string> checked;
  for (const auto& s : statements) {
    if (s.claims.empty() == s.unchecked_because.empty())
      faults.push_back(s.label + ": claims or a reason");
    for (const auto& id : s.claims) {
      checked.insert(id);
      if (claims.count(id) == 0) faults.push_back(s.label + ": no claim " + id);
    }
  }
  for (const auto& id : claims) {
    if (checked.count(id) == 0) faults.push_back(id + ": belongs to no statement");
  }
  return faults;
}

TEST(Statements, NameEveryClaimOfTheirPaperAndOnlySuch) {
  for (const auto& paper : catalogue::every_paper()) {
    std::set<std::string> claims;
    for (const Claim& claim : catalogue::every_claim()) {
      if (catalogue::paper_of(claim.id) == &paper) claims.insert(claim.id);
    }
    EXPECT_EQ(faults_of(paper.statements, claims), std::vector<std::string>{}) << paper.key;
  }
}

TEST(Statements, AreFaultyWithoutClaimOrReasonWithAnUnknownClaimAndWhenOneIsLeftOut) {
  EXPECT_EQ(faults_of({{"A", "", "", {}, ""}}, {}).size(), 1u);
  EXPECT_EQ(faults_of({{"A", "", "", {"x/b"}, ""}}, {}).size(), 1u);
  EXPECT_EQ(faults_of({{"A", "", "", {}, "why"}}, {"x/b"}).size(), 1u);
  EXPECT_EQ(faults_of({{"A", "", "", {"x/b"}, ""}}, {"x/b"}).size(), 0u);
}

}  // namespace
}  // namespace lemmascope::claim
