// The engine against claims whose truth is known: right, wrong, vacuous, throwing, contradicted.
#include "properties/claim/engine.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <stdexcept>

#include "properties/causal/forest_sites.hpp"
#include "properties/causal/instances/forest_domains.hpp"
#include "properties/claim/claim_about.hpp"
#include "properties/claim/outcome.hpp"
#include "properties/claim/result.hpp"

namespace lemmascope::claim {
namespace {

using causal::Edge;
using causal::ForestInstance;
using causal::Rival;

Relation<Rational> parent_dominates(const Rival& at) {
  return at_least(at.parent_drive, at.rival_drive);
}
Relation<Rational> rival_dominates(const Rival& at) {
  return at_least(at.rival_drive, at.parent_drive);
}
Relation<Rational> always(const Rival&) { return equals(Rational(0), Rational(0)); }

Hypothesis<ForestInstance> impossible() {
  return {"impossible", "never met", [](const ForestInstance&) { return Truth::no; }};
}

/// A complete claim over the quick two-state family, to be bent by each test.
ClaimAbout<ForestInstance> some_claim(causal::Law<Rival> law,
                                      causal::Law<Rival> twin = rival_dominates) {
  ClaimAbout<ForestInstance> about("test/some-claim");
  about.states("s").latex("l").from({"p", "w"}).differs("none").assumes(causal::irreducible());
  about.over(causal::every_forest_and_two_state_chain())
      .law(Evidence::exact, causal::at_every_rival(law))
      .confirmed_by("enumeration", causal::at_every_rival(law, causal::by_enumeration))
      .twin("twin", causal::at_every_rival(twin))
      .example(causal::two_state_chain_on_three_positions());
  return about;
}

RunContext quick(int jobs = 2) {
  RunContext context;
  context.jobs = jobs;
  return context;
}

TEST(Engine, ATrueLawHoldsAtItsEvidenceAndScope) {
  const Claim claim = some_claim(parent_dominates);
  const ClaimResult result = run_claim(claim, quick());
  EXPECT_EQ(result.verdict, Verdict::holds) << result.reason;
  EXPECT_EQ(result.evidence, Evidence::exact);
  EXPECT_EQ(result.scope, Scope::family);
  EXPECT_TRUE(result.as_expected);
  // 152 forests on 2..5 nodes times 81 chains.
  EXPECT_EQ(result.checks.front().tried, 152 * 81);
  EXPECT_EQ(result.checks.front().met, 152 * 81);
}

TEST(Engine, AFalseLawIsRefutedWithASmallConfirmedWitness) {
  const Claim claim = some_claim(rival_dominates, parent_dominates);
  const ClaimResult result = run_claim(claim, quick());
  EXPECT_EQ(result.verdict, Verdict::refuted);
  EXPECT_FALSE(result.as_expected);
  ASSERT_TRUE(result.checks.front().witness);
  const nlohmann::json& witness = *result.checks.front().witness;
  EXPECT_EQ(witness["confirmation"]["agrees"], "yes");
  EXPECT_LE(witness["instance"]["parents"].size(), 3U);
  EXPECT_EQ(tally_of({quick(), {result}}, Evidence::none).code, 6)
      << "its true twin survives, which outranks 1";
}

TEST(Engine, AFalseLawWithAFalseTwinExitsOne) {
  const Claim claim = some_claim(rival_dominates, rival_dominates);
  RunResult run = run_claims({&claim}, quick());
  EXPECT_EQ(tally_of(run, Evidence::none).code, 1);
  EXPECT_EQ(run.failed(), 1);
}

TEST(Engine, ATwinThatSurvivesTurnsTheRunRed) {
  const Claim claim = some_claim(parent_dominates, always);
  RunResult run = run_claims({&claim}, quick());
  EXPECT_TRUE(run.claims.front().twin_survived);
  EXPECT_FALSE(run.claims.front().as_expected);
  EXPECT_EQ(tally_of(run, Evidence::none).code, 6);
}

TEST(Engine, HypothesesThatAreNeverMetLeaveTheClaimUndecided) {
  auto about = some_claim(parent_dominates);
  about.assumes(impossible());
  const Claim claim = about;
  const ClaimResult result = run_claim(claim, quick());
  EXPECT_EQ(result.checks.front().verdict, Verdict::undecided);
  EXPECT_EQ(result.checks.front().met, 0);
  EXPECT_EQ(result.checks.front().excluded.at("impossible"), 152 * 81);
  EXPECT_FALSE(result.as_expected);
}

TEST(Engine, AnExceptionInALawIsAnErrorOfThatClaimOnly) {
  auto about = some_claim(parent_dominates);
  about.law(Evidence::exact,
            [](const ForestInstance&) -> CaseOutcome { throw std::runtime_error("out of luck"); });
  const Claim broken = about;
  const Claim good = some_claim(parent_dominates);
  RunResult run = run_claims({&broken, &good}, quick());
  EXPECT_EQ(run.claims[0].verdict, Verdict::error);
  EXPECT_NE(run.claims[0].reason.find("out of luck"), std::string::npos);
  EXPECT_EQ(run.claims[1].verdict, Verdict::holds);
  EXPECT_EQ(tally_of(run, Evidence::none).code, 70);
}

TEST(Engine, TwoExactRoutesThatDisagreeAreAnAlarm) {
  auto about = some_claim(rival_dominates);
  about.confirmed_by("a broken route", causal::at_every_rival(parent_dominates));
  const Claim claim = about;
  RunResult run = run_claims({&claim}, quick());
  EXPECT_EQ(run.claims.front().verdict, Verdict::suspect);
  EXPECT_TRUE(run.claims.front().contradiction);
  EXPECT_EQ(tally_of(run, Evidence::none).code, 6);
}

TEST(Engine, AnExpiredBudgetIsUndecidedNeverRefuted) {
  const Claim claim = some_claim(parent_dominates);
  RunContext context = quick();
  context.deadline = std::chrono::steady_clock::now();
  const ClaimResult result = run_claim(claim, context);
  EXPECT_EQ(result.verdict, Verdict::undecided);
  EXPECT_EQ(tally_of({context, {result}}, Evidence::none).code, 3);
}

TEST(Engine, TheRequiredEvidenceIsEnforced) {
  const Claim claim = some_claim(parent_dominates);
  ClaimResult result = run_claim(claim, quick());
  result.evidence = Evidence::statistical;
  EXPECT_EQ(tally_of({quick(), {result}}, Evidence::exact).code, 3);
  EXPECT_EQ(tally_of({quick(), {result}}, Evidence::statistical).code, 0);
}

TEST(Engine, GivesTheSameBytesForAnyNumberOfThreads) {
  const Claim claim = some_claim(rival_dominates);
  const auto one = to_json(run_claim(claim, quick(1))).dump();
  for (int jobs : {2, 3, 8}) EXPECT_EQ(to_json(run_claim(claim, quick(jobs))).dump(), one);
}

TEST(Engine, AWeakDependencyWeakensThePath) {
  Claim weak = some_claim(parent_dominates);
  weak.id = "test/weak";
  Claim strong = some_claim(parent_dominates);
  strong.uses = {"test/weak"};
  std::vector<ClaimResult> results{run_claim(weak, quick()), run_claim(strong, quick())};
  results[0].evidence = Evidence::precise;
  trace_paths(results);
  EXPECT_EQ(results[1].path.evidence, Evidence::precise);
  EXPECT_EQ(results[1].path.weakest_link, "test/weak");
}

TEST(Engine, ADependencyThatWasNotRunCountsAsAssumed) {
  Claim claim = some_claim(parent_dominates);
  claim.uses = {"test/absent"};
  std::vector<ClaimResult> results{run_claim(claim, quick())};
  trace_paths(results);
  EXPECT_EQ(results[0].path.evidence, Evidence::none);
  EXPECT_EQ(results[0].path.weakest_link, "test/absent");
}

TEST(ClaimAbout, RefusesAnIncompleteClaimNamingTheMissingPart) {
  ClaimAbout<ForestInstance> about("test/incomplete");
  about.states("s").latex("l").from({"p", "w"}).differs("none");
  try {
    const Claim claim = about;
    FAIL() << claim.id;
  } catch (const std::invalid_argument& failure) {
    EXPECT_NE(std::string(failure.what()).find("no law"), std::string::npos) << failure.what();
  }
}

TEST(Replay, ACaseOfAFamilyCanBeBuiltAgainFromItsIndex) {
  const Claim claim = some_claim(rival_dominates);
  const ClaimResult result = run_claim(claim, quick());
  const nlohmann::json& witness = *result.checks.front().witness;
  const auto original = claim.instance_at(quick(), result.checks.front().failing->case_index);
  EXPECT_EQ(original, witness["original"]["instance"]);
  const nlohmann::json again = claim.replay(witness["instance"]);
  ASSERT_EQ(again["routes"].size(), 2U);
  for (const auto& route : again["routes"]) EXPECT_EQ(route["holds"], "no");
}

}  // namespace
}  // namespace lemmascope::claim
