// Under uniform attention query and key gradients see the centred scatter of the tokens.
#include "properties/signal/gram_statistics.hpp"
#include "properties/signal/tokens_instance.hpp"
#include "theory/signal/weight_averages.hpp"

namespace lemmascope::signal {
namespace {

Sides both(const TokensInstance& at, Average average, const TokenStatistics& statistics) {
  return {{average_query_gradient(at.input, at.weights, average),
           query_gradient(statistics, at.weights), claim::site("key", 0)},
          {average_key_gradient(at.input, at.weights, average),
           key_gradient(statistics, at.weights), claim::site("key", 1)}};
}

Sides by_signs(const TokensInstance& at) {
  return both(at, Average::signs, statistics_of(at.input));
}

Sides by_units(const TokensInstance& at) {
  return both(at, Average::units, statistics_by_gram(at.input));
}

// Wrong: the scatter about zero, X^T X.
Sides uncentred(const TokensInstance& at) {
  TokenStatistics statistics = statistics_of(at.input);
  statistics.squared_scatter = 0;
  for (int b = 0; b < at.input.cols(); ++b) {
    for (int c = 0; c < at.input.cols(); ++c) {
      Rational entry(0);
      for (int i = 0; i < at.input.rows(); ++i) entry += at.input(i, b) * at.input(i, c);
      statistics.squared_scatter += entry * entry;
    }
  }
  return both(at, Average::signs, statistics);
}

// Wrong: tokens less their mean also in |X|^2.
Sides centred_norm(const TokensInstance& at) {
  TokenStatistics statistics = statistics_of(at.input);
  statistics.squared_norm = statistics.trace;
  return both(at, Average::signs, statistics);
}

}  // namespace

claim::Claim query_gradient_is_the_scatter_claim() {
  return claim::ClaimAbout<TokensInstance>("signal/query-gradient-is-the-scatter")
      .states(
          "With uniform attention the expected squared norm of the query gradient is sigma_v^2 "
          "sigma_k^2 (d_v/n^2) |X|^2 |C|^2, C the centred scatter; of the key gradient with "
          "sigma_q.")
      .latex(
          R"(\mathbb E\|\partial S/\partial W^Q\|_F^2=\sigma_v^2\sigma_k^2\frac{d_v}{n^2}\|X\|_F^2\|C\|_F^2,\ C=X^\top X-n\bar x\bar x^\top)")
      .from({kPaper, kGradients})
      .formally(
          "The layer differentiated along every unit matrix, averaged over all weights of entries "
          "+-1: the squared gradient is quadratic in each weight matrix, so that only second "
          "moments count.")
      .differs("an identity where the paper's wording is not confirmed")
      .uncertain(kNotRead)
      .tagged({"signal", "gradient"})
      .over(every_tiny_input())
      .over(sampled_inputs())
      .mathematics({"theory/signal/uniform_gradients.hpp: query_gradient",
                    "theory/signal/weight_averages.hpp: average_query_gradient"})
      .tested_by({"tests/theory/signal/uniform_gradients_test.cpp: "
                  "QueryGradient.IsTheAverageOverEverySign"})
      .law(claim::Evidence::exact, domain::equal_at_each(by_signs))
      .confirmed_by("sums over unit matrices, and the scatter from inner products",
                    domain::equal_at_each(by_units))
      .twin("the scatter about zero", domain::equal_at_each(uncentred))
      .twin("the norm of the centred tokens", domain::equal_at_each(centred_norm))
      .example(three_tokens());
}

}  // namespace lemmascope::signal
