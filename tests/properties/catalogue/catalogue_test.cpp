// The claims the program knows, as a whole: what they build on.
#include "properties/catalogue/catalogue.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>
#include <stdexcept>
#include <string>

#include "properties/claim/assertion_rate.hpp"

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

TEST(Registry, EveryClaimSaysWhereItsLawItsMathematicsAndItsTestsAre) {
  for (const Claim& claim : catalogue::every_claim()) {
    EXPECT_TRUE(claim.code.law.file.starts_with("properties/")) << claim.id << claim.code.law.file;
    EXPECT_GT(claim.code.law.line, 0) << claim.id;
    EXPECT_FALSE(claim.code.mathematics.empty()) << claim.id;
    EXPECT_FALSE(claim.code.tests.empty()) << claim.id;
    for (const auto* list : {&claim.code.mathematics, &claim.code.tests}) {
      for (const Reference& reference : *list) {
        EXPECT_GT(reference.place.line, 0) << claim.id << ": " << reference.symbol;
      }
    }
  }
}

TEST(Registry, AFormerIdStillNamesItsClaim) {
  int renamed = 0;
  for (const Claim& claim : catalogue::every_claim()) {
    if (claim.formerly.empty()) continue;
    ++renamed;
    EXPECT_EQ(catalogue::find_claim(claim.formerly), &claim);
    EXPECT_EQ(catalogue::select_claims({claim.formerly}, "", "").front(), &claim);
  }
  EXPECT_GT(renamed, 0);
}

Claim complete() {
  Claim claim;
  claim.id = "planted/complete";
  return claim;
}
Claim incomplete() { throw std::invalid_argument("claim planted/incomplete has no law"); }
Claim misnamed() { return complete(); }
Claim unlocated() {
  Claim claim = complete();
  claim.id = "planted/unlocated";
  claim.code.mathematics = {{"nothing", {"theory/nothing.hpp", 0}}};
  return claim;
}

TEST(Built, MakesAClaimWithoutAPieceAnErrorOfThatClaimAlone) {
  const auto claims = catalogue::built({{"planted/complete", complete},
                                        {"planted/incomplete", incomplete},
                                        {"planted/misnamed", misnamed},
                                        {"planted/unlocated", unlocated}});
  ASSERT_EQ(claims.size(), 4U);
  EXPECT_TRUE(claims[0].checks.empty());
  const std::vector<std::string> reasons{"has no law", "calls itself planted/complete",
                                         "theory/nothing.hpp"};
  for (std::size_t k = 1; k < 4; ++k) {
    const CheckResult result = claims[k].checks.front().run(RunContext{});
    EXPECT_EQ(result.verdict, Verdict::error);
    EXPECT_NE(result.reason.find(reasons[k - 1]), std::string::npos) << result.reason;
  }
}

TEST(Ledger, APaperThatWouldOverdrawItIsRefused) {
  Claim claim = complete();
  claim.checks.push_back({"many", nullptr, kMostAssertions - 1});
  claim.twins.push_back({"one", Twin::Kind::wrong, nullptr, 1});
  catalogue::Paper paper;
  paper.key = "planted";
  EXPECT_NO_THROW(catalogue::require_within_ledger(paper, {claim}));
  claim.twins.push_back({"one too many", Twin::Kind::wrong, nullptr, 1});
  EXPECT_THROW(catalogue::require_within_ledger(paper, {claim}), std::invalid_argument);
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
