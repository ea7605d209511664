#include "theory/lego/bag_accuracy.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

#include "theory/numeric/require.hpp"

namespace lemmascope::lego {
namespace {

std::vector<Rational> fractions(std::initializer_list<const char*> texts) {
  std::vector<Rational> all;
  for (const char* text : texts) all.push_back(parse_rational(text));
  return all;
}

TEST(BagAccuracy, GivesTheReferenceValuesOverSigns) {
  EXPECT_EQ(bag_accuracies(cyclic_group(2), 6),
            fractions({"21/32", "19/32", "9/16", "19/32", "21/32", "1"}));
}

TEST(BagAccuracy, GivesTheReferenceValuesOverTheDihedralGroup) {
  std::vector<Rational> last;
  for (int n = 1; n <= 6; ++n) last.push_back(bag_accuracy(dihedral_group(3), n, n));
  EXPECT_EQ(last, fractions({"1", "3/4", "137/216", "59/108", "157/324", "253/576"}));
}

TEST(BagAccuracy, IsTheSameForIsomorphicGroups) {
  for (int n = 1; n <= 4; ++n) {
    EXPECT_EQ(bag_accuracies(dihedral_group(3), n), bag_accuracies(symmetric_group(3), n));
  }
}

TEST(BagAccuracy, AgreesWithEnumerationAndTheClosedForm) {
  for (const FiniteGroup& group : {cyclic_group(2), cyclic_group(3), dihedral_group(3)}) {
    for (int n = 1; n <= 5; ++n) {
      for (int i = 1; i <= n; ++i) {
        EXPECT_EQ(bag_accuracy(group, n, i), bag_accuracy_by_enumeration(group, n, i));
      }
    }
  }
  for (int n = 1; n <= 12; ++n) {
    for (int i = 1; i <= n; ++i) {
      EXPECT_EQ(bag_accuracy(cyclic_group(2), n, i), sign_bag_accuracy(n, i));
    }
  }
}

TEST(BagAccuracy, ReachesFiftyClauses) {
  EXPECT_EQ(bag_accuracy(cyclic_group(2), 50, 50), 1);
  EXPECT_EQ(bag_accuracy(cyclic_group(2), 50, 25), sign_bag_accuracy(50, 25));
}

TEST(NamelessAccuracy, IsThatOfBagsWhenEveryOrderIsWritten) {
  std::vector<int> order(3);
  std::iota(order.begin(), order.end(), 0);
  std::vector<std::vector<int>> orders;
  do orders.push_back(order);
  while (std::next_permutation(order.begin(), order.end()));
  EXPECT_EQ(nameless_accuracy(dihedral_group(3), 3, orders), Rational(137, 216));
  EXPECT_EQ(nameless_accuracy(dihedral_group(3), 3, {{0, 1, 2}}), 1);  // written in order
}

TEST(BagCount, IsTheNumberOfMultisets) {
  EXPECT_EQ(bag_count(cyclic_group(2), 50), 51);
  EXPECT_EQ(bag_count(dihedral_group(3), 6), 462);
}

TEST(BagAccuracy, RefusesVariablesThatAreNotThere) {
  EXPECT_THROW(bag_accuracy(cyclic_group(2), 3, 4), PreconditionError);
  EXPECT_THROW(sign_bag_accuracy(3, 0), PreconditionError);
  EXPECT_THROW(bag_accuracy_by_enumeration(dihedral_group(3), 12, 1), PreconditionError);
}

}  // namespace
}  // namespace lemmascope::lego
