// Fact 2.3: at two settings of its weights the minimal model counts bigrams and unigrams.
#include "properties/evolution/evolution_instance.hpp"
#include "properties/evolution/sequence_instance.hpp"

namespace lemmascope::evolution {
namespace {

/// The model that looks back by `lag` - 1 tokens: v = e_lag, and W = I or 1 1^T.
Matrix<Rational> model(const SequenceInstance& at, int lag, bool same) {
  std::vector<Rational> lags(at.tokens.size(), Rational(0));
  if (lag <= static_cast<int>(lags.size())) lags[static_cast<std::size_t>(lag - 1)] = 1;
  const Matrix<Rational> weights =
      same ? Matrix<Rational>(Matrix<Rational>::Identity(at.states, at.states))
           : Matrix<Rational>::Constant(at.states, at.states, Rational(1));
  return minimal_output(at.tokens, weights, lags);
}

/// The definition of f, a sum over pairs of positions.
Matrix<Rational> by_pairs(const SequenceInstance& at, int lag, bool same) {
  const int t = static_cast<int>(at.tokens.size());
  Matrix<Rational> f = Matrix<Rational>::Constant(t, at.states, Rational(0));
  for (int p = 0; p < t; ++p) {
    for (int q = 0; q <= p; ++q) {
      const int s = q - lag + 1;
      if (s < 0) continue;
      if (!same || at.tokens[p] == at.tokens[s]) f(p, at.tokens[q]) += 1;
    }
  }
  return f;
}

template <class Model>
Sides both(const SequenceInstance& at, int bigram_lag, int unigram_lag, Model f) {
  Sides sides = domain::entries(f(at, bigram_lag, true), bigram_counts(at.tokens, at.states),
                                "bigram position", "symbol");
  const Sides more = domain::entries(f(at, unigram_lag, false),
                                     unigram_counts(at.tokens, at.states), "position", "symbol");
  sides.insert(sides.end(), more.begin(), more.end());
  return sides;
}

Sides by_matrices(const SequenceInstance& at) { return both(at, 2, 1, model); }
Sides by_definition(const SequenceInstance& at) { return both(at, 2, 1, by_pairs); }
// Wrong: lags are counted from the token before.
Sides one_lag_further(const SequenceInstance& at) { return both(at, 3, 2, model); }
// Wrong: the same lag does for both.
Sides without_a_step_back(const SequenceInstance& at) { return both(at, 1, 1, model); }

}  // namespace

claim::Claim minimal_model_counts_claim() {
  return claim::ClaimAbout<SequenceInstance>("evolution/minimal-model-counts")
      .states(
          "With W = I and v = e_2 the minimal model gives at every position how often each symbol "
          "followed the present token, with W = 1 1^T and v = e_1 how often it occurred.")
      .latex(
          R"(f_{p,i}=\sum_{q=2}^p\mathbf1\{x_q=i,x_{q-1}=x_p\},\qquad f_{p,i}=\sum_{q\le p}\mathbf1\{x_q=i\})")
      .from({kPaper, "Fact 2.3"})
      .formally("Every position and symbol, as whole numbers.")
      .differs("none")
      .tagged({"evolution", "construction"})
      .over(every_short_sequence({1}))
      .over(sampled_sequences({1}))
      .mathematics({"theory/evolution/constructions.hpp: minimal_output",
                    "theory/evolution/constructions.hpp: bigram_counts"})
      .tested_by({"tests/theory/evolution/constructions_test.cpp: "
                  "TheMinimalModel.CountsBigramsAndUnigrams"})
      .law(claim::Evidence::exact, domain::equal_at_each(by_matrices))
      .confirmed_by("the definition, over pairs of positions", domain::equal_at_each(by_definition))
      .twin("one lag further", domain::equal_at_each(one_lag_further))
      .twin("lag 1 counts bigrams too", domain::equal_at_each(without_a_step_back))
      .attacked({60, 2000, 40000})
      .example({{0, 1, 0, 0, 1}, 2, 1});
}

}  // namespace lemmascope::evolution
