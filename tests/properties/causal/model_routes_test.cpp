// The printed formula of the reduced model, against the forward pass of theory.
#include "properties/causal/model_routes.hpp"

#include <gtest/gtest.h>

#include "properties/causal/instances/model_instance.hpp"

namespace lemmascope::causal {
namespace {

ModelInstance asymmetric_model() {
  ModelInstance at{ReducedWeights<Rational>::initial(4, 3, Rational(1, 2))};
  at.weights.position_scores(1, 0) = Rational(3, 2);
  at.weights.position_scores(3, 1) = -2;
  at.weights.token_match(0, 2) = Rational(5, 4);
  at.weights.token_match(2, 1) = -1;
  return at;
}

TEST(PrintedFormula, OverlapsTheForwardPassOnEverySequence) {
  const auto at = asymmetric_model();
  const auto weights = in_arithmetic<Interval>(at);
  for_each_sequence(4, 3, [&](const std::vector<int>& tokens) {
    const auto fast = forward(weights, tokens);
    const auto slow = by_printed_formula(weights, tokens);
    for (int i = 0; i < 4; ++i) EXPECT_TRUE(overlaps(fast.weights[i], slow.weights[i]));
    for (int s = 0; s < 3; ++s) EXPECT_TRUE(overlaps(fast.prediction[s], slow.prediction[s]));
  });
}

TEST(Agree, HoldsWithinTheRadiusAndNotBeyond) {
  const Interval one(1), near(Rational(1 + parse_rational("1e-41"))),
      far(Rational(1 + parse_rational("1e-39")));
  EXPECT_EQ(claim::holds(agree(one, near)), Truth::yes);
  EXPECT_EQ(claim::holds(agree(one, far)), Truth::no);
  EXPECT_EQ(claim::holds(agree(one, Interval::between(1, 2))), Truth::unknown);
}

TEST(ForEachSequence, VisitsEveryOneInLexicographicOrder) {
  std::vector<std::vector<int>> seen;
  for_each_sequence(3, 2, [&](const std::vector<int>& tokens) { seen.push_back(tokens); });
  ASSERT_EQ(seen.size(), 8u);
  EXPECT_EQ(seen.front(), (std::vector<int>{0, 0, 0}));
  EXPECT_EQ(seen[1], (std::vector<int>{0, 0, 1}));
  EXPECT_EQ(seen.back(), (std::vector<int>{1, 1, 1}));
  EXPECT_TRUE(std::is_sorted(seen.begin(), seen.end()));
}

}  // namespace
}  // namespace lemmascope::causal
