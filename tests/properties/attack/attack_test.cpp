// The attack on planted claims: false only where no family looks, or only outside the hypotheses.
#include "properties/attack/attack.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <stdexcept>

#include "properties/attack/coordinates.hpp"
#include "properties/claim/claim_about.hpp"
#include "properties/claim/engine.hpp"
#include "properties/claim/instance_kind.hpp"
#include "properties/claim/outcome.hpp"
#include "properties/claim/result.hpp"
#include "properties/domain/profiled.hpp"

namespace lemmascope::claim {
namespace {

/// Two probabilities on a chart number `chart`.
struct Couple {
  Rational x, y;
  int chart = 0;
};

}  // namespace

template <>
struct InstanceTraits<Couple> {
  static std::string summary(const Couple& at) { return "C=" + std::to_string(at.chart); }
  static nlohmann::json to_json(const Couple& at) {
    return {
        {"x", lemmascope::to_text(at.x)}, {"y", lemmascope::to_text(at.y)}, {"chart", at.chart}};
  }
  static Couple from_json(const nlohmann::json& json) {
    return {parse_rational(json.at("x").get<std::string>()),
            parse_rational(json.at("y").get<std::string>()), json.at("chart").get<int>()};
  }
  static std::vector<Couple> simpler(const Couple&) { return {}; }
};
template const InstanceKind& kind_of<Couple>();

namespace {

attack::Chart<Couple> couple_chart(int number, bool moves = false) {
  attack::Chart<Couple> chart{"chart " + std::to_string(number),
                              2,
                              [number](const double* unit, attack::Level level) {
                                return Couple{attack::probability(unit[0], level),
                                              attack::probability(unit[1], level), number};
                              },
                              {}};
  if (moves) {
    chart.neighbours = [number] {
      return std::vector<attack::Chart<Couple>>{couple_chart(number + 1, number < 20)};
    };
  }
  return chart;
}

// Simple fractions alone: they see nothing.
ProfiledDomain<Couple> simple_couples(std::vector<attack::Chart<Couple>> charts) {
  return [charts](Profile) {
    std::vector<Couple> all;
    for (int d = 2; d <= 6; ++d) {
      for (int n = 1; n < d; ++n) all.push_back({Rational(n, d), Rational(1, 2), 0});
    }
    return domain::family_domain("simple", "simple fractions", all, charts);
  };
}

CaseOutcome says(const Relation<Rational>& relation) {
  Findings<Rational> findings;
  findings.add(relation);
  return findings.outcome();
}

// False in a corner: x > 49/50 and y < 1/100, on charts from the `first`-th on.
Evaluation<Couple> false_in_a_corner(int first = 0) {
  return [first](const Couple& at) {
    const Rational room = (1 - at.x) + at.y;
    return says(at_least(Rational(room + (at.chart < first ? 1 : 0)), Rational(1, 40)));
  };
}

ClaimAbout<Couple> planted(const Evaluation<Couple>& law,
                           std::vector<attack::Chart<Couple>> charts = {couple_chart(0)}) {
  ClaimAbout<Couple> about("planted/couples");
  about.states("s").latex("l").from({"p", "w"}).differs("none");
  about.over(simple_couples(std::move(charts)))
      .law(Evidence::exact, law)
      .confirmed_by("again", law)
      .twin("x is small", [](const Couple& at) { return says(is_less(at.x, Rational(1, 3))); })
      .example({Rational(1, 2), Rational(1, 2), 0});
  return about;
}

RunContext context_of(int jobs, std::optional<std::int64_t> evaluations = {}) {
  RunContext context;
  context.jobs = jobs;
  context.attack_evaluations = evaluations;
  return context;
}

int exit_of(const Claim& claim) {
  return tally_of(run_claims({&claim}, context_of(2)), Evidence::none).code;
}

TEST(Attack, RefutesALawThatIsFalseOnlyWhereItsFamilyDoesNotLook) {
  const Claim claim = planted(false_in_a_corner());
  const ClaimResult result = run_claim(claim, context_of(2));
  EXPECT_EQ(result.checks.front().verdict, Verdict::holds) << "the family sees nothing";
  EXPECT_EQ(result.verdict, Verdict::refuted);
  EXPECT_EQ(result.reason.find("found by attack"), 0U) << result.reason;
  ASSERT_TRUE(result.attack && result.attack->witness);
  EXPECT_EQ(result.attack->witness->at("confirmation").at("agrees"), "yes");
  EXPECT_EQ(to_json(result).at("found_by"), nlohmann::json::array({"attack"}));
  EXPECT_EQ(exit_of(claim), 1);
}

TEST(Attack, LeavesALawThatHoldsAndSaysHowNearItCame) {
  const Claim claim = planted([](const Couple& at) {
    return says(at_least(Rational((1 - at.x) + at.y), Rational(1, 1000)));
  });
  const ClaimResult result = run_claim(claim, context_of(2));
  EXPECT_EQ(result.verdict, Verdict::holds);
  const AttackRecord& record = *result.attack->attack;
  EXPECT_FALSE(record.found);
  EXPECT_EQ(record.evaluations, AttackEffort{}.quick);
  ASSERT_TRUE(record.smallest_margin);
  EXPECT_LT(*record.smallest_margin, 0.9) << "relative to the larger side the corner has half";
  EXPECT_EQ(exit_of(claim), 0);
}

TEST(Attack, TakesTheSameStepsOnAnyNumberOfThreads) {
  for (const int first : {0, 3, 99}) {
    std::vector<attack::Chart<Couple>> charts;
    for (int k = 0; k < 7; ++k) charts.push_back(couple_chart(k));
    const Claim claim = planted(false_in_a_corner(first), charts);
    const auto alone = to_json(claim.attack(context_of(1)));
    for (const int jobs : {2, 5}) EXPECT_EQ(to_json(claim.attack(context_of(jobs))), alone);
  }
}

TEST(Attack, ReachesStructuresThatItsChartsDoNotListByMoves) {
  const Claim claim = planted(false_in_a_corner(4), {couple_chart(0, true)});
  const CheckResult result = claim.attack(context_of(2, 1500));
  EXPECT_EQ(result.verdict, Verdict::refuted) << result.reason;
  EXPECT_GE(result.attack->charts, 5);
}

TEST(Attack, KeepsTheCoarsestFractionsThatViolate) {
  const Claim claim = planted(false_in_a_corner());
  const auto instance = *claim.attack(context_of(1)).attack->instance;
  const Rational x = parse_rational(instance.at("x").get<std::string>());
  EXPECT_LE(denominator(x), 1000) << "the point that was found has more digits";
}

TEST(Attack, StaysInsideTheHypotheses) {
  auto about = planted(false_in_a_corner());
  about.assumes({"tame", "x <= 9/10",
                 [](const Couple& at) { return truth(at.x <= Rational(9, 10)); },
                 [](const Couple& at) { return to_double(Rational(9, 10) - at.x); }});
  const Claim claim = about;
  const ClaimResult result = run_claim(claim, context_of(2));
  EXPECT_EQ(result.verdict, Verdict::holds) << result.reason;
  const AttackRecord& record = *result.attack->attack;
  EXPECT_GT(record.outside, 0);
  ASSERT_TRUE(record.slack);
  EXPECT_EQ(record.slack_of, "tame");
  EXPECT_LT(*record.slack, 0.05) << "the law is tightest at the boundary of the hypothesis";
}

TEST(Attack, CountsWhereALawThrowsAsOutside) {
  const Claim claim = planted([](const Couple& at) {
    if (at.y < Rational(1, 4)) throw std::runtime_error("not for these");
    return says(at_most(at.x, Rational(1)));
  });
  const ClaimResult result = run_claim(claim, context_of(2));
  EXPECT_EQ(result.verdict, Verdict::holds);
  EXPECT_GT(result.attack->attack->threw, 0);
  EXPECT_EQ(result.attack->attack->first_thrown, "not for these");
}

TEST(Attack, WithoutAnInstanceInsideTheHypothesesDecidesNothing) {
  auto about = planted([](const Couple& at) { return says(at_most(at.x, Rational(1))); });
  about.over([](Profile) {
    return domain::family_domain<Couple>("one", "one", {{Rational(1, 2), Rational(1, 2), 7}});
  });
  about.assumes(
      {"chart seven", "chart = 7", [](const Couple& at) { return truth(at.chart == 7); }});
  EXPECT_EQ(Claim(about).attack(context_of(2)).verdict, Verdict::undecided);
}

TEST(Attack, MustAloneRefuteAClaimThatIsExpectedToFall) {
  // False at one simple fraction of the family, which no coordinate of the chart gives.
  const Evaluation<Couple> law = [](const Couple& at) {
    return says(at_most(
        at.x == Rational(2, 5) && at.y == Rational(1, 2) && at.chart == 0 ? Rational(2) : at.x,
        Rational(1)));
  };
  auto about = planted(law, {couple_chart(1)});
  about.expects(Verdict::refuted).control("x is below one", [](const Couple& at) {
    return says(is_less(at.x, Rational(1)));
  });
  const Claim claim = about;
  const ClaimResult result = run_claim(claim, context_of(2));
  EXPECT_EQ(result.checks.front().verdict, Verdict::refuted);
  EXPECT_FALSE(result.as_expected);
  EXPECT_EQ(result.verdict, Verdict::undecided);
  EXPECT_NE(result.reason.find("the attack alone did not find"), std::string::npos);
  EXPECT_EQ(exit_of(claim), 3);
}

TEST(Attack, IsNotMadeWithoutEvaluations) {
  const Claim claim = planted(false_in_a_corner());
  const ClaimResult result = run_claim(claim, context_of(2, 0));
  EXPECT_EQ(result.attack->verdict, Verdict::skipped);
  EXPECT_EQ(result.verdict, Verdict::holds);
}

TEST(Attack, SpendsAsManyEvaluationsAsItIsGiven) {
  const Claim claim = planted([](const Couple& at) { return says(is_less(at.x, Rational(1))); });
  for (const std::int64_t evaluations : {1, 10, 77, 500}) {
    EXPECT_EQ(claim.attack(context_of(2, evaluations)).attack->evaluations, evaluations);
  }
}

TEST(Attack, GivesARecordThatReadsBack) {
  for (const int first : {0, 99}) {
    const CheckResult result = Claim(planted(false_in_a_corner(first))).attack(context_of(1));
    EXPECT_EQ(to_json(check_result_from_json(to_json(result))), to_json(result));
  }
}

}  // namespace
}  // namespace lemmascope::claim
