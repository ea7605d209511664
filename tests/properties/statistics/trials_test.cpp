// What a set of trials concludes, from experiments whose outcome is known.
#include "properties/statistics/trials.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <nlohmann/json.hpp>
#include <set>

#include "properties/statistics/clopper_pearson.hpp"
#include "properties/statistics/ledger.hpp"
#include "properties/statistics/trial_record.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::statistics {
namespace {

using claim::Verdict;

Trials trials(std::function<bool(const TrialKey&)> succeeds) {
  return {"named", "described", 60, 120, 240, 0.5, std::move(succeeds)};
}

claim::RunContext context(claim::Profile profile = claim::Profile::quick) {
  claim::RunContext c;
  c.profile = profile;
  c.seed = 7;
  return c;
}

bool every_fourth_fails(const TrialKey& key) { return key.run % 4 != 0; }

TEST(RunTrials, HoldsWhenTheLowerLimitReachesTheShare) {
  const auto result = run_trials("area/claim", trials([](auto&) { return true; }), context());
  EXPECT_EQ(result.verdict, Verdict::holds);
  EXPECT_EQ(result.tried, 60);
  EXPECT_EQ(result.evidence, claim::Evidence::statistical);
  EXPECT_TRUE(result.tightest.has_value());
  EXPECT_EQ(result.measured->at("successes"), 60);
  EXPECT_EQ(result.measured->at("lower"), clopper_pearson(60, 60, kAssertionRate).lower);
}

TEST(RunTrials, IsRefutedWhenTheUpperLimitIsBelowTheShare) {
  const auto result = run_trials("area/claim", trials([](auto&) { return false; }), context());
  EXPECT_EQ(result.verdict, Verdict::refuted);
  EXPECT_TRUE(result.failing.has_value());
  EXPECT_NE(result.reason.find("0 of 60"), std::string::npos) << result.reason;
}

TEST(RunTrials, ThatRepeatEachOtherAreAnError) {
  const auto with_numbers = [](double (*number)(const TrialKey&)) {
    return run_trials("area/claim", trials([number](const TrialKey& key) {
                        TrialRecord::number(number(key));
                        return true;
                      }),
                      context());
  };
  const auto apart = with_numbers([](const TrialKey& key) { return 1.0 / (key.run + 1); });
  EXPECT_EQ(apart.verdict, Verdict::holds);
  EXPECT_EQ(apart.measured->at("trials_told_apart"), 60);
  // A key that forgets half of its run, as planted faults do.
  const auto repeated = with_numbers([](const TrialKey& key) { return 1.0 / (key.run % 30 + 1); });
  EXPECT_EQ(repeated.verdict, Verdict::error);
  EXPECT_NE(repeated.reason.find("trials 0 and 30"), std::string::npos) << repeated.reason;
}

TEST(RunTrials, ThatAreJudgedByTheirTrainingDataAreAnError) {
  const auto evaluated_on = [](std::uint64_t data) {
    return run_trials("area/claim", trials([data](const TrialKey& key) {
                        TrialRecord::number(key.run);
                        TrialRecord::trained_on(7);
                        TrialRecord::evaluated_on(data);
                        return true;
                      }),
                      context());
  };
  EXPECT_EQ(evaluated_on(8).verdict, Verdict::holds);
  EXPECT_EQ(evaluated_on(7).verdict, Verdict::error);
  EXPECT_NE(evaluated_on(7).reason.find("trained on"), std::string::npos);
}

TEST(RunTrials, IsUndecidedWhenTheLimitsStraddleTheShare) {
  const auto even = trials([](const TrialKey& key) { return key.run % 2 == 0; });
  const auto result = run_trials("area/claim", even, context());
  EXPECT_EQ(result.verdict, Verdict::undecided);
  EXPECT_FALSE(result.reason.empty());
}

TEST(RunTrials, MoreTrialsDecideWhatFewLeaveOpen) {
  const auto mostly = trials(every_fourth_fails);
  EXPECT_EQ(run_trials("c", mostly, context()).verdict, Verdict::undecided);
  EXPECT_EQ(run_trials("c", mostly, context(claim::Profile::nightly)).verdict, Verdict::holds);
  EXPECT_EQ(run_trials("c", mostly, context(claim::Profile::pr)).tried, 120);
}

TEST(RunTrials, GivesEveryTrialItsOwnRunOfTheRootSeed) {
  std::set<std::uint32_t> runs;
  run_trials("c", trials([&](const TrialKey& key) {
               EXPECT_EQ(key.root_seed, 7u);
               return runs.insert(key.run).second;
             }),
             context());
  EXPECT_EQ(runs.size(), 60u);
  EXPECT_EQ(*runs.rbegin(), 59u);
}

TEST(RunTrials, NamesTheFailingRunsWhateverTheNumberOfThreads) {
  const auto one = run_trials("area/claim", trials(every_fourth_fails), context());
  auto with_threads = context();
  with_threads.jobs = 4;
  const auto many = run_trials("area/claim", trials(every_fourth_fails), with_threads);
  EXPECT_EQ(*one.measured, *many.measured);
  EXPECT_EQ(one.measured->at("failing_runs").size(), 15u);
  EXPECT_EQ(one.measured->at("failing_runs")[1], 4);
}

TEST(RunTrials, DrawsItsShareOfTheBudgetAndStatesItsPower) {
  const auto result = run_trials("area/claim", trials([](auto&) { return true; }), context());
  EXPECT_EQ(result.measured->at("assertion"), "area/claim/named");
  EXPECT_EQ(result.measured->at("error_rate"), kAssertionRate);
  EXPECT_EQ(result.measured->at("power"), 0.99);
  const double detectable = largest_detectable_proportion(0.5, 60, kAssertionRate, 0.99);
  EXPECT_EQ(result.measured->at("smallest_detectable_discrepancy"), 0.5 - detectable);
}

TEST(RunTrials, IsUndecidedWhenTheTimeBudgetEndsEarly) {
  auto late = context();
  late.deadline = std::chrono::steady_clock::now() - std::chrono::seconds(1);
  const auto result = run_trials("c", trials([](auto&) { return true; }), late);
  EXPECT_EQ(result.verdict, Verdict::undecided);
  EXPECT_EQ(result.tried, 0);
  EXPECT_NE(result.reason.find("0 of 60"), std::string::npos) << result.reason;
}

/// A claim with every part, or without the check, twin or example it is told to leave out.
ClaimByTrials complete(const std::string& without = "") {
  ClaimByTrials claim("area/claim");
  claim.states("A statement.").latex("x").from({"a paper", "a place"}).differs("nothing");
  if (without != "check") claim.measured_by(trials([](auto&) { return true; }));
  if (without != "twin") claim.twin(trials([](auto&) { return false; }));
  if (without != "example") claim.example("an example", [](const TrialKey&) { return true; });
  return claim;
}

TEST(ClaimByTrials, RunsItsCheckItsTwinAndItsExample) {
  const claim::Claim claim = complete();
  EXPECT_EQ(claim.checks.at(0).run(context()).verdict, Verdict::holds);
  EXPECT_EQ(claim.twins.at(0).run(context()).verdict, Verdict::refuted);
  EXPECT_EQ(claim.example(context()).verdict, Verdict::holds);
}

TEST(ClaimByTrials, TheExampleIsNoneOfTheTrialsAndMustSucceed) {
  std::uint32_t run = 0;
  ClaimByTrials claim = complete();
  claim.example("fails", [&run](const TrialKey& key) {
    run = key.run;
    return false;
  });
  EXPECT_EQ(claim::Claim(claim).example(context()).verdict, Verdict::refuted);
  EXPECT_GE(run, 240u);
}

claim::Claim record(const ClaimByTrials& claim) { return claim; }

TEST(ClaimByTrials, RefusesAClaimWithoutOneOfItsParts) {
  EXPECT_NO_THROW(record(complete()));
  EXPECT_THROW(record(complete().states("")), PreconditionError);
  EXPECT_THROW(record(complete().latex("")), PreconditionError);
  EXPECT_THROW(record(complete().from({"", ""})), PreconditionError);
  EXPECT_THROW(record(complete().differs("")), PreconditionError);
  for (const char* part : {"check", "twin", "example"}) {
    EXPECT_THROW(record(complete(part)), PreconditionError) << part;
  }
}

TEST(ClaimByTrials, NamesItsTwinsApart) {
  Trials other = trials([](auto&) { return false; });
  other.name = "another judgement";
  const claim::Claim claim = record(complete().twin(other));
  EXPECT_EQ(claim.twins.at(1).name, claim.twins.at(0).name + ": another judgement");
  EXPECT_THROW(record(complete().twin(other).twin(other)), PreconditionError);
}

/// A claim whose check is one comparison, not a set of trials.
ClaimByTrials by_comparison() {
  return complete("check").measured_by(
      claim::Check{"one", [](const claim::RunContext&) { return claim::CheckResult{}; }});
}

TEST(ClaimByTrials, NamesTrainingsAsConfirmationOnlyWhereTrialsAreTheCheck) {
  EXPECT_NE(record(complete()).confirmation.find("binomial"), std::string::npos);
  EXPECT_THROW(record(by_comparison()), PreconditionError);
  EXPECT_EQ(record(by_comparison().confirmed_by("a sum")).confirmation, "a sum");
}

}  // namespace
}  // namespace lemmascope::statistics
