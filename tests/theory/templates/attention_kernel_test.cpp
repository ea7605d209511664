#include "theory/templates/attention_kernel.hpp"

#include <gtest/gtest.h>

#include "theory/numeric/require.hpp"
#include "theory/templates/conditioning.hpp"
#include "theory/templates/kernel_derivatives.hpp"
#include "theory/templates/same_or_different.hpp"

namespace lemmascope::templates {
namespace {

const std::vector<Symbols> kSameAndDifferent{{0, 0}, {0, 1}};

/// Within one unit of the last printed digit?
bool prints(const Interval& value, const std::string& text) {
  const std::size_t exponent = text.find('e');
  const std::string digits = text.substr(0, exponent);
  const std::size_t point = digits.find('.');
  const auto places = point == std::string::npos ? 0 : digits.size() - point - 1;
  const std::string power = exponent == std::string::npos ? "e0" : text.substr(exponent);
  const Rational printed = parse_rational(text);
  const Rational unit =
      parse_rational("1e-" + std::to_string(places)) * parse_rational("1" + power);
  return contains(Interval::between(printed - unit, printed + unit), value);
}

struct Reference {
  KernelParameters at;
  int digits;
  const char *first, *mixed, *second, *determinant, *condition;
};

TEST(KernelMatrices, GiveTheReferenceValues) {
  const std::vector<Reference> table{{{1, 1, 0},
                                      32,
                                      "0.636838153968369454509140433901",
                                      "0.612631818976343525069032987765",
                                      "0.593162206601724043053391444986",
                                      "0.00243057903378316617177667",
                                      "620.44303"},
                                     {{5, 1, 0},
                                      22,
                                      "0.890641309700373369408",
                                      "0.735650726328882841696",
                                      "0.660900906823613509840",
                                      "0.0474436580873346848",
                                      "48.719306"},
                                     {{Rational(1, 2), 1, 0},
                                      24,
                                      "0.55075326401272047664",
                                      "0.54663296897387014525",
                                      "0.54285665126341056061",
                                      "1.72469805150405e-4",
                                      "6932.4464"}};
  for (const Reference& row : table) {
    const auto n = enclosed_kernel(kSameAndDifferent, row.at, row.digits).between;
    EXPECT_TRUE(prints(n(0, 0), row.first)) << n(0, 0);
    EXPECT_TRUE(prints(n(0, 1), row.mixed)) << n(0, 1);
    EXPECT_TRUE(prints(n(1, 1), row.second)) << n(1, 1);
    EXPECT_TRUE(prints(determinant(n), row.determinant)) << determinant(n);
    EXPECT_TRUE(prints(condition_number(n), row.condition)) << condition_number(n);
  }
}

// N_11 at gamma = 1 by a sum over multiples of h: 1/2 + 1/2 E tanh^2(beta z / sqrt 2), z standard
// normal. Poles lie at pi / (sqrt 2 beta) from the real line.
Interval first_entry_by_trapezoid(int beta, int nodes_a_unit) {
  const Real50 h = Real50(1) / nodes_a_unit;
  Real50 sum(0), weights(0);
  for (int j = -16 * nodes_a_unit; j <= 16 * nodes_a_unit; ++j) {
    const Real50 z = j * h, weight = exp(-z * z / 2), power = exp(sqrt(Real50(2)) * beta * z);
    const Real50 tangent = 1 - 2 / (1 + power);
    sum += weight * tangent * tangent;
    weights += weight;
  }
  return Interval(static_cast<Rational>(Real50((1 + sum / weights) / 2)));
}

TEST(TrapezoidSums, LoseDigitsAtLargeBetaAsTheirPolesComeNear) {
  const auto miss = [](int beta, int nodes_a_unit) {
    const int digits = beta < 5 ? 34 : 22;
    const auto n = enclosed_kernel(kSameAndDifferent, {beta, 1, 0}, digits).between;
    return abs(first_entry_by_trapezoid(beta, nodes_a_unit) - n(0, 0));
  };
  for (const int beta : {1, 2}) EXPECT_TRUE(certainly_less(miss(beta, 16), Interval("1e-30")));
  const Interval coarse = miss(5, 16);
  EXPECT_TRUE(certainly_less(Interval("1e-19"), coarse)) << coarse;
  EXPECT_TRUE(certainly_less(coarse, Interval("1e-12"))) << coarse;
  EXPECT_TRUE(certainly_less(miss(5, 32), Interval("1e-19")));
}

TEST(KernelMatrices, GiveTheReferenceValuesOfSameStrings) {
  const auto same = enclosed_kernel(kSameAndDifferent, {}, 28).same_string;
  EXPECT_TRUE(prints(same(0), "1.636838153968369454509140433"));  // 1 + N_11
  EXPECT_TRUE(prints(same(1), "1.39429449039784117441645977"));
}

TEST(KernelMatrices, GiveTheReferenceValuesWithTheIdentity) {
  const Rational tenth(1, 10);
  const std::vector<Reference> table{
      {{1, 1, 0}, 20, "", "", "0.593162206601724", "0.002430579033783166", "620.443"},
      {{1, 1, 1}, 20, "", "", "0.6253598872456366", "0.03334010312723573", "45.7628"},
      {{tenth, 1, 0}, 26, "", "", "0.50245125155693564", "2.946840756709772e-8", "3.427e7"},
      {{tenth, 1, 1}, 20, "", "", "0.6066637108039295", "0.05288048648423892", "21.2164"}};
  for (const Reference& row : table) {
    const auto n = enclosed_kernel(kSameAndDifferent, row.at, row.digits).between;
    EXPECT_TRUE(prints(n(1, 1), row.second)) << n(1, 1);
    EXPECT_TRUE(prints(determinant(n), row.determinant)) << determinant(n);
    EXPECT_TRUE(prints(condition_number(n), row.condition)) << condition_number(n);
  }
}

TEST(KernelMatrices, EncloseWhatAnotherLatticeEncloses) {
  for (const KernelParameters& at :
       {KernelParameters{1, 1, 0}, KernelParameters{Rational(3, 2), Rational(1, 3), 0},
        KernelParameters{Rational(1, 4), 3, Rational(-1, 2)}}) {
    const auto n = enclosed_kernel(kSameAndDifferent, at, 16).between;
    const auto other = same_or_different(at, 14);
    const Interval half = Interval(Rational(at.gamma * at.gamma / 2));
    EXPECT_TRUE(overlaps(n(0, 0), half * (Interval(1) + other.first)));
    EXPECT_TRUE(overlaps(n(0, 1), half * (Interval(1) + other.mixed)));
    EXPECT_TRUE(overlaps(n(1, 1), half * (Interval(1) + other.second)));
    EXPECT_TRUE(overlaps(n(0, 0) + n(1, 1) - Interval(2) * n(0, 1), half * other.difference));
    EXPECT_LT(n(0, 0).radius(), Real50("1e-15"));
    EXPECT_LT(other.first.radius(), Real50("1e-13"));
  }
}

TEST(KernelMatrices, AgreeInEveryArithmetic) {
  const KernelParameters at{Rational(3, 4), Rational(5, 4), Rational(1, 3)};
  const auto plan = lattice_plan(2, at, 14);
  const auto enclosed = kernel_matrices<Interval>(kSameAndDifferent, at, plan);
  const auto quick = enclosed_in_double(kSameAndDifferent, at, plan);
  const auto precise = kernel_matrices<Real50>(kSameAndDifferent, at, plan);
  for (int e = 0; e < 4; ++e) {
    EXPECT_TRUE(overlaps(enclosed.between.data()[e], quick.between.data()[e]));
    EXPECT_TRUE(
        contains(enclosed.between.data()[e], static_cast<Rational>(precise.between.data()[e])));
  }
}

TEST(KernelMatrices, OfThreePositionsRespectWhatIsKnownOfThem) {
  // Reversing strings changes nothing without the identity; positions two and three may be
  // exchanged. A single class is the same at every beta gamma.
  const KernelParameters at{1, 1, 0};
  const auto kernel = enclosed_kernel(every_template(3), at, 14);
  const auto& n = kernel.between;  // aaa, aab, aba, abb, abc
  EXPECT_TRUE(overlaps(n(1, 1), n(2, 2)));
  EXPECT_TRUE(overlaps(n(2, 2), n(3, 3)));
  EXPECT_TRUE(overlaps(n(1, 2), n(1, 3)));
  EXPECT_TRUE(overlaps(n(0, 1), n(0, 3)));
  EXPECT_FALSE(overlaps(n(1, 1), n(1, 2)));
  EXPECT_TRUE(overlaps(kernel.same_string(0), Interval(1) + n(0, 0)));
  const auto scaled = enclosed_kernel({{0, 0, 0}}, {2, Rational(1, 2), 0}, 14);
  EXPECT_TRUE(overlaps(Interval(4) * scaled.between(0, 0), n(0, 0)));
  EXPECT_LT(n(4, 4).radius(), Real50("1e-11"));
}

// The series up to beta^order, exactly.
Rational series(const Symbols& first, const Symbols& second, const KernelParameters& at,
                int order) {
  Rational sum(0), power(1);
  for (int m = 0; m <= order; m += 2) {
    sum += power * evaluate(kernel_coefficient(first, second, m), Rational(at.gamma * at.gamma));
    power *= at.beta * at.beta;
  }
  return sum;
}

/// |kernel - series up to beta^6| for every two templates of a length, and for same strings.
std::vector<Interval> remainders(int length, const KernelParameters& at) {
  const auto away = [](Symbols symbols) {
    for (int& symbol : symbols) symbol += 10;
    return symbols;
  };
  const auto list = every_template(length);
  const auto kernel = enclosed_kernel(list, at, 20);
  std::vector<Interval> all;
  for (std::size_t i = 0; i < list.size(); ++i) {
    all.push_back(abs(kernel.same_string(i) - Interval(series(list[i], list[i], at, 6))));
    for (std::size_t j = 0; j < list.size(); ++j) {
      const Rational six = series(list[i], away(list[j]), at, 6);
      all.push_back(abs(kernel.between(i, j) - Interval(six)));
    }
  }
  return all;
}

TEST(KernelMatrices, DifferFromTheirTaylorSeriesByTheEighthPowerOfBeta) {
  // Half of beta: a 256th of the remainder, but for terms of order ten and the enclosures' width;
  // an error in a term of order six would leave a 64th.
  for (const int length : {2, 3}) {
    const auto whole = remainders(length, {Rational(1, 10), Rational(3, 2), 0});
    const auto half = remainders(length, {Rational(1, 20), Rational(3, 2), 0});
    const Interval width = Interval("1e-10");  // of 200 enclosures of three positions
    for (std::size_t n = 0; n < whole.size(); ++n) {
      EXPECT_TRUE(certainly_less(Interval(150) * half[n], whole[n] + width)) << half[n] << whole[n];
    }
  }
}

TEST(KernelMatrices, OfAllFiveTemplatesOfLengthThreeAreRegular) {
  // At one point, so outside a null set of (beta, gamma): the determinant is analytic.
  const auto plan = lattice_plan(3, {3, 1, 0}, 11);
  const auto n =
      enclosed_in_double(every_template(3), {3, 1, 0}, plan, KernelPart::between_only).between;
  EXPECT_TRUE(certainly_less(Interval("1e-9"), determinant(n))) << determinant(n);
}

TEST(KernelMatrices, RefuseOtherTemplatesThanThePlans) {
  const auto plan = lattice_plan(2, {}, 5);
  EXPECT_THROW(kernel_matrices<double>({}, {}, plan), PreconditionError);
  EXPECT_THROW(kernel_matrices<double>({{0, 0, 1}}, {}, plan), PreconditionError);
}

}  // namespace
}  // namespace lemmascope::templates
