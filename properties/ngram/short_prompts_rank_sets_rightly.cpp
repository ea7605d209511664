// Stage I on short prompts may prefer another set than on long ones.
#include "properties/ngram/prompt_instance.hpp"

namespace lemmascope::ngram {
namespace {

/// lhs <= rhs: every other set's signal against that of the information set.
Sides beside_the_best(const PromptInstance& at, const std::vector<Rational>& signals) {
  Sides sides;
  const auto all = information_of_sets(at.of.kernel, at.of.window, at.of.window);
  const LagSet best = information_set(all).set;
  std::size_t chosen = 0;
  while (all[chosen].set != best) ++chosen;
  for (std::size_t s = 0; s < all.size(); ++s) {
    if (s == chosen) continue;
    sides.push_back({signals[s], signals[chosen], claim::site("set", static_cast<int>(s))});
  }
  return sides;
}

Sides by_counting(const PromptInstance& at) {
  return beside_the_best(at, signals_by_counting(prompts_of(at), sets_of(at.of)));
}
Sides by_enumeration(const PromptInstance& at) {
  return beside_the_best(at, signals_by_enumeration(prompts_of(at), sets_of(at.of)));
}
Sides at_forty_tokens(const PromptInstance& at) {
  return beside_the_best(
      at, signals_by_counting({at.of.kernel, 40, Rational(1, 1000)}, sets_of(at.of)));
}

claim::Hypothesis<PromptInstance> leads_clearly() {
  return {"a clear lead", "first order on two symbols, an information set that leads by 1/32",
          [](const PromptInstance& at) {
            const auto all = information_of_sets(at.of.kernel, at.of.window, at.of.window);
            return truth(information_set(all).gap * 32 >= 1 && at.of.kernel.symbols() == 2 &&
                         at.of.kernel.order() == 1);
          }};
}

}  // namespace

claim::Claim short_prompts_rank_sets_rightly_claim() {
  return claim::ClaimAbout<PromptInstance>("ngram/short-prompts-rank-sets-rightly")
      .states(
          "A conjecture that must fail: at every length of the prompt the information set has the "
          "largest signal of stage I. On prompts of a few tokens another set may have it; at forty "
          "tokens those with a clear lead have it back.")
      .latex(R"(\arg\max_SG_S(L,\varepsilon)=S^\star)")
      .from({kPaper, "stage I for long prompts"})
      .formally("Every other set within the window.")
      .differs("the paper's condition on the length is not confirmed; that one is needed is shown")
      .uncertain(kNotRead)
      .assumes(is_long_enough())
      .uses({"ngram/stage-one-signal-is-the-slope"})
      .tagged({"ngram", "selector", "necessary"})
      .expects(claim::Verdict::refuted)
      .over(every_short_prompt())
      .mathematics({"theory/ngram/stage_one_signal.hpp: signals_by_counting"})
      .tested_by({"tests/theory/ngram/stage_one_signal_test.cpp: "
                  "StageOneSignals.ComeNearTheirLimitAtAHundredTokens"})
      .law(claim::Evidence::exact, domain::at_most_at_each(by_counting))
      .confirmed_by("every prompt", domain::at_most_at_each(by_enumeration))
      .control("at forty tokens, with a clear lead", domain::at_most_at_each(at_forty_tokens),
               {leads_clearly()})
      .example(five_flips());
}

}  // namespace lemmascope::ngram
