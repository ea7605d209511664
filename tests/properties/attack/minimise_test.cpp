// Minimisation over the unit cube: counts evaluations, finds planted minima, repeats itself
// exactly.
#include "properties/attack/minimise.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "theory/numeric/require.hpp"

namespace lemmascope::attack {
namespace {

using Point = std::vector<double>;

double distance(const Point& a, const Point& b) {
  double most = 0;
  for (std::size_t k = 0; k < a.size(); ++k) most = std::max(most, std::abs(a[k] - b[k]));
  return most;
}

// 1 but for a narrow pit.
Objective pit_at(const Point& centre, double width) {
  return [=](const Point& at) {
    const double d = distance(at, centre);
    return d < width ? d - width : 1 + d;
  };
}

TEST(Explore, FindsAPitNearACorner) {
  const Minimum found = explore(2, pit_at({0.97, 0.06}, 0.04), 60, 0);
  EXPECT_LT(found.value, 0);
  EXPECT_LE(found.evaluations, 60);
}

TEST(Explore, FindsAPitInTheMiddleOfThreeCoordinates) {
  EXPECT_LT(explore(3, pit_at({0.3, 0.8, 0.6}, 0.1), 400, 0).value, 0);
}

TEST(Explore, SpendsWhatItMayAndNoMore) {
  for (const std::int64_t most : {1, 2, 7, 40, 333}) {
    std::int64_t calls = 0;
    const Minimum found = explore(
        2, [&](const Point& at) { return ++calls, at[0]; }, most, -1);
    EXPECT_EQ(calls, most);
    EXPECT_EQ(found.evaluations, most);
  }
}

TEST(Explore, StopsAtTheFirstValueBelowEnough) {
  std::int64_t calls = 0;
  const Minimum found = explore(
      2, [&](const Point&) { return ++calls == 5 ? -1.0 : 1.0; }, 100, 0);
  EXPECT_EQ(calls, 5);
  EXPECT_EQ(found.evaluations, 5);
}

TEST(Descend, WalksIntoTheValley) {
  const Point valley{0.2, 0.7};
  const Minimum found = descend(
      {0.9, 0.1}, [&](const Point& at) { return distance(at, valley) - 0.01; }, 300, 0);
  EXPECT_LT(found.value, 0);
}

TEST(Descend, StaysInTheCube) {
  descend(
      {0.5, 0.5},
      [](const Point& at) {
        for (const double x : at) {
          EXPECT_GE(x, 0);
          EXPECT_LE(x, 1);
        }
        return at[0] + at[1];
      },
      200, -1);
}

TEST(Descend, TakesTheSameStepsAgain) {
  const auto steps = [] {
    std::vector<Point> all;
    descend(
        {0.4, 0.6},
        [&](const Point& at) {
          all.push_back(at);
          return std::sin(9 * at[0]) * std::cos(7 * at[1]);
        },
        120, -2);
    return all;
  };
  EXPECT_EQ(steps(), steps());
}

TEST(KeyedPoint, IsFixedByKeyAndNumber) {
  const std::array<std::uint64_t, 4> key{1, 2, 3, 4}, other{1, 2, 3, 5};
  EXPECT_EQ(keyed_point(key, 7, 3), keyed_point(key, 7, 3));
  EXPECT_NE(keyed_point(key, 7, 3), keyed_point(key, 8, 3));
  EXPECT_NE(keyed_point(key, 7, 3), keyed_point(other, 7, 3));
  for (const double x : keyed_point(key, 0, 20)) {
    EXPECT_GE(x, 0);
    EXPECT_LT(x, 1);
  }
}

TEST(Minimisation, RefusesAnEmptyCubeAndNoEffort) {
  const Objective zero = [](const Point&) { return 0.0; };
  EXPECT_THROW(explore(0, zero, 10, 0), PreconditionError);
  EXPECT_THROW(explore(2, zero, 0, 0), PreconditionError);
  EXPECT_THROW(descend({}, zero, 10, 0), PreconditionError);
}

}  // namespace
}  // namespace lemmascope::attack
