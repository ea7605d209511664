// Stage I before the copiers are sharp may select another set.
#include "properties/ngram/imperfect_attention.hpp"

namespace lemmascope::ngram {
namespace {

/// lhs <= rhs: every other set's signal against that of the information set.
Sides beside_the_best(const TunedInstance& at, const std::vector<Rational>& signals) {
  Sides sides;
  const auto all = information_of_sets(at.of.kernel, at.of.window, 2);
  const LagSet best = information_set(all).set;
  std::size_t chosen = 0;
  while (all[chosen].set != best) ++chosen;
  for (std::size_t s = 0; s < all.size(); ++s) {
    if (s == chosen) continue;
    sides.push_back({signals[s], signals[chosen], claim::site("set", static_cast<int>(s))});
  }
  return sides;
}

Sides by_laws(const TunedInstance& at) { return beside_the_best(at, blurred_signals(at)); }
Sides by_pairs(const TunedInstance& at) {
  return beside_the_best(at, blurred_signals_by_pairs(at));
}

claim::Hypothesis<TunedInstance> is_biased() {
  return {"biased heads", "each head has more attention on its own lag than on another",
          [](const TunedInstance& at) { return truth(at.power > 1); }};
}

claim::Hypothesis<TunedInstance> is_sharp() {
  return {"sharp heads",
          "a gap of logits of log 200 or more, and an information set that leads by 1/100",
          [](const TunedInstance& at) {
            const auto best = information_set(information_of_sets(at.of.kernel, at.of.window, 2));
            return truth(at.power >= 200 && best.gap * 100 >= 1);
          }};
}

}  // namespace

claim::Claim any_bias_finds_the_set_claim() {
  return claim::ClaimAbout<TunedInstance>("ngram/any-bias-finds-the-set")
      .states(
          "A conjecture that must fail: heads biased to their own lags by any gap of logits select "
          "the information set in stage I. A small gap selects smaller sets: the noisy exclusive "
          "or "
          "needs 2.3254.")
      .latex(R"(\Delta w>0\Rightarrow\arg\max_SG_S=S^\star)")
      .from({kPaper, "initialisation of the first layer, gap of logits"})
      .formally("Sets of at most two heads, with one-hot copiers' information set.")
      .differs(
          "the paper's condition on the gap is not confirmed; that one is needed is shown here")
      .uncertain(kNotRead)
      .assumes(tuned_has_one_stationary_law())
      .assumes(is_biased())
      .uses({"ngram/imperfect-copiers-blur-the-signal"})
      .tagged({"ngram", "copier", "necessary"})
      .expects(claim::Verdict::refuted)
      .over(tuned(every_chosen_kernel(), {200, 5, 2}, "attention 200, 5 and 2 to 1"))
      .mathematics({"theory/ngram/copier.hpp: blurred_law",
                    "theory/ngram/lag_information.hpp: information_set"})
      .tested_by({"tests/theory/ngram/copier_test.cpp: "
                  "ImperfectCopiers.FindTheExclusiveOrOnlyFromTheReferenceGapOn"})
      .law(claim::Evidence::exact, domain::at_most_at_each(by_laws))
      .confirmed_by("pairs of independent windows", domain::at_most_at_each(by_pairs))
      .control("a gap of log 200 finds a set that leads by 1/100", domain::at_most_at_each(by_laws),
               {is_sharp()})
      .example({noisy_xor(), 5});
}

}  // namespace lemmascope::ngram
