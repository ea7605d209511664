#include "theory/templates/kernel_derivatives.hpp"

#include <gtest/gtest.h>

#include "theory/numeric/require.hpp"
#include "theory/templates/printed_derivatives.hpp"

namespace lemmascope::templates {
namespace {

TEST(KernelDerivatives, GiveTheReferenceValues) {
  EXPECT_EQ(kernel_derivative({0, 1}, {11, 10}, 6, 4), 5400);
  EXPECT_EQ(kernel_derivative({0, 0}, {11, 12}, 6, 4), 2160);
  EXPECT_EQ(kernel_derivative({0, 0}, {12, 12}, 6, 4), 0);
  EXPECT_EQ(kernel_derivative({2, 1, 2}, {12, 12, 12}, 6, 4), Rational(1280, 3));
}

// Every string of two symbols of three, and some of three, at every printed order.
std::vector<std::pair<Symbols, Symbols>> pairs_of_strings() {
  std::vector<std::pair<Symbols, Symbols>> all;
  for (int code = 0; code < 81; ++code) {
    all.push_back({{code % 3, code / 3 % 3}, {code / 9 % 3, code / 27}});
  }
  for (const Symbols& x : every_template(3)) {
    for (const Symbols& y : every_template(3)) {
      all.push_back({x, {y[0] + 1, y[1] + 1, y[2] + 1}});
    }
  }
  return all;
}

TEST(KernelDerivatives, AreThoseThatTheNotebookPrints) {
  for (const auto& [x, y] : pairs_of_strings()) {
    for (const auto& [b, c] :
         {std::pair(0, 0), std::pair(2, 2), std::pair(4, 2), std::pair(6, 4)}) {
      EXPECT_EQ(printed_derivative(x, y, b, c), kernel_derivative(x, y, b, c))
          << template_text(x) << " " << y[0] << y[1] << " order " << b << "," << c;
      EXPECT_EQ(printed_derivative_by_counting(x, y, b, c), printed_derivative(x, y, b, c));
    }
  }
  EXPECT_THROW(printed_derivative({0, 0}, {0, 0}, 2, 0), PreconditionError);
}

TEST(KernelDerivatives, AreThoseOfWicksTheoremPairByPair) {
  for (const auto& [x, y] : pairs_of_strings()) {
    for (const int order : {0, 2, 4, 6}) {
      EXPECT_EQ(kernel_coefficient(x, y, order), kernel_coefficient_by_pairings(x, y, order));
    }
  }
}

TEST(KernelDerivatives, OfOddOrderVanish) {
  for (const Rational& c : kernel_coefficient({0, 1}, {1, 1}, 3)) EXPECT_EQ(c, 0);
  EXPECT_EQ(kernel_derivative({0, 1}, {0, 1}, 2, 3), 0);
  EXPECT_EQ(kernel_derivative({0, 1}, {0, 1}, 2, 2), 2);
}

TEST(KernelDerivatives, AreRefusedBeyondTheirReach) {
  EXPECT_THROW(kernel_coefficient({0}, {0, 1}, 2), PreconditionError);
  EXPECT_THROW(kernel_coefficient({0}, {0}, 9), PreconditionError);
  EXPECT_THROW(kernel_coefficient_by_pairings({0, 1, 2, 3}, {0, 1, 2, 3}, 2), PreconditionError);
}

TEST(PatternProduct, CountsPairsOfPositionsThatBothStringsHoldEqual) {
  EXPECT_EQ(pattern_product({0, 0}, {5, 5}), 4);
  EXPECT_EQ(pattern_product({0, 0}, {5, 6}), 2);
}

// aabb beside the patterns aabb and abab of other symbols: all sums of rows are the same, and tr(X
// X^T Y Y^T) is 8 and 4, so the derivatives differ by 17280 / k^4 times four.
TEST(KernelDerivatives, ContainTheTermThatTellsPatternsApart) {
  const Symbols x{0, 0, 1, 1}, same{5, 5, 6, 6}, other{5, 6, 5, 6};
  EXPECT_EQ(pattern_product(x, same) - pattern_product(x, other), 4);
  EXPECT_EQ(kernel_derivative(x, same, 6, 4) - kernel_derivative(x, other, 6, 4),
            Rational(17280, 256) * 4);
  EXPECT_EQ(kernel_derivative(x, same, 4, 2), kernel_derivative(x, other, 4, 2));
}

TEST(LeadingDeterminant, IsAThirtySecondForSameAndDifferent) {
  const auto term = leading_determinant({0, 0}, {0, 1}, kernel_coefficient);
  EXPECT_EQ(term.order, 6);
  EXPECT_EQ(term.coefficient, (Polynomial{0, 0, 0, Rational(1, 32)}));
  const auto other = leading_determinant({0, 0, 1}, {0, 1, 0}, kernel_coefficient_by_pairings);
  EXPECT_EQ(other.order, 4);
  EXPECT_EQ(other.coefficient, (Polynomial{0, 0, Rational(2, 243)}));
  EXPECT_THROW(leading_determinant({0, 0}, {3, 3}, kernel_coefficient), PreconditionError);
}

}  // namespace
}  // namespace lemmascope::templates
