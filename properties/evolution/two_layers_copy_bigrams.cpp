// Proposition 2.2: two attention layers that tend to empirical bigram frequencies.
#include "properties/evolution/evolution_instance.hpp"
#include "properties/evolution/sequence_instance.hpp"

namespace lemmascope::evolution {
namespace {

using Enclosures = domain::SideList<Interval>;

/// b = c / sqrt(3 k): the logit of the previous token, and of what is matched.
Interval logit(const SequenceInstance& at) {
  return Interval(at.scale) / sqrt(Interval(3 * at.states));
}

/// |output - limit| against 2 t (1 + b) e^-b, or without the factor 1 + b.
template <class Output, class Limit>
Enclosures distances(const SequenceInstance& at, const Output& output, const Limit& limit,
                     bool with_logit) {
  const Interval b = logit(at);
  const Interval bound = Interval(2 * static_cast<int>(at.tokens.size())) * exp(Interval(-b)) *
                         (with_logit ? Interval(1) + b : Interval(1));
  Enclosures sides;
  for (int p = 0; p < output.rows(); ++p) {
    for (int i = 0; i < at.states; ++i) {
      sides.push_back({abs(Interval(output(p, i) - Interval(limit(p, i)))), bound,
                       claim::site("position", p, "symbol", i)});
    }
  }
  return sides;
}

Matrix<Interval> output(const SequenceInstance& at) {
  return copied_frequencies<Interval>(at.tokens, at.states, Interval(at.scale));
}

Enclosures by_matrices(const SequenceInstance& at) {
  return distances(at, output(at), limit_frequencies(at.tokens, at.states), true);
}
Enclosures by_counts(const SequenceInstance& at) {
  return distances(at,
                   copied_frequencies_by_counts<Interval>(at.tokens, at.states, Interval(at.scale)),
                   limit_frequencies(at.tokens, at.states), true);
}
// Wrong: nothing stands before the first token.
Enclosures without_the_first(const SequenceInstance& at) {
  Matrix<Rational> counts = bigram_counts(at.tokens, at.states);
  const Matrix<Rational> all = unigram_counts(at.tokens, at.states);
  for (int p = 0; p < counts.rows(); ++p) {
    Rational total(0);
    for (int i = 0; i < at.states; ++i) total += counts(p, i);
    for (int i = 0; i < at.states; ++i) {
      counts(p, i) = total == 0 ? Rational(all(p, i) / (p + 1)) : Rational(counts(p, i) / total);
    }
  }
  return distances(at, output(at), counts, true);
}
// Wrong: two layers give unigram frequencies.
Enclosures of_unigrams(const SequenceInstance& at) {
  Matrix<Rational> all = unigram_counts(at.tokens, at.states);
  for (int p = 0; p < all.rows(); ++p) {
    for (int i = 0; i < at.states; ++i) all(p, i) /= p + 1;
  }
  return distances(at, output(at), all, true);
}
// Wrong: the bound needs no factor for the logits.
Enclosures without_the_logit(const SequenceInstance& at) {
  return distances(at, output(at), limit_frequencies(at.tokens, at.states), false);
}

claim::Hypothesis<SequenceInstance> scale_is_large() {
  return {"a large scale", "b = c / sqrt(3 k) is at least 2 and b t e^-b at most 1/2",
          [](const SequenceInstance& at) {
            if (at.scale <= 0) return Truth::no;
            const Interval b = logit(at);
            const Interval leak =
                b * Interval(static_cast<int>(at.tokens.size())) * exp(Interval(-b));
            return truth(certainly_less(Interval(2), b) &&
                         certainly_less(leak, Interval(Rational(1, 2))));
          }};
}

}  // namespace

claim::Claim two_layers_copy_bigrams_claim() {
  return claim::ClaimAbout<SequenceInstance>("evolution/two-layers-copy-bigrams")
      .states(
          "Two attention layers of width 3 k with weights of scale c give empirical bigram "
          "frequencies up to 2 t (1 + b) e^-b, b = c / sqrt(3 k): the first token counts as "
          "preceded by itself, and where the present token was never followed they give unigram "
          "frequencies.")
      .latex(
          R"(\Bigl|y_{p,i}-\frac{C_p[x_p,i]+\mathbf1\{x_1=x_p=i\}}{N_p+\mathbf1\{x_1=x_p\}}\Bigr|\le2t(1+b)e^{-b})")
      .from({kPaper, "Proposition 2.2"})
      .formally("Every position and symbol, enclosed; c of 20, 60 and 200.")
      .differs(
          "the paper states the limit without what the first token does, and without a rate; "
          "outputs are frequencies, not logits")
      .assumes(scale_is_large())
      .tagged({"evolution", "construction"})
      .over(every_short_sequence({20, 200}))
      .over(sampled_sequences({20, 60, 200}))
      .mathematics({"theory/evolution/constructions.hpp: copied_frequencies",
                    "theory/evolution/constructions.hpp: limit_frequencies"})
      .tested_by({"tests/theory/evolution/constructions_test.cpp: "
                  "TwoAttentionLayers.TendToBigramFrequencies"})
      .law(claim::Evidence::interval, domain::at_each(by_matrices, claim::Op::less_equal))
      .confirmed_by("attention from counts", domain::at_each(by_counts, claim::Op::less_equal))
      .twin("nothing stands before the first token",
            domain::at_each(without_the_first, claim::Op::less_equal))
      .twin("unigram frequencies", domain::at_each(of_unigrams, claim::Op::less_equal))
      .twin("a bound of 2 t e^-b", domain::at_each(without_the_logit, claim::Op::less_equal))
      .attacked({20, 500, 10000})
      .example({{0, 1, 0, 0, 1}, 2, 20});
}

}  // namespace lemmascope::evolution
