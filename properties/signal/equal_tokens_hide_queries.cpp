// Where all tokens are equal the output does not depend on queries and keys at all, so that their
// gradients are zero.
#include "properties/signal/layer_instance.hpp"
#include "properties/signal/signal_certificates.hpp"
#include "properties/signal/tokens_instance.hpp"
#include "theory/numeric/product.hpp"
#include "theory/signal/self_attention.hpp"

namespace lemmascope::signal {
namespace {

Sides by_layer(const LayerInstance& at) {
  return domain::entries(attended_in_powers(at.input, at.form, at.value),
                         product(at.input, at.value), "token", "output");
}

// Other route: weights as quotients of masses token by token, and the first token's values.
Sides by_masses(const LayerInstance& at) {
  const auto n = at.input.rows();
  const Matrix<Rational> scores = scores_of(at.input, at.form);
  const Matrix<Rational> values = product(at.input, at.value);
  Sides all;
  for (int i = 0; i < n; ++i) {
    for (int o = 0; o < values.cols(); ++o) {
      Rational output(0);
      for (int j = 0; j < n; ++j) {
        Rational odds(0);  // one over the weight of token j
        for (int k = 0; k < n; ++k) {
          const int gap = static_cast<int>(numerator(Rational(scores(i, k) - scores(i, j))));
          const Rational power(Integer(Integer(1) << static_cast<unsigned>(std::abs(gap))));
          odds += gap < 0 ? Rational(1 / power) : power;
        }
        output += values(j, o) / odds;
      }
      all.push_back({output, values(i, o), claim::site("token", i, "output", o)});
    }
  }
  return all;
}

claim::Hypothesis<LayerInstance> equal_tokens() {
  return {"equal tokens", "all tokens are equal", [](const LayerInstance& at) {
            for (int i = 1; i < at.input.rows(); ++i) {
              if (at.input.row(i) != at.input.row(0)) return Truth::no;
            }
            return Truth::yes;
          }};
}

}  // namespace

claim::Claim equal_tokens_hide_queries_claim() {
  return claim::ClaimAbout<LayerInstance>("signal/equal-tokens-hide-queries")
      .states(
          "If all tokens are equal the output of softmax attention is X W_V for every query and "
          "key "
          "matrix: their gradients are identically zero.")
      .latex(R"(X=\mathbf 1x^\top\Rightarrow \mathrm{softmax}(XMX^\top)XW=XW\ \ \forall M)")
      .from({kPaper, "Theorem 3.1: vanishing gradients of queries and keys"})
      .formally(
          "Every entry of the output against X W, over whole scores M and softmax at inverse "
          "temperature ln 2, where it is exact; any temperature is a multiple of M.")
      .differs(
          "no expectation and no uniform attention is assumed. Equal tokens are needed: rank one "
          "is "
          "not enough, multiples of one token do not hide queries")
      .uncertain(kNotRead)
      .assumes(equal_tokens())
      .tagged({"signal", "gradient"})
      .over(sampled_layers("whole-layers", 3, 1))
      .proved_by({"signal/EqualTokensHideQueries"},
                 "The theorem allows every positive function in place of the powers of two, the "
                 "exponential among them, and scores X W_Q W_K^T X^T, which are X M X^T with M = "
                 "W_Q W_K^T for every M.")
      .proved_in_part({"signal/CertifiedEqualTokens"})
      .certified_by(equal_token_certificates)
      .mathematics({"theory/signal/self_attention.hpp: attended_in_powers"})
      .tested_by({"tests/theory/signal/self_attention_test.cpp: "
                  "Attention.HasNoQueryGradientAtEqualTokens"})
      .law(claim::Evidence::exact, domain::equal_at_each(by_layer))
      .confirmed_by("weights from differences of scores", domain::equal_at_each(by_masses))
      .twin("tokens are multiples of one token, or any", claim::without("equal tokens"))
      .example([] {
        LayerInstance at = general_layer();
        at.input.row(1) = at.input.row(2) = at.input.row(0).eval();
        return at;
      }());
}

}  // namespace lemmascope::signal
