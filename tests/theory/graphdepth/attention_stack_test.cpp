#include "theory/graphdepth/attention_stack.hpp"

#include <gtest/gtest.h>

#include "theory/graphdepth/contraction.hpp"
#include "theory/numeric/product.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::graphdepth {
namespace {

Matrix<Rational> rows(const Rational& a, const Rational& b) {
  Matrix<Rational> attention(2, 2);
  attention << a, 1 - a, b, 1 - b;
  return attention;
}

TEST(Distances, FollowTheLayersFromTheLastToTheFirst) {
  // A_1 swaps nothing and forgets all: whatever comes after, nothing is left.
  const auto forget = rows(Rational(1, 2), Rational(1, 2)), keep = rows(Rational(1), Rational(0));
  EXPECT_EQ(distances({forget, keep}, {0}, {1}), (std::vector<Rational>{1, 0, 0}));
  EXPECT_EQ(distances({keep, forget}, {0}, {1}), (std::vector<Rational>{1, 1, 0}));
  const auto half = rows(Rational(3, 4), Rational(1, 4)), third = rows(Rational(1), Rational(2, 3));
  const auto both = product(third, half);  // A_2 A_1
  EXPECT_EQ(distances({half, third}, {0}, {1})[2], contraction(both));
  EXPECT_EQ(distance_bounds({half, third}, {0}, {1}),
            (std::vector<Rational>{1, Rational(1, 2), Rational(1, 6)}));
}

TEST(Distances, FallByNineTenthsWithATenthOfGlobalAttention) {
  Matrix<Rational> local = Matrix<Rational>::Constant(4, 4, Rational(0));
  for (int i = 0; i < 4; ++i) local(i, i) = local(i, i ^ 1) = Rational(1, 2);
  const auto mixed = with_global(local, Rational(1, 10));
  EXPECT_EQ(distances({mixed, mixed, mixed}, {0, 1}, {2, 3}),
            (std::vector<Rational>{1, Rational(9, 10), Rational(81, 100), Rational(729, 1000)}));
  EXPECT_EQ(distances({local, local}, {0, 1}, {2, 3}), (std::vector<Rational>{1, 1, 1}));
}

TEST(MixedLayers, AreAttentionAgain) {
  const auto attention = rows(Rational(1, 3), Rational(3, 4));
  require_attention(with_residual(attention, Rational(2, 5)));
  require_attention(with_global(attention, Rational(2, 5)));
  EXPECT_EQ(with_residual(attention, Rational(2, 5))(0, 0), Rational(3, 5) + Rational(2, 15));
  EXPECT_EQ(with_global(attention, Rational(2, 5))(0, 0), Rational(3, 15) + Rational(1, 5));
}

TEST(Locality, IsAboutTheRowsOfTheSubstructure) {
  const auto attention = rows(Rational(1), Rational(1, 2));
  EXPECT_TRUE(is_local(attention, {0}));
  EXPECT_FALSE(is_local(attention, {1}));
  EXPECT_TRUE(is_local(attention, {0, 1}));
}

TEST(Substructures, AreRefusedWhereTheyAreNone) {
  EXPECT_THROW(uniform_on({}, 3), PreconditionError);
  EXPECT_THROW(uniform_on({0, 0}, 3), PreconditionError);
  EXPECT_THROW(uniform_on({3}, 3), PreconditionError);
}

}  // namespace
}  // namespace lemmascope::graphdepth
