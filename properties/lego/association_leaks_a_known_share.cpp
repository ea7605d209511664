// What softmax association at a finite temperature gives to tokens of other names.
#include "properties/lego/leak_instance.hpp"
#include "properties/lego/sentence_instance.hpp"
#include "theory/lego/association.hpp"

namespace lemmascope::lego {
namespace {

Rational factor_of(const LeakInstance& at) { return 1 / at.leak; }

Sides by_weights(const LeakInstance& at) {
  return {{association_leak_by_weights(at.tokens, at.copies, factor_of(at)),
           association_leak(at.tokens, at.copies, factor_of(at))}};
}

// Other route: what is left of one after the copies have taken their weights, and odds.
Sides by_odds(const LeakInstance& at) {
  const Rational q = factor_of(at);
  Rational left(1);
  for (int copy = 0; copy < at.copies; ++copy) {
    left -= q / (at.copies * q + (at.tokens - at.copies));
  }
  const Rational odds = at.copies * q / (at.tokens - at.copies);
  return {{left, Rational(1 / (1 + odds))}};
}

// Wrong: counts all T tokens as others.
Sides every_token_counts(const LeakInstance& at) {
  const Rational q = factor_of(at);
  return {{association_leak_by_weights(at.tokens, at.copies, q),
           Rational(at.tokens / (at.copies * q + at.tokens))}};
}

}  // namespace

claim::Claim association_leaks_a_known_share_claim() {
  return claim::ClaimAbout<LeakInstance>("lego/association-leaks-a-known-share")
      .states(
          "Softmax association over orthonormal codes gives tokens of other names the share (T - "
          "c) / (c e^beta + T - c).")
      .latex(R"(\frac{T-c}{c\,e^\beta+T-c})")
      .from({kPaper, "association heads; no formula"})
      .formally("Exact in q = e^beta, here one over the instance's leak.")
      .differs("the paper has no formula; codes are orthonormal here")
      .tagged({"lego", "attention"})
      .over(every_small_association())
      .over(sampled_associations())
      .mathematics({"theory/lego/association.hpp: association_leak",
                    "theory/lego/association.hpp: association_leak_by_weights"})
      .tested_by(
          {"tests/theory/lego/association_test.cpp: AssociationLeak.IsTheShareOfOtherTokens"})
      .law(claim::Evidence::exact, domain::equal_at_each(by_weights))
      .confirmed_by("what the copies leave, and odds", domain::equal_at_each(by_odds))
      .twin("all T tokens count as others", domain::equal_at_each(every_token_counts))
      .example({8, 2, Rational(1, 10)});
}

}  // namespace lemmascope::lego
