#include "theory/templates/cosine_features.hpp"

#include <gtest/gtest.h>

#include "theory/numeric/require.hpp"
#include "theory/templates/attention_kernel.hpp"
#include "theory/templates/conditioning.hpp"

namespace lemmascope::templates {
namespace {

/// Within one unit of the last printed digit?
bool prints(const Interval& value, const std::string& text, const std::string& unit_text) {
  const Rational printed = parse_rational(text), unit = parse_rational(unit_text);
  return contains(Interval::between(printed - unit, printed + unit), value);
}

TEST(Cosine, IsEnclosed) {
  EXPECT_TRUE(prints(cosine(Rational(1)), "0.540302305868139717400936607442976603", "1e-36"));
  EXPECT_TRUE(prints(cosine(Rational(-8)), "-0.14550003380861352587", "1e-20"));
  EXPECT_TRUE(contains(cosine(Rational(0)), Rational(1)));
  EXPECT_THROW(cosine(Rational(9)), PreconditionError);
}

TEST(CosineKernel, GivesTheReferenceValuesByBothRoutes) {
  const auto kernel = enclosed_kernel({{0, 0}, {0, 1}}, {}, 30);
  for (const auto route : {cosine_kernel, cosine_kernel_by_series}) {
    Matrix<Interval> full(2, 2);
    for (int i = 0; i < 2; ++i) {
      for (int j = 0; j < 2; ++j) {
        full(i, j) = route({}, kernel.same_string(i), kernel.same_string(j), kernel.between(i, j));
      }
    }
    EXPECT_TRUE(prints(full(0, 0), "0.211747208117268949", "1e-18"));
    EXPECT_TRUE(prints(full(0, 1), "0.234851095330764216", "1e-18"));
    EXPECT_TRUE(prints(full(1, 1), "0.261432708567703162", "1e-18"));
    EXPECT_TRUE(prints(determinant(full), "2.02609171687061e-4", "1e-18"));
  }
}

}  // namespace
}  // namespace lemmascope::templates
