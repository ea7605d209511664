// Remark 2.1: from a stationary start the bigram prediction is not the posterior mean.
#include "properties/evolution/evolution_instance.hpp"
#include "theory/evolution/stationary_start.hpp"

namespace lemmascope::evolution {
namespace {

using Enclosures = domain::SideList<Interval>;

Enclosures ranked(const StationaryDivergences& at, const Interval& scale) {
  return {{at.bayes, scale * at.bigram, claim::site("other", 0)},
          {at.bayes, scale * at.unigram, claim::site("other", 1)}};
}

Enclosures by_counts(const LengthInstance& at) {
  return ranked(stationary_divergences(length_of(at)), Interval(1));
}
Enclosures by_enumeration(const LengthInstance& at) {
  return ranked(stationary_divergences_by_enumeration(length_of(at)), Interval(1));
}
// Wrong: as good as the bigram prediction and no better.
Enclosures no_better(const LengthInstance& at) {
  const auto found = stationary_divergences(length_of(at));
  return {{found.bigram, found.bayes, claim::site("other", 0)}};
}
// Wrong: better by half.
Enclosures by_half(const LengthInstance& at) {
  return ranked(stationary_divergences(length_of(at)), Interval(Rational(1, 2)));
}

}  // namespace

claim::Claim first_token_tells_of_the_chain_claim() {
  return claim::ClaimAbout<LengthInstance>("evolution/first-token-tells-of-the-chain")
      .states(
          "Where a chain of two states with uniform rows starts from its stationary law, the "
          "posterior mean of the row is strictly nearer to it than the bigram and unigram "
          "predictions, after any number of tokens.")
      .latex(
          R"(\mathbb E\,\mathrm{KL}(P_{x_t}\|\mathbb E[P_{x_t}\mid x_{1:t}])<\mathbb E\,\mathrm{KL}(P_{x_t}\|\text{bigram}),\quad x_1\sim\pi)")
      .from({kPaper, "Remark 2.1"})
      .formally("Lengths 1 to 10, enclosed; integrals r0 + r1 ln 2 exactly.")
      .differs("the remark says when the bigram prediction is Bayes; here is what it loses")
      .assumes(length_is_whole())
      .tagged({"evolution", "strategies"})
      .over(grid("stationary-contexts", "contexts of 1 to 10 tokens",
                 {1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, {0}))
      .mathematics({"theory/evolution/stationary_start.hpp: stationary_divergences"})
      .tested_by({"tests/theory/evolution/stationary_start_test.cpp: "
                  "StationaryStrategies.LearnFromTheFirstTokenAlone"})
      .law(claim::Evidence::interval, domain::at_each(by_counts, claim::Op::less))
      .confirmed_by("every sequence, as polynomials",
                    domain::at_each(by_enumeration, claim::Op::less))
      .twin("the bigram prediction is the posterior mean",
            domain::at_each(no_better, claim::Op::less_equal))
      .twin("better by half", domain::at_each(by_half, claim::Op::less))
      .example({3, 0});
}

}  // namespace lemmascope::evolution
