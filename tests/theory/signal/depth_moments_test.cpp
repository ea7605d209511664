#include "theory/signal/depth_moments.hpp"

#include <gtest/gtest.h>

#include "theory/numeric/require.hpp"
#include "theory/signal/weight_averages.hpp"

namespace lemmascope::signal {
namespace {

/// Is the value within one unit of the last of the digits after the point?
bool prints(const Rational& value, const std::string& text) {
  const Rational printed = parse_rational(text);
  const Rational unit = parse_rational("1e-" + std::to_string(text.size() - text.find('.') - 1));
  return value >= printed - unit && value <= printed + unit;
}
bool prints(const Interval& value, const std::string& text) {
  const Rational printed = parse_rational(text);
  const Rational unit = parse_rational("1e-" + std::to_string(text.size() - text.find('.') - 1));
  return contains(Interval::between(printed - unit, printed + unit), value);
}

Rational cosine(int tokens, const Rational& correlation, const Rational& residual, int layers) {
  return mean_cosine(
      moments_after(moments_at(tokens, correlation), tokens, residual, Rational(1, 3), layers),
      tokens);
}

TEST(MeanCosine, GivesTheReferenceValues) {
  const Rational tenth(1, 10);
  EXPECT_TRUE(prints(cosine(10, tenth, 1, 1), "0.243697478991596639"));
  EXPECT_TRUE(prints(cosine(10, tenth, 1, 2), "0.426751592356687898"));
  EXPECT_TRUE(prints(cosine(10, tenth, 1, 6), "0.930609097918272938"));
  EXPECT_TRUE(prints(cosine(10, tenth, Rational(1, 2), 2), "0.272727272727272727"));
  EXPECT_TRUE(prints(cosine(10, tenth, Rational(1, 6), 6), "0.301843371989571146"));
}

TEST(MeanCosine, TendsToTheReferenceLimitsWhenScaled) {
  const Interval e = exp(Interval(1));
  EXPECT_TRUE(prints(cosine_at_growth<Interval>(10, Rational(1, 10), e), "0.32150927415086555051"));
  EXPECT_TRUE(prints(cosine_at_growth<Interval>(10, Rational(0), e), "0.14663257409341548488"));
}

TEST(MomentsAfter, AreThoseOfTheRecursion) {
  DepthMoments moments = moments_at(5, Rational(1, 7));
  const DepthMoments start = moments;
  for (int layer = 0; layer < 4; ++layer) {
    moments = mlp_step(attention_step(moments, 5, Rational(2, 3)), Rational(1, 5));
  }
  const DepthMoments after = moments_after(start, 5, Rational(2, 3), Rational(1, 5), 4);
  EXPECT_EQ(after.squared_norm, moments.squared_norm);
  EXPECT_EQ(after.squared_sum, moments.squared_sum);
}

TEST(Steps, AreTheAveragesOverWeights) {
  Matrix<Rational> input(2, 2);
  input << 1, 2, 0, -3;
  const DepthMoments start{Rational(14), Rational(2)};  // sums of columns 1 and -1
  const SecondMoments attention = average_attention_step(input, Rational(1, 4));
  EXPECT_EQ(attention.squared_norm, attention_step(start, 2, Rational(1, 4)).squared_norm);
  EXPECT_EQ(attention.squared_sum, attention_step(start, 2, Rational(1, 4)).squared_sum);
  const SecondMoments mlp = average_mlp_step(input, Rational(1, 4));
  EXPECT_EQ(mlp.squared_norm, Rational(14 * 5, 4));
  EXPECT_EQ(mlp.squared_sum, Rational(2 * 5, 4));
  EXPECT_THROW(average_mlp_step(Matrix<Rational>::Constant(2, 4, Rational(1)), Rational(1)),
               PreconditionError);
}

TEST(DepthMoments, RefuseOneTokenAndImpossibleCosines) {
  EXPECT_THROW(moments_at(1, Rational(0)), PreconditionError);
  EXPECT_THROW(moments_at(3, Rational(-2, 3)), PreconditionError);
  EXPECT_THROW(cosine_at_growth<Rational>(3, Rational(2), Rational(1)), PreconditionError);
}

}  // namespace
}  // namespace lemmascope::signal
