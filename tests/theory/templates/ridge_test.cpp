#include "theory/templates/ridge.hpp"

#include <gtest/gtest.h>

#include "theory/numeric/require.hpp"
#include "theory/templates/attention_kernel.hpp"
#include "theory/templates/conditioning.hpp"

namespace lemmascope::templates {
namespace {

/// Within one unit of the last printed digit?
bool prints(const Interval& value, const std::string& text) {
  const Rational printed = parse_rational(text);
  const Rational unit = parse_rational("1e-" + std::to_string(text.size() - text.find('.') - 1));
  return contains(Interval::between(printed - unit, printed + unit), value);
}

RidgeProblem<Interval> same_and_different(std::vector<long> counts) {
  const auto kernel = enclosed_kernel({{0, 0}, {0, 1}}, {}, 40);
  Vector<Interval> excess(2), labels(2);
  for (int i = 0; i < 2; ++i) excess(i) = kernel.same_string(i) - kernel.between(i, i);
  labels << Interval(1), Interval(-1);
  return {kernel.between, excess, std::move(counts), labels, Interval(Rational(1, 100))};
}

TEST(Ridge, GivesTheReferenceValues) {
  const auto ten = ridge_by_blocks(same_and_different({10, 10}));
  EXPECT_TRUE(prints(ten(0), "-0.063747755731996008"));
  EXPECT_TRUE(prints(ten(1), "-0.103507514692166357"));
  const auto thousand = ridge_by_blocks(same_and_different({1000, 1000}));
  EXPECT_TRUE(prints(thousand(0), "0.656427033567419178"));
  EXPECT_TRUE(prints(thousand(1), "-0.714042915101410455"));
  const auto million = ridge_by_blocks(same_and_different({1000000, 1000000}));
  EXPECT_TRUE(prints(million(0), "0.999499175290846195"));
  EXPECT_TRUE(prints(million(1), "-0.999583218133114993"));
  const auto problem = same_and_different({1, 1});
  const auto x = solve_definite<Interval>(problem.between, problem.labels);
  EXPECT_TRUE(prints(x(0), "496.0933213"));
  EXPECT_TRUE(prints(x(1), "-514.0626804"));
}

TEST(Ridge, BySolvingTheWholeGramMatrixIsTheBlockFormula) {
  const auto problem = same_and_different({10, 7});
  const auto blocks = ridge_by_blocks(problem), full = ridge_by_full_solve(problem);
  for (int i = 0; i < 2; ++i) {
    EXPECT_TRUE(overlaps(blocks(i), full(i)));
    EXPECT_LT(blocks(i).radius(), Real50("1e-25"));
    EXPECT_LT(full(i).radius(), Real50("1e-25"));
  }
}

RidgeProblem<Rational> in_fractions() {
  RidgeProblem<Rational> problem{
      Matrix<Rational>(3, 3), Vector<Rational>(3), {2, 1, 3}, Vector<Rational>(3), Rational(1, 7)};
  problem.between << 1, Rational(1, 2), Rational(1, 3), Rational(1, 2), Rational(4, 5),
      Rational(1, 4), Rational(1, 3), Rational(1, 4), Rational(2, 3);
  problem.excess << Rational(1, 2), 0, Rational(2, 3);
  problem.labels << 1, -1, Rational(1, 2);
  return problem;
}

TEST(Ridge, IsOneNumberByAllThreeRoutes) {
  const auto problem = in_fractions();
  const auto blocks = ridge_by_blocks(problem);
  EXPECT_EQ(blocks, ridge_by_full_solve(problem));
  EXPECT_EQ(blocks, ridge_by_samples(problem));
}

TEST(Ridge, WithInnerProductsOnlyPredictsOneNumberForBoth) {
  // exp(<X, Y>/2) at k = 2: 1 between strings, e of a string with itself.
  Vector<Interval> excess(2), labels(2);
  excess << exp(Interval(1)) - Interval(1), exp(Interval(1)) - Interval(1);
  labels << Interval(1), Interval(-1);
  RidgeProblem<Interval> balanced{Matrix<Interval>::Constant(2, 2, Interval(1)),
                                  excess,
                                  {},
                                  labels,
                                  Interval(Rational(1, 100))};
  for (const long n : {1, 10, 1000, 1000000}) {
    balanced.counts = {n, n};
    const auto none = ridge_by_blocks(balanced);
    EXPECT_TRUE(contains(none(0), Rational(0))) << n;
    EXPECT_TRUE(contains(none(1), Rational(0))) << n;
    EXPECT_LT(none(0).radius(), Real50("1e-40")) << n;
  }
  RidgeProblem<Interval> unbalanced = balanced;
  unbalanced.counts = {30, 10};
  const auto both = ridge_by_blocks(unbalanced);
  EXPECT_TRUE(prints(both(0), "0.479291241422738"));
  EXPECT_TRUE(prints(both(1), "0.479291241422738"));
}

TEST(Ridge, IsRefusedWhereItMakesNoSense) {
  auto problem = in_fractions();
  problem.counts[1] = 0;
  EXPECT_THROW(ridge_by_blocks(problem), PreconditionError);
  problem = in_fractions();
  problem.ridge = -1;
  EXPECT_THROW(ridge_by_blocks(problem), PreconditionError);
  problem = in_fractions();
  problem.counts[0] = 500;
  EXPECT_THROW(ridge_by_full_solve(problem), PreconditionError);
}

}  // namespace
}  // namespace lemmascope::templates
