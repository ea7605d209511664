#include "reports/model/claim_outcome.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "properties/claim/result.hpp"

namespace lemmascope::report {
namespace {

using claim::Evidence;
using claim::Verdict;

// Every combination of what the rule looks at, as a claim that has run.
template <class Visit>
void every_result(Visit&& visit) {
  for (const Verdict expected : {Verdict::holds, Verdict::refuted}) {
    claim::Claim claim;
    claim.id = "planted/claim";
    claim.expected = expected;
    for (const Verdict verdict : {Verdict::holds, Verdict::refuted, Verdict::suspect,
                                  Verdict::undecided, Verdict::skipped, Verdict::error}) {
      for (const Evidence evidence : {Evidence::none, Evidence::statistical, Evidence::exact}) {
        for (int bits = 0; bits < 8; ++bits) {
          claim::ClaimResult result;
          result.claim = &claim;
          result.verdict = verdict;
          result.evidence = evidence;
          result.as_expected = verdict == expected && (bits & 1) != 0;
          result.contradiction = (bits & 2) != 0;
          result.twin_survived = (bits & 4) != 0;
          if (result.twin_survived) {
            claim::CheckResult held;
            held.verdict = Verdict::holds;
            result.twins.push_back({"twin", claim::Twin::Kind::wrong, false, held});
          }
          visit(result);
        }
      }
    }
  }
}

TEST(ClaimOutcome, IsTheSameOfARunAndOfItsDocument) {
  for (const Evidence required : {Evidence::none, Evidence::precise, Evidence::exact}) {
    every_result([&](const claim::ClaimResult& result) {
      const nlohmann::json request = {{"require", claim::to_text(required)}};
      const ClaimOutcome a = outcome_of(result, required),
                         b = outcome_of(claim::to_json(result), request);
      EXPECT_EQ(a.outcome, b.outcome);
      EXPECT_EQ(a.code, b.code);
      EXPECT_EQ(a.reason, b.reason);
    });
  }
}

TEST(ClaimOutcome, HasAReasonUnlessItPassed) {
  every_result([](const claim::ClaimResult& result) {
    const ClaimOutcome outcome = outcome_of(result, Evidence::precise);
    EXPECT_EQ(outcome.reason.empty(), outcome.outcome == Outcome::passed);
    EXPECT_EQ(outcome.code == 0, outcome.outcome == Outcome::passed);
    if (outcome.outcome == Outcome::skipped) {
      EXPECT_EQ(outcome.code, 3);
    }
  });
}

TEST(Tally, TakesTheWorstCodeInTheDocumentedOrder) {
  Tally tally;
  EXPECT_EQ(tally.code, 5);
  for (const auto& [next, worst] :
       {std::pair(0, 0), {3, 3}, {70, 70}, {3, 70}, {1, 1}, {70, 1}, {6, 6}, {1, 6}, {0, 6}}) {
    tally.add({next == 0 ? Outcome::passed : Outcome::failed, next, ""});
    EXPECT_EQ(tally.code, worst) << "after " << next;
  }
  EXPECT_EQ(tally.line(), "2 passed, 7 failed, 0 skipped");
}

TEST(ClaimOutcome, OfADocumentThatSaysNothingIsAFailure) {
  EXPECT_EQ(outcome_of(nlohmann::json::object(), nullptr).outcome, Outcome::failed);
  EXPECT_EQ(outcome_of(nlohmann::json(3), nlohmann::json("x")).code, 70);
}

}  // namespace
}  // namespace lemmascope::report
