#include "properties/claim/relation.hpp"

#include <gtest/gtest.h>

namespace lemmascope::claim {
namespace {

TEST(Relation, ComparesRationalsExactly) {
  EXPECT_EQ(holds(at_most(Rational(1, 3), Rational(1, 3))), Truth::yes);
  EXPECT_EQ(holds(is_less(Rational(1, 3), Rational(1, 3))), Truth::no);
  EXPECT_EQ(holds(equals(Rational(2, 6), Rational(1, 3))), Truth::yes);
  EXPECT_EQ(holds(is_greater(Rational(1, 2), Rational(1, 3))), Truth::yes);
}

TEST(Relation, AnswersUnknownForEnclosuresThatStraddle) {
  const Interval a = Interval::between(Rational(0), Rational(2));
  const Interval b = Interval::between(Rational(1), Rational(3));
  EXPECT_EQ(holds(is_less(a, b)), Truth::unknown);
  EXPECT_EQ(holds(is_less(a, Interval(3))), Truth::yes);
  EXPECT_EQ(holds(at_least(a, Interval(3))), Truth::no);
}

TEST(Findings, KeepTheTightestAndTheMostViolatedRelation) {
  Findings<Rational> findings;
  findings.add(at_most(Rational(1), Rational(5)), site("i", 1));
  findings.add(at_most(Rational(1), Rational(2)), site("i", 2));
  findings.add(at_most(Rational(4), Rational(2)), site("i", 3));
  findings.add(at_most(Rational(3), Rational(2)), site("i", 4));
  const CaseOutcome outcome = findings.outcome();
  EXPECT_EQ(outcome.holds, Truth::no);
  EXPECT_EQ(outcome.relations, 4);
  EXPECT_EQ(to_text(outcome.tightest->site), "i=2");
  EXPECT_EQ(to_text(outcome.failing->site), "i=3");
  EXPECT_EQ(outcome.failing->margin.value, "-2");
}

TEST(Findings, ACertainNoOutranksAnUnknown) {
  Findings<Interval> findings;
  findings.add(at_most(Interval::between(Rational(0), Rational(100)), Interval(1)), site("i", 1));
  findings.add(at_most(Interval(3), Interval(2)), site("i", 2));
  const CaseOutcome outcome = findings.outcome();
  EXPECT_EQ(outcome.holds, Truth::no);
  EXPECT_EQ(to_text(outcome.failing->site), "i=2");
}

TEST(Finding, ReadsLikeAnInequality) {
  Findings<Rational> findings;
  findings.add(at_least(Rational(9, 100), Rational(27, 1000)), site("i", 2, "j", 0));
  EXPECT_EQ(to_text(*findings.outcome().tightest), "i=2, j=0: 9/100 >= 27/1000");
}

}  // namespace
}  // namespace lemmascope::claim
