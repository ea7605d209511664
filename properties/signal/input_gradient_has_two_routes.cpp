// The gradient in the tokens themselves: through the scores and past them.
#include "properties/signal/gram_statistics.hpp"
#include "properties/signal/tokens_instance.hpp"
#include "theory/signal/weight_averages.hpp"

namespace lemmascope::signal {
namespace {

Sides by_signs(const TokensInstance& at) {
  return {{average_input_gradient(at.input, at.weights, Average::signs),
           input_gradient(statistics_of(at.input), at.weights)}};
}

Sides by_units(const TokensInstance& at) {
  return {{average_input_gradient(at.input, at.weights, Average::units),
           input_gradient(statistics_by_gram(at.input), at.weights)}};
}

// Wrong: n d + 1 in place of n d + 2: the cross term of the two ways a token enters the scores
// counted once.
Sides cross_term_once(const TokensInstance& at) {
  const TokenStatistics statistics = statistics_of(at.input);
  const Weights& w = at.weights;
  const Rational once = w.query_variance * w.key_variance * w.value_variance * w.value *
                        statistics.squared_scatter /
                        (Rational(statistics.tokens) * statistics.tokens);
  return {{average_input_gradient(at.input, w, Average::signs),
           Rational(input_gradient(statistics, w) - once)}};
}

}  // namespace

claim::Claim input_gradient_has_two_routes_claim() {
  return claim::ClaimAbout<TokensInstance>("signal/input-gradient-has-two-routes")
      .states(
          "With uniform attention the expected squared norm of the gradient in the tokens is known "
          "exactly: what goes through the scores, and d d_v sigma_v^2 past them.")
      .latex(
          R"(\sigma_q^2\sigma_k^2\sigma_v^2\frac{d_v}{n^2}\big[(nd+2)\|C\|_F^2+d\,\mathrm{tr}C\,\|X\|_F^2\big]+d\,d_v\sigma_v^2)")
      .from({kPaper, kGradients})
      .formally("As for the query gradient, averaged over three weight matrices.")
      .differs("an equality; the paper has an upper bound")
      .uncertain("the constants of the printed bound")
      .uses({"signal/query-gradient-is-the-scatter"})
      .tagged({"signal", "gradient"})
      .over(every_tiny_input())
      .over(sampled_inputs())
      .mathematics({"theory/signal/uniform_gradients.hpp: input_gradient",
                    "theory/signal/weight_averages.hpp: average_input_gradient"})
      .tested_by({"tests/theory/signal/uniform_gradients_test.cpp: "
                  "InputGradient.IsTheAverageOverEverySign"})
      .law(claim::Evidence::exact, domain::equal_at_each(by_signs))
      .confirmed_by("sums over unit matrices, and the scatter from inner products",
                    domain::equal_at_each(by_units))
      .twin("the cross term counts once", domain::equal_at_each(cross_term_once))
      .example(three_tokens());
}

}  // namespace lemmascope::signal
