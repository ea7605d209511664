// After two tokens and more the bigram posterior is nearest to the true row on average.
#include "properties/evolution/evolution_instance.hpp"
#include "theory/evolution/strategies.hpp"

namespace lemmascope::evolution {
namespace {

using Enclosures = domain::SideList<Interval>;

/// lhs < rhs: bigrams against both others.
Enclosures ranked(const Divergences<Interval>& at, const Interval& scale) {
  return {{at.bigram, scale * at.unigram, claim::site("other", 0)},
          {at.bigram, scale * at.uniform, claim::site("other", 1)}};
}

Enclosures by_counts(const LengthInstance& at) {
  return ranked(divergences_by_counts<Interval>(length_of(at)), Interval(1));
}
Enclosures by_enumeration(const LengthInstance& at) {
  return ranked(divergences_by_enumeration<Interval>(2, length_of(at)), Interval(1));
}

// Wrong: bigrams are better by half at every length.
Enclosures by_half(const LengthInstance& at) {
  return ranked(divergences_by_counts<Interval>(length_of(at)), Interval(Rational(1, 2)));
}

claim::Hypothesis<LengthInstance> has_seen_a_transition() {
  return {"a transition", "the context has at least two tokens",
          [](const LengthInstance& at) { return truth(at.length >= 2); }};
}

}  // namespace

claim::Claim bigrams_win_on_average_claim() {
  return claim::ClaimAbout<LengthInstance>("evolution/bigrams-win-on-average")
      .states(
          "Over chains of two states with uniform rows and a uniform first token, from two tokens "
          "on "
          "the bigram posterior is nearer to the true row than unigrams and than the uniform "
          "prediction, in expected divergence.")
      .latex(
          R"(\mathbb E\,\mathrm{KL}(P_{x_t}\|\text{bigram})<\min\{\mathbb E\,\mathrm{KL}(\cdot\|\text{unigram}),\mathbb E\,\mathrm{KL}(\cdot\|\text{uniform})\})")
      .from({kPaper, "Section 2.2"})
      .formally(
          "Lengths 2 to 12, enclosed; after one token the bigram prediction is the uniform one.")
      .differs("the authors' program starts chains uniformly; the paper from the stationary law")
      .assumes(length_is_whole())
      .assumes(has_seen_a_transition())
      .tagged({"evolution", "strategies"})
      .over(grid("contexts", "contexts of 1 to 8 tokens", {1, 2, 3, 4, 5, 6, 7, 8}, {0}))
      .mathematics({"theory/evolution/strategies.hpp: divergences_by_counts"})
      .tested_by({"tests/theory/evolution/strategies_test.cpp: "
                  "TheStrategies.HaveTheReferenceValues"})
      .law(claim::Evidence::interval, domain::at_each(by_counts, claim::Op::less))
      .confirmed_by("every sequence", domain::at_each(by_enumeration, claim::Op::less))
      .twin("better by half", domain::at_each(by_half, claim::Op::less))
      .example({3, 0});
}

}  // namespace lemmascope::evolution
