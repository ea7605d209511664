#include "theory/regression/trace_recursion.hpp"

#include <gtest/gtest.h>

#include "theory/numeric/require.hpp"
#include "theory/regression/trace_moments.hpp"

namespace lemmascope::regression {
namespace {

TEST(TraceRecursion, AveragesProductsOfTraces) {
  // d = 1: powers of a chi-square variable of 3 degrees of freedom.
  auto chi_square = TraceRecursion::of_products(1, 3);
  EXPECT_EQ(chi_square.mean({1, 2}), 3 * 5 * 7);
  EXPECT_EQ(chi_square.mean({3}), 3 * 5 * 7);
  EXPECT_EQ(chi_square.mean({0, 1, 0}), 3);
  // E (tr C)^2 of a chi-square variable of d N degrees of freedom.
  EXPECT_EQ(TraceRecursion::of_products(2, 5).mean({1, 1}), 10 * 12);
}

TEST(TraceRecursion, AgreesWithClosedWalks) {
  auto traces = TraceRecursion::of_products(4, 6);
  for (int k = 1; k <= 6; ++k) {
    EXPECT_EQ(traces.mean({k}), trace_moment_by_walks(k, {4, 6}, gaussian_law()));
  }
}

TEST(TraceRecursion, AgreesWithPairings) {
  auto traces = TraceRecursion::of_products(3, 5);
  const std::vector<std::vector<int>> products{{1},    {2},    {1, 1},    {2, 1},    {0, 3},
                                               {2, 2}, {3, 1}, {1, 1, 2}, {4, 1, 0}, {2, 4}};
  for (const auto& powers : products) {
    EXPECT_EQ(traces.mean(powers), traces_by_pairings(powers, {3, 5}));
  }
  EXPECT_THROW(traces_by_pairings({7}, {3, 5}), PreconditionError);
}

TEST(TraceRecursion, HasTheMomentsOfTheLimit) {
  auto limit = TraceRecursion::of_their_limit(3);
  EXPECT_EQ(limit.mean({1}), 0);
  EXPECT_EQ(limit.mean({2}), 12);    // 3 diagonal entries of variance 2, 6 others of 1
  EXPECT_EQ(limit.mean({1, 1}), 6);  // the variance of the trace
  EXPECT_EQ(limit.mean({4}), 114);
}

}  // namespace
}  // namespace lemmascope::regression
