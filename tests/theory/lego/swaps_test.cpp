#include "theory/lego/swaps.hpp"

#include <gtest/gtest.h>

#include "theory/numeric/require.hpp"

namespace lemmascope::lego {
namespace {

TEST(Swaps, NeverChangeTheLastVariableOverSigns) {
  EXPECT_EQ(share_changed_by_swap(cyclic_group(2), 4, 1, 3, 4), 0);
  EXPECT_EQ(share_changed_by_swap(cyclic_group(2), 4, 2, 3, 2), Rational(1, 2));
}

TEST(Swaps, ChangeTheLastVariableHalfOfTheTimeOverTheDihedralGroup) {
  for (const auto& [i, j] : {std::pair{1, 2}, {1, 3}, {2, 4}, {1, 4}}) {
    EXPECT_EQ(share_changed_by_swap(dihedral_group(3), 4, i, j, 4), Rational(1, 2));
  }
  EXPECT_EQ(share_of_non_commuting_pairs(dihedral_group(3)), Rational(1, 2));
  EXPECT_EQ(share_of_non_commuting_pairs(dihedral_group(4)), Rational(3, 8));
}

TEST(Swaps, RefusePlacesOutsideTheSentence) {
  EXPECT_THROW(share_changed_by_swap(cyclic_group(2), 3, 2, 2, 3), PreconditionError);
  EXPECT_THROW(share_changed_by_swap(cyclic_group(2), 3, 1, 4, 3), PreconditionError);
  EXPECT_THROW(share_changed_by_swap(cyclic_group(2), 30, 1, 4, 3), PreconditionError);
}

}  // namespace
}  // namespace lemmascope::lego
