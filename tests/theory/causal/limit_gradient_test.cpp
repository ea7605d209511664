// The limiting gradient against pair laws, enumeration of sequences and the closed forms.
#include "theory/causal/limit_gradient.hpp"

#include <gtest/gtest.h>

#include "theory/markov/enumerate.hpp"

namespace lemmascope::causal {
namespace {

using markov::CausalForest;
using markov::Chain;
using markov::Prior;

Chain pi2() { return markov::parse_chain("7/10,3/10;4/10,6/10"); }
Chain pi3() { return markov::parse_chain("1/2,3/10,1/5;1/10,3/5,3/10;1/4,1/4,1/2"); }

TEST(KinshipTable, HasTheReferenceEntriesOfTheTwoStateChain) {
  const KinshipTable<Rational> table(pi2(), 2);
  EXPECT_EQ(table.drive(0, 1), Rational(9, 100));
  EXPECT_EQ(table.drive(0, 2), Rational(27, 1000));
  EXPECT_EQ(table.drive(1, 1), Rational(27, 1000));
}

TEST(KinshipTable, HasTheReferenceEntriesOfTheThreeStateChain) {
  const KinshipTable<Rational> table(pi3(), 2);
  EXPECT_EQ(table.self_drive(), Rational(3, 5));
  EXPECT_EQ(table.drive(0, 1), Rational(27971, 136000));
  EXPECT_EQ(table.information(0, 1), Rational(27971, 136000));
  EXPECT_EQ(table.drive(0, 2), Rational(45153, 680000));
  EXPECT_EQ(table.information(0, 2), Rational(80549, 3400000));
}

TEST(KinshipTable, IsSymmetricInTheDepthsAtDistanceTwo) {
  const KinshipTable<Rational> table(pi3(), 2);
  EXPECT_EQ(table.drive(1, 1), table.drive(0, 2));
  EXPECT_EQ(table.drive(2, 0), table.drive(0, 2));
}

TEST(KinshipTable, AtDepthsOneAndTwoTheDriveIsTheInformationAtDistanceTwo) {
  const KinshipTable<Rational> table(pi3(), 2);
  EXPECT_EQ(table.drive(1, 2), table.information(0, 2));
}

TEST(KinshipTable, EnclosuresHoldTheRationals) {
  const KinshipTable<Rational> exact(pi3(), 3);
  const KinshipTable<Interval> enclosed(markov::in_arithmetic<Interval>(pi3()), 3);
  for (int up = 0; up <= 3; ++up) {
    for (int down = 0; down <= 3; ++down) {
      EXPECT_TRUE(contains(enclosed.drive(up, down), exact.drive(up, down)));
      EXPECT_TRUE(contains(enclosed.information(up, down), exact.information(up, down)));
    }
  }
}

TEST(LimitGradient, AgreesByThreeRoutesOnEveryForestOfFourNodes) {
  for (const Chain& chain : {pi2(), pi3()}) {
    for (const CausalForest& forest : markov::every_forest(4)) {
      const Prior prior = Prior::single(chain);
      const Matrix<Rational> g = limit_gradient(forest, prior);
      EXPECT_EQ(g, limit_gradient_by_pair_laws(forest, prior)) << markov::to_text(forest);
      EXPECT_EQ(g, limit_gradient_by_enumeration(forest, prior)) << markov::to_text(forest);
    }
  }
}

TEST(LimitGradient, OfAnOrbitPriorHasAZeroDiagonal) {
  const Matrix<Rational> g = limit_gradient(CausalForest::chain(4), Prior::orbit(pi3()));
  for (int i = 0; i < 4; ++i) EXPECT_EQ(g(i, i), 0);
}

TEST(LimitGradient, RefusesAReducibleChain) {
  EXPECT_ANY_THROW(
      limit_gradient(CausalForest::chain(2), Prior::single(markov::parse_chain("1,0;0,1"))));
}

}  // namespace
}  // namespace lemmascope::causal
