#include "theory/templates/few_symbols.hpp"

#include <gtest/gtest.h>

#include "theory/numeric/require.hpp"
#include "theory/templates/ridge.hpp"

namespace lemmascope::templates {
namespace {

FewSymbols same_or_different(long symbols) {
  FewSymbols problem;
  problem.templates = {{0, 0}, {0, 1}};
  problem.labels = Vector<Rational>(2);
  problem.labels << 1, -1;
  problem.symbols = symbols;
  problem.samples = 6;
  problem.ridge = Rational(1, 10);
  return problem;
}

TEST(SharingKernel, CountsWhatTwoStringsShare) {
  // 0 1 beside 1 0: every symbol once, no place, no equality besides that of a place with itself.
  EXPECT_EQ(kernel_of({0, 1, 0, 0}, {0, 1}, {1, 0}), Rational(1, 2));
  EXPECT_EQ(kernel_of({0, 0, 1, 0}, {0, 1}, {1, 0}), 0);
  EXPECT_EQ(kernel_of({0, 0, 0, 1}, {0, 1}, {1, 0}), Rational(1, 2));
  EXPECT_EQ(kernel_of({0, 0, 0, 1}, {0, 0}, {1, 1}), 1);
  EXPECT_EQ(kernel_of({7, 1, 1, 1}, {0, 0}, {2, 3}), Rational(15, 2));
}

TEST(FewSymbols, HaveTheMeanKernelOfAllTheirPairs) {
  for (const long m : {2L, 3L, 4L}) {
    const FewSymbols problem = same_or_different(m);
    const Matrix<Rational> mean = mean_kernel(problem);
    EXPECT_EQ(mean, mean_kernel_by_interpolation(problem));
    // ab beside ab by hand: m (m - 1) strings.
    Rational sum(0);
    for (int s = 0; s < m; ++s) {
      for (int t = 0; t < m; ++t) {
        if (s != t) sum += kernel_of(problem.kernel, {0, 1}, {s, t});
      }
    }
    EXPECT_EQ(mean(1, 1), Rational(sum / (m * (m - 1))));
    EXPECT_EQ(mean(0, 1), mean(1, 0));
  }
}

TEST(FewSymbols, GiveOnePredictionByAllThreeRoutes) {
  for (const long m : {2L, 3L, 4L}) {
    const FewSymbols problem = same_or_different(m);
    const Vector<Rational> blocks = few_symbol_predictions(problem);
    EXPECT_EQ(blocks, predictions_by_all_strings(problem));
    EXPECT_EQ(blocks, predictions_string_by_string(problem));
  }
}

// With very many symbols hardly any string is drawn twice: the formula of disjoint strings with the
// same samples is met up to a share of collisions of the order of 1/m.
TEST(FewSymbols, ComeNearTheBlockFormulaOfDisjointStrings) {
  const auto gap = [](long m) {
    const FewSymbols problem = same_or_different(m);
    const Matrix<Rational> between = disjoint_kernel(problem);
    // n samples of n different strings: what is beside N is the penalty over n.
    RidgeProblem<Rational> disjoint{
        between, Vector<Rational>(2), {6, 6}, problem.labels, problem.ridge};
    disjoint.excess << 0, 0;
    const Vector<Rational> away = few_symbol_predictions(problem) - ridge_by_blocks(disjoint);
    return Rational(away(0) * away(0) + away(1) * away(1));
  };
  const Rational at_hundred = gap(100), at_thousand = gap(1000);
  EXPECT_GT(at_thousand, 0);
  EXPECT_LT(at_thousand * 90, at_hundred);
  EXPECT_GT(at_thousand * 110, at_hundred);
}

TEST(FewSymbols, LeaveAnErrorOfOneOverTheirNumber) {
  const FewSymbols problem = same_or_different(1000000);
  const Vector<Rational> error = error_of_few_symbols(problem, mean_kernel(problem));
  const Vector<Rational> limit = limit_of_error_times_symbols(problem);
  for (int i = 0; i < 2; ++i) {
    const Rational ratio = error(i) * 1000000 / limit(i);
    EXPECT_LT(ratio, Rational(10001, 10000));
    EXPECT_GT(ratio, Rational(9999, 10000));
  }
}

TEST(FewSymbols, AddWhatOneSharedSymbolAddsOverTheirNumber) {
  for (const long m : {2L, 3L, 10L, 1000L}) {
    FewSymbols problem = same_or_different(m);
    problem.kernel = {0, 1, 5, Rational(1, 7)};
    const Matrix<Rational> added = (mean_kernel(problem) - disjoint_kernel(problem)) * Rational(m);
    EXPECT_EQ(added, one_symbol_shared(problem));
  }
}

TEST(FewSymbols, AreRefusedWhereTheyDoNotFit) {
  const auto refused = [](auto change) {
    FewSymbols problem = same_or_different(3);
    change(problem);
    EXPECT_THROW(few_symbol_predictions(problem), PreconditionError);
  };
  refused([](FewSymbols& p) { p.symbols = 1; });
  refused([](FewSymbols& p) { p.templates.pop_back(); });
  refused([](FewSymbols& p) { p.templates[0] = {0, 0, 1}; });
  refused([](FewSymbols& p) { p.samples = 0; });
  refused([](FewSymbols& p) { p.ridge = 0; });
  refused([](FewSymbols& p) { p.kernel.places = -1; });
  FewSymbols many = same_or_different(10);
  EXPECT_THROW(predictions_by_all_strings(many), PreconditionError);
}

}  // namespace
}  // namespace lemmascope::templates
