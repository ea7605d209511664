// What the engine does with planted faults: claims about whole numbers, each wrong in one way.
#include <gtest/gtest.h>

#include <chrono>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <thread>

#include "properties/claim/assertion_rate.hpp"
#include "properties/claim/claim_about.hpp"
#include "properties/claim/engine.hpp"
#include "properties/claim/instance_kind.hpp"
#include "properties/claim/outcome.hpp"
#include "properties/claim/result.hpp"
#include "properties/claim/transcript.hpp"
#include "properties/domain/profiled.hpp"
#include "theory/numeric/interruption.hpp"
#include "theory/numeric/number.hpp"

namespace lemmascope::claim {
namespace {

/// A whole number; the smaller the simpler.
struct Whole {
  int n = 0;
};

}  // namespace

template <>
struct InstanceTraits<Whole> {
  static std::string summary(const Whole& at) { return "n=" + std::to_string(at.n); }
  static nlohmann::json to_json(const Whole& at) { return {{"n", at.n}}; }
  static Whole from_json(const nlohmann::json& json) { return {json.at("n").get<int>()}; }
  static std::vector<Whole> simpler(const Whole& at) {
    if (at.n <= 1) return {};
    return {{at.n / 2}, {at.n - 1}};
  }
};
template const InstanceKind& kind_of<Whole>();

namespace {

ProfiledDomain<Whole> one_to(int last) {
  return [last](Profile) {
    std::vector<Whole> all;
    for (int n = 1; n <= last; ++n) all.push_back({n});
    return domain::family_domain("numbers", "numbers from 1", all);
  };
}

CaseOutcome says(const Relation<Rational>& relation) {
  Findings<Rational> findings;
  findings.add(relation);
  return findings.outcome();
}
Rational square(const Whole& at) { return Rational(at.n * at.n); }

CaseOutcome square_is_at_least_the_number(const Whole& at) {
  return says(at_least(square(at), Rational(at.n)));
}
CaseOutcome square_is_below_a_hundred(const Whole& at) {
  return says(is_less(square(at), Rational(100)));
}
// The same truth, another number from 4 on.
CaseOutcome with_a_wrong_square(const Whole& at) {
  const int slip = at.n > 3 ? 1 : 0;
  return says(at_least(Rational(at.n * at.n - slip), Rational(at.n)));
}
Hypothesis<Whole> small() {
  return {"small", "n < 10", [](const Whole& at) { return truth(at.n < 10); }};
}

/// A claim that stands, to be bent by each test.
ClaimAbout<Whole> standing(Evaluation<Whole> law = square_is_at_least_the_number) {
  ClaimAbout<Whole> about("planted/numbers");
  about.states("s").latex("l").from({"p", "w"}).differs("none");
  about.over(one_to(40))
      .law(Evidence::exact, law)
      .confirmed_by("again", law)
      .twin("too small", [](const Whole& at) { return says(is_less(square(at), Rational(5))); })
      .example({2});
  return about;
}

ClaimResult run(const Claim& claim, int jobs = 2) {
  RunContext context;
  context.jobs = jobs;
  return run_claim(claim, context);
}
int exit_of(const Claim& claim) {
  const RunContext context;
  return tally_of(run_claims({&claim}, context), Evidence::none).code;
}

TEST(PlantedClaims, TheUnbentOneStands) { EXPECT_EQ(exit_of(standing()), 0); }

TEST(PlantedClaims, AnEnclosureThatStraddlesIsUndecided) {
  auto about = standing();
  const Evaluation<Whole> straddles = [](const Whole& at) {
    Findings<Interval> findings;
    findings.add(
        at_most(Interval::between(Rational(at.n - 1), Rational(at.n + 1)), Interval(at.n)));
    return findings.outcome();
  };
  about.law(Evidence::interval, straddles).confirmed_by("again", straddles).example({2});
  const ClaimResult result = run(about);
  EXPECT_EQ(result.verdict, Verdict::undecided);
  EXPECT_NE(result.reason.find("straddles"), std::string::npos) << result.reason;
}

TEST(PlantedClaims, RoutesWithOtherValuesAreAnAlarmThoughBothSayYes) {
  auto about = standing();
  about.confirmed_by("a slip", with_a_wrong_square);
  const ClaimResult result = run(about);
  EXPECT_EQ(result.verdict, Verdict::suspect);
  EXPECT_TRUE(result.contradiction);
  EXPECT_NE(result.reason.find("n=4"), std::string::npos) << result.reason;
  EXPECT_EQ(exit_of(about), 6);
}

TEST(PlantedClaims, AnExampleWhoseRoutesDisagreeIsAnAlarm) {
  auto about = standing();
  about.over(one_to(3));
  about.confirmed_by("a slip", with_a_wrong_square).example({7});
  const Claim claim = about;
  const CheckResult example = claim.example(RunContext{});
  EXPECT_EQ(example.verdict, Verdict::suspect);
  EXPECT_TRUE(example.contradiction);
}

TEST(PlantedClaims, ARouteOfOtherRelationsComparesNothingAndSaysSo) {
  auto about = standing();
  about.confirmed_by("another law", [](const Whole& at) {
    Findings<Rational> findings;
    findings.add(is_greater(Rational(at.n), Rational(0)));
    return findings.outcome();
  });
  const ClaimResult result = run(about);
  EXPECT_EQ(result.verdict, Verdict::holds);
  EXPECT_EQ(result.checks.front().compared->values, 0);
  EXPECT_NE(result.checks.front().compared->none_because.find("another law"), std::string::npos);
  about.values_by("a slip", with_a_wrong_square);
  EXPECT_EQ(exit_of(about), 6) << "a route of values is compared instead";
}

TEST(PlantedClaims, AViolationAtASiteThatIsNotTheLastIsFound) {
  const Evaluation<Whole> law = [](const Whole& at) {
    Findings<Rational> findings;
    findings.add(at_most(Rational(at.n), Rational(30)), site("i", 0));
    findings.add(at_most(Rational(0), Rational(1)), site("i", 1));
    return findings.outcome();
  };
  const ClaimResult result = run(standing(law));
  EXPECT_EQ(result.verdict, Verdict::refuted);
  EXPECT_EQ(to_text(result.checks.front().failing->finding.site), "i=0");
  EXPECT_EQ(result.checks.front().failing->instance, "n=31");
  EXPECT_EQ(exit_of(standing(law)), 1);
}

TEST(PlantedClaims, EqualityRefutesAStrictLaw) {
  const Evaluation<Whole> law = [](const Whole& at) {
    return says(is_less(Rational(at.n), Rational(40)));
  };
  EXPECT_EQ(run(standing(law)).checks.front().failing->instance, "n=40");
  EXPECT_EQ(exit_of(standing(law)), 1);
}

TEST(PlantedClaims, AnExceptionWhileShrinkingLeavesTheRefutation) {
  ClaimAbout<Whole> down("planted/down");
  down.states("s").latex("l").from({"p", "w"}).differs("none");
  down.over([](Profile) {
        return domain::family_domain("tens", "10 and 11", std::vector<Whole>{{10}, {11}});
      })
      .law(Evidence::exact,
           [](const Whole& at) {
             if (at.n == 5) throw std::runtime_error("five");  // the first candidate below ten
             return square_is_below_a_hundred(at);
           })
      .confirmed_by("again", square_is_below_a_hundred)
      .twin("the same", square_is_below_a_hundred)
      .example({2});
  const ClaimResult result = run(down);
  EXPECT_EQ(result.verdict, Verdict::refuted) << result.reason;
  EXPECT_EQ(result.checks.front().witness->at("shrink").at("threw"), 1);
  EXPECT_EQ(exit_of(down), 1);
}

TEST(PlantedClaims, AnExceptionWhileConfirmingLeavesTheRefutationOfTheOriginal) {
  ClaimAbout<Whole> about("planted/confirming");
  about.states("s").latex("l").from({"p", "w"}).differs("none").values_uncompared("planted");
  auto domain = [](Profile) {
    return domain::family_domain("large", "20 alone", std::vector<Whole>{{20}});
  };
  about.over(domain)
      .law(Evidence::exact, square_is_below_a_hundred)
      .confirmed_by("throws below twenty",
                    [](const Whole& at) {
                      if (at.n >= 10 && at.n < 20) throw std::runtime_error("too small");
                      return square_is_below_a_hundred(at);
                    })
      .twin("the same", square_is_below_a_hundred)
      .example({2});
  const ClaimResult result = run(about);
  EXPECT_EQ(result.verdict, Verdict::refuted) << result.reason;
  EXPECT_EQ(result.checks.front().failing->instance, "n=20");
  EXPECT_EQ(exit_of(about), 1);
  about.confirmed_by("always throws", [](const Whole& at) -> CaseOutcome {
    if (at.n >= 10) throw std::runtime_error("out of order");
    return square_is_below_a_hundred(at);
  });
  const ClaimResult unconfirmed = run(about);
  EXPECT_EQ(unconfirmed.verdict, Verdict::suspect);
  EXPECT_NE(unconfirmed.reason.find("out of order"), std::string::npos) << unconfirmed.reason;
}

TEST(PlantedClaims, ATwinMayDropAHypothesisAndMustThenBeRefuted) {
  auto about = standing(square_is_below_a_hundred);
  about.assumes(small()).twin("not only small ones", without("small"));
  const ClaimResult result = run(about);
  EXPECT_TRUE(result.as_expected) << result.reason;
  EXPECT_EQ(result.twins.back().result.failing->instance, "n=10");
  auto needless = standing();
  needless.assumes(small()).twin("not only small ones", without("small"));
  EXPECT_EQ(exit_of(needless), 6) << "a hypothesis nobody needs";
  auto unknown = standing();
  unknown.twin("of nothing", without("never stated"));
  EXPECT_THROW((void)Claim(unknown), std::invalid_argument);
}

// A law whose sums never end unless they are told to give up.
CaseOutcome sums_without_end(const Whole& at) {
  for (int k = 0; at.n > 3; ++k) {
    give_up_if_asked();
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  return square_is_at_least_the_number(at);
}

RunContext for_half_a_second(int jobs) {
  RunContext context;
  context.jobs = jobs;
  context.deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(500);
  return context;
}

TEST(PlantedClaims, ARunningCaseGivesUpAtTheDeadline) {
  for (const int jobs : {1, 3}) {
    const Claim claim = standing(sums_without_end);
    // On helping threads too: the loop of a claim is run by whoever has time.
    const RunResult all = run_claims({&claim}, for_half_a_second(jobs));
    const ClaimResult& result = all.claims.front();
    EXPECT_EQ(result.verdict, Verdict::undecided);
    EXPECT_EQ(result.reason, "the time budget ended after 0 of 40 cases");
    EXPECT_EQ(tally_of(all, Evidence::none).code, 3);
  }
}

TEST(PlantedClaims, AnExampleGivesUpAtTheDeadlineToo) {
  auto about = standing();
  about.confirmed_by("without end", sums_without_end).example({7});
  const Claim claim = about;
  Unit example{claim.id, Unit::Part::example, 0, "example"};
  bool interrupted = false;
  UnitHooks hooks;
  hooks.record = [&](const Unit&, const UnitResult&, bool was) { interrupted = was; };
  const UnitResult found = run_unit(claim, example, for_half_a_second(1), hooks);
  EXPECT_EQ(found.result.verdict, Verdict::undecided);
  EXPECT_EQ(found.result.reason, "the time budget ended while this ran");
  EXPECT_TRUE(interrupted) << "the next run does it again";
}

TEST(PlantedClaims, AViolationThatNobodyHadTheTimeToConfirmIsTold) {
  auto about = standing(square_is_below_a_hundred);
  about.confirmed_by("without end", sums_without_end).example({2});
  const ClaimResult result = run_claim(about, for_half_a_second(1));
  EXPECT_EQ(result.verdict, Verdict::undecided);
  EXPECT_EQ(result.reason,
            "one route says no (100 < 100), and the time budget ended before it was confirmed");
}

TEST(PlantedClaims, ACaseThatNeedsTooMuchWorkIsCountedAndLeavesTheClaimUndecided) {
  auto about = standing();
  about.costs([](const Whole& at) { return 1e10 * at.n; });
  const ClaimResult result = run(about);
  EXPECT_EQ(result.verdict, Verdict::undecided);
  EXPECT_EQ(result.reason,
            "30 of 40 cases were not run: n=11 needs about 1.1e+11 multiply-adds, more than 1e+11; "
            "--most-work raises it");
  EXPECT_EQ(result.checks.front().met, 10);
  EXPECT_EQ(result.checks.front().excluded.at("too much work"), 30);
  RunContext generous;
  generous.most_work = 4e11;
  EXPECT_EQ(run_claim(about, generous).verdict, Verdict::holds);
}

TEST(PlantedClaims, AViolationCountsThoughOtherCasesNeedTooMuchWork) {
  auto about = standing(square_is_below_a_hundred);
  about.costs([](const Whole& at) { return at.n == 1 ? 1e12 : 1; });
  EXPECT_EQ(run(about).verdict, Verdict::refuted);
}

TEST(PlantedClaims, AnInstanceOfOnesOwnMayNeedTooMuchWork) {
  auto about = standing();
  about.costs([](const Whole&) { return 1e12; });
  const Claim claim = about;
  const auto own = claim.about(Instance::of(Whole{5}));
  const RunResult all = run_claims({own.get()}, {});
  EXPECT_EQ(all.claims.front().verdict, Verdict::undecided);
  EXPECT_EQ(all.claims.front().reason,
            "the case was not run: n=5 needs about 1e+12 multiply-adds, more than 1e+11; "
            "--most-work raises it");
  EXPECT_EQ(tally_of(all, Evidence::none).code, 3);
}

TEST(PlantedClaims, AClaimThatDrawsWhatItDidNotDeclareIsInErrorAlone) {
  const auto experiment = [](int declared, double rate) {
    Claim claim;
    claim.id = "planted/ledger";
    claim.checks.push_back({"experiment",
                            [rate](const RunContext&) {
                              CheckResult result;
                              result.name = "experiment";
                              result.verdict = Verdict::holds;
                              if (rate > 0) {
                                result.measured = std::make_shared<const nlohmann::json>(
                                    nlohmann::json{{"error_rate", rate}});
                              }
                              return result;
                            },
                            declared});
    return run(claim).verdict;
  };
  EXPECT_EQ(experiment(1, kAssertionRate), Verdict::holds);
  EXPECT_EQ(experiment(0, 0), Verdict::holds);
  EXPECT_EQ(experiment(0, kAssertionRate), Verdict::error);
  EXPECT_EQ(experiment(1, 2 * kAssertionRate), Verdict::error);
  EXPECT_EQ(experiment(1, 0), Verdict::error);
}

TEST(Digest, ChangesWithANumberThoughNoInequalityFlips) {
  const std::string digest = run(standing()).checks.front().digest;
  EXPECT_EQ(digest.size(), 16U);
  EXPECT_EQ(run(standing(), 1).checks.front().digest, digest) << "whatever the number of threads";
  EXPECT_NE(run(standing(with_a_wrong_square)).checks.front().digest, digest);
}

TEST(Sharpness, IsTheNearestRatioAndTheShareOfZeros) {
  const Evaluation<Whole> law = [](const Whole& at) {
    Findings<Rational> findings;
    findings.add(at_most(Rational(at.n), Rational(80)), site("i", 0));
    findings.add(equals(Rational(0), Rational(0)), site("i", 1));
    findings.add(at_most(Rational(-1), Rational(1)), site("i", 2));
    return findings.outcome();
  };
  const Sharpness sharpness = *run(standing(law)).checks.front().sharpness;
  EXPECT_EQ(sharpness.relations, 3 * 40);
  EXPECT_EQ(sharpness.degenerate, 40);
  EXPECT_EQ(sharpness.largest_ratio, 0.5);  // 40 of 80
}

TEST(TwinStrength, CountsViolatedCasesAndTheirMedian) {
  // The twin n^2 < 5 fails from 3 on, by (n^2 - 5) / n^2.
  const ClaimResult result = run(standing());
  const TwinStrength strength = *result.twins.front().result.strength;
  EXPECT_EQ(strength.cases, 40);
  EXPECT_EQ(strength.violated, 38);
  // The middle of 38 violations lies between those of 21 and 22.
  const double median = ((21 * 21 - 5) / (21.0 * 21) + (22 * 22 - 5) / (22.0 * 22)) / 2;
  EXPECT_DOUBLE_EQ(strength.median_violation, median);
}

TEST(TwinStrength, IsMeasuredAgainstWhatACaseComparesNotAgainstZero) {
  // "1/100 is zero" beside a relation between numbers of size one; and on its own.
  const auto strength_with = [](bool scale) {
    auto about = standing();
    about.twin("zero", [scale](const Whole&) {
      Findings<Rational> findings;
      if (scale) findings.add(at_most(Rational(1, 2), Rational(1)), site("i", 0));
      findings.add(equals(Rational(1, 100), Rational(0)), site("i", 1));
      return findings.outcome();
    });
    return *run(about).twins.back().result.strength;
  };
  EXPECT_DOUBLE_EQ(strength_with(true).median_violation, 0.01);
  EXPECT_EQ(strength_with(true).without_scale, 0);
  EXPECT_EQ(strength_with(false).median_violation, 0);
  EXPECT_EQ(strength_with(false).without_scale, 40);
}

TEST(Transcript, ComparesEnclosuresByContainmentAndRoundedNumbersByTheirDigits) {
  const auto entries_of = [](const auto& number) {
    Transcript transcript(Transcript::Keep::entries);
    using N = std::decay_t<decltype(number)>;
    Findings<N> findings;
    findings.add(at_most(number, N(number)));
    return transcript.entries();
  };
  const auto kind = [&](const auto& a, const auto& b) {
    return difference(*entries_of(a).front().lhs, *entries_of(b).front().lhs, 0).kind;
  };
  using Kind = Difference::Kind;
  EXPECT_EQ(kind(Rational(1, 3), Rational(1, 3)), Kind::none);
  EXPECT_EQ(kind(Rational(1, 3), Rational(1, 4)), Kind::apart);
  EXPECT_EQ(kind(Rational(1, 3), Interval(Rational(1, 3))), Kind::none);
  EXPECT_EQ(kind(Rational(1, 4), Interval(Rational(1, 3))), Kind::apart);
  EXPECT_EQ(kind(Interval::between(Rational(0), Rational(1)), Real100(1) / 3), Kind::none);
  EXPECT_EQ(kind(Interval(1), Real100(1) / 3), Kind::rounding);
  EXPECT_EQ(kind(0.5, Rational(1, 2)), Kind::none);
  EXPECT_EQ(kind(0.1, Rational(1, 10)), Kind::rounding);
}

TEST(CheckResult, ReadsBackWhatCrossChecksFound) {
  const nlohmann::json check = to_json(run(standing()).checks.front());
  EXPECT_EQ(check.at("values").at("compared"), 80);
  EXPECT_EQ(check.at("values").at("largest_difference"), "0");
  EXPECT_EQ(check.at("sample").at("relations").size(), 20U);
  EXPECT_EQ(to_json(check_result_from_json(check)), check);
}

}  // namespace
}  // namespace lemmascope::claim
