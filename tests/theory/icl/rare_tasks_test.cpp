#include "theory/icl/rare_tasks.hpp"

#include <gtest/gtest.h>

#include "theory/numeric/require.hpp"

namespace lemmascope::icl {
namespace {

Setting uniform(int d, int n) { return {{d, n}, regression::uniform_law(Rational(1, 2))}; }

Rational ten_to(int exponent) { return parse_rational("1e" + std::to_string(exponent)); }

TEST(UniformSumTail, IsTheVolumeOfACornerOfTheCube) {
  EXPECT_EQ(uniform_sum_tail(1, Rational(1, 3)), Rational(2, 3));
  EXPECT_EQ(uniform_sum_tail(2, Rational(3, 2)), Rational(1, 8));
  EXPECT_EQ(uniform_sum_tail(3, Rational(2)), Rational(1, 6));
  EXPECT_EQ(uniform_sum_tail(4, Rational(0)), 1);
  EXPECT_EQ(uniform_sum_tail(4, Rational(4)), 0);
  EXPECT_EQ(uniform_sum_tail(100, Rational(50)), Rational(1, 2));
  EXPECT_THROW(uniform_sum_tail(2, Rational(5, 2)), PreconditionError);
  EXPECT_THROW(uniform_sum_tail(0, Rational(0)), PreconditionError);
}

TEST(UniformSumTail, IsTheSameByDensities) {
  for (int n = 1; n <= 7; ++n) {
    for (int at = 0; at <= 3 * n; ++at) {
      EXPECT_EQ(uniform_sum_tail_by_densities(n, Rational(at, 3)),
                uniform_sum_tail(n, Rational(at, 3)))
          << n << " " << at;
    }
  }
  EXPECT_EQ(uniform_sum_tail_by_densities(100, Rational(73)), uniform_sum_tail(100, Rational(73)));
  EXPECT_THROW(uniform_sum_tail_by_densities(2, Rational(-1)), PreconditionError);
}

/// Signs of rank one: every 2 x 2 minor vanishes. Each such matrix of entries of size k/4 has v^T C
/// v / v^T v at least the bound, v its first column's signs.
TEST(RareTasks, AreSomeOfThoseBeyondTheirBound) {
  const int d = 2, n = 3;
  int rank_one = 0;
  for (int signs = 0; signs < 1 << (d * n); ++signs) {
    const auto sign = [&](int i, int j) { return (signs >> (i * n + j) & 1) == 1 ? 1 : -1; };
    bool minors_vanish = true;
    for (int j = 1; j < n; ++j) {
      minors_vanish = minors_vanish && sign(0, 0) * sign(1, j) == sign(1, 0) * sign(0, j);
    }
    if (!minors_vanish) continue;
    ++rank_one;
    Rational sum(0), form(0);
    for (int j = 0; j < n; ++j) {
      Rational along(0);
      for (int i = 0; i < d; ++i) {
        const Rational size(1 + (3 * i + 5 * j + signs) % 4, 8);
        sum += size;
        along += sign(i, 0) * sign(i, j) * size;
      }
      form += along * along / d;
    }
    // `sum` in units of r = 1/2.
    EXPECT_GE(form, sum * sum / (d * n));
  }
  const RareTasks tasks = rare_tasks(uniform(d, n), 4);
  EXPECT_EQ(tasks.probability, Rational(rank_one, 1 << (d * n)) * uniform_sum_tail(d * n, 4));
  EXPECT_EQ(tasks.eigenvalue, Rational(4, 6));  // (4/2)^2 / 6
  EXPECT_THROW(rare_tasks({{2, 2}, regression::gaussian_law()}, 2), PreconditionError);
}

TEST(RollOutAtLeast, IsTheLossOfTheTasksThatDiverge) {
  const Setting setting = uniform(2, 3);
  const RareTasks tasks{Rational(1, 5), Rational(2)};
  // (1/12) / 2 times (1/5) (2 * 3 - 1)^4.
  EXPECT_EQ(roll_out_at_least(setting, tasks, Rational(3), 2), Rational(625, 5 * 24));
  EXPECT_EQ(roll_out_at_least(setting, tasks, Rational(1), 2), 0);
}

TEST(ScalarRollOut, HasTheLossOfItsPolynomial) {
  const Rational step(7, 3);
  // E (1 - s x^2)^2 with E x^2 = 1/12 and E x^4 = 1/80.
  EXPECT_EQ(scalar_roll_out(uniform(1, 1), step, 1), 1 - step / 6 + step * step / 80);
  for (const auto& law : {regression::uniform_law(Rational(1, 2)), regression::gaussian_law(),
                          regression::three_point_law(Rational(1, 3), Rational(1))}) {
    for (int steps = 1; steps <= 3; ++steps) {
      const Setting setting{{1, 4}, law};
      EXPECT_EQ(regression::variance(law) / 2 * scalar_roll_out(setting, step, steps),
                evaluate(half_loss(setting, steps), step));
    }
  }
  EXPECT_THROW(scalar_roll_out(uniform(2, 1), step, 1), PreconditionError);
}

/// 2N / (lambda eta*): eigenvalues beyond which a task diverges.
TEST(RollOut, HasTheReferenceThresholds) {
  const Rational rate = best_one_step_rate(uniform(10, 10));
  EXPECT_EQ(20 / rate, Rational(33, 10));
  EXPECT_EQ(20 / (Rational(3, 4) * rate), Rational(44, 10));
  // At the harmless damping the threshold is the largest eigenvalue there is, d N / 4.
  EXPECT_EQ(20 / (harmless_damping(uniform(10, 10)) * rate), 25);
  EXPECT_EQ(harmless_damping(uniform(10, 10)), Rational(33, 250));
  EXPECT_THROW(harmless_damping({{1, 1}, regression::gaussian_law()}), PreconditionError);
}

/// Orders of magnitude of the bound after 50 steps; samples of 4e5 tasks have 1.4e4 at damping 3/4
/// and 0.0516 at 1/2.
TEST(RareTasks, DecideTheExpectedRollOutOfThePaper) {
  const Setting paper = uniform(10, 10);
  const auto bound = [&](const Rational& damping) {
    const Rational step = damping * best_one_step_rate(paper) / 10;
    return roll_out_at_least(paper, rare_tasks(paper, telling_sum(paper, step, 50)), step, 50);
  };
  const Rational none(5, 12);
  EXPECT_GT(bound(Rational(3, 4)), none * ten_to(28));
  EXPECT_LT(bound(Rational(3, 4)), none * ten_to(29));
  EXPECT_GT(bound(Rational(1, 2)), none * ten_to(6));
  EXPECT_LT(bound(Rational(1, 2)), none * ten_to(7));
  EXPECT_EQ(bound(harmless_damping(paper)), 0);
}

}  // namespace
}  // namespace lemmascope::icl
