// Under uniform attention the value gradient is the mean token, once for every token and output.
#include "properties/signal/signal_certificates.hpp"
#include "properties/signal/tokens_instance.hpp"
#include "theory/signal/weight_averages.hpp"

namespace lemmascope::signal {
namespace {

Sides by_differentiation(const TokensInstance& at) {
  return {{exact_value_gradient(at.input, at.weights),
           value_gradient(statistics_of(at.input), at.weights)}};
}

// Other route: sum over pairs of tokens of their inner products, over n.
Sides by_inner_products(const TokensInstance& at) {
  Rational sum(0);
  for (int i = 0; i < at.input.rows(); ++i) {
    for (int j = 0; j < at.input.rows(); ++j) {
      for (int b = 0; b < at.input.cols(); ++b) sum += at.input(i, b) * at.input(j, b);
    }
  }
  const Rational once = sum * at.weights.value / at.input.rows();
  Rational columns(0);
  for (int b = 0; b < at.input.cols(); ++b) {
    Rational column(0);
    for (int i = 0; i < at.input.rows(); ++i) column += at.input(i, b);
    columns += column * column;
  }
  return {{once, Rational(columns * at.weights.value / at.input.rows())}};
}

// Wrong: n - 1 tokens, as for an unbiased variance.
Sides one_token_fewer(const TokensInstance& at) {
  return {{exact_value_gradient(at.input, at.weights),
           Rational(value_gradient(statistics_of(at.input), at.weights) *
                    Rational(at.input.rows() - 1, at.input.rows()))}};
}

}  // namespace

claim::Claim value_gradient_is_the_mean_token_claim() {
  return claim::ClaimAbout<TokensInstance>("signal/value-gradient-is-the-mean-token")
      .states(
          "With uniform attention the squared norm of the gradient of the output in the value "
          "weights is n d_v times the squared mean token.")
      .latex(R"(\|\partial S/\partial W^V\|_F^2=n\,d_v\,|\bar x|^2)")
      .from({kPaper, kGradients})
      .formally("S differentiated along every unit matrix. No expectation is needed.")
      .differs("the paper has an expectation; nothing random is left under uniform attention")
      .uncertain(kNotRead)
      .tagged({"signal", "gradient"})
      .over(every_tiny_input())
      .over(sampled_inputs())
      .proved_by({"signal/ValueGradientNorm", "signal/UniformAttentionIsTheMean"},
                 "None in substance: the norm for any fixed attention, then the one of the mean "
                 "token at uniform attention.")
      .proved_in_part({"signal/CertifiedValueGradient"})
      .certified_by(value_gradient_certificates)
      .mathematics({"theory/signal/uniform_gradients.hpp: value_gradient",
                    "theory/signal/weight_averages.hpp: exact_value_gradient"})
      .tested_by({"tests/theory/signal/uniform_gradients_test.cpp: "
                  "ValueGradient.IsTheMeanTokenForEveryTokenAndOutput"})
      .law(claim::Evidence::exact, domain::equal_at_each(by_differentiation))
      .confirmed_by("inner products of all pairs of tokens, and sums of columns",
                    domain::equal_at_each(by_inner_products))
      .twin("one token fewer", domain::equal_at_each(one_token_fewer))
      .example(three_tokens());
}

}  // namespace lemmascope::signal
