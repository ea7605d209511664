// Stage III on prompts of a finite length: tokens that no match has seen pull the strength back.
#include "properties/ngram/dual.hpp"
#include "properties/ngram/prompt_instance.hpp"
#include "theory/ngram/prompts.hpp"

namespace lemmascope::ngram {
namespace {

// exp(a), so large that what is left of the drift is at most L / u.
const Rational kStrong(1000000000);

/// What a prompt holds: tokens equal to the target, positions that match the query's history, and
/// both.
struct Counts {
  int targets = 0, matching = 0, both = 0;
};

Counts counts_of(const std::vector<int>& tokens, int length, const LagSet& set) {
  const auto kappa = matches(tokens, length, set);
  Counts counts;
  for (int l = 0; l < length; ++l) {
    const bool hit = tokens[l] == tokens[static_cast<std::size_t>(length)];
    counts.targets += hit ? 1 : 0;
    counts.matching += kappa[l] ? 1 : 0;
    counts.both += hit && kappa[l] ? 1 : 0;
  }
  return counts;
}

/// Sums over prompts of probability times what `of` makes of the counts.
template <class Of>
Rational over_prompts(const PromptInstance& at, const LagSet& set, Of of) {
  Rational sum(0);
  for_each_prompt(at.of.kernel, at.length, [&](const auto& tokens, const Rational& probability) {
    sum += probability * of(counts_of(tokens, at.length, set));
  });
  return sum;
}

/// Prompts whose target stands in them, but at no position that matches.
Rational unseen(const PromptInstance& at, const LagSet& set) {
  return over_prompts(at, set, [](const Counts& c) {
    return Rational(c.targets > 0 && c.matching > 0 && c.both == 0 ? 1 : 0);
  });
}

/// Minus the slope of -log(y + epsilon) along a = log u, where positions that match weigh u.
Rational slope(const PromptInstance& at, const Counts& c) {
  const auto weighed = [](int matching, int others) {
    return constant(matching) * Dual{kStrong, kStrong} + constant(others);
  };
  const Dual y = weighed(c.both, c.targets - c.both) / weighed(c.matching, at.length - c.matching);
  const Rational smoothed = y.value + at.epsilon;
  return smoothed == 0 ? Rational(0) : Rational(y.slope / smoothed);
}

/// The same from shares of attention: on matches among the target's tokens and among all.
Rational pull(const PromptInstance& at, const Counts& c) {
  const auto share = [](int matching, int others) {
    return Rational(matching == 0 ? Rational(0) : 1 / (1 + others / (matching * kStrong)));
  };
  if (c.targets == 0) return 0;
  const Rational apart =
      share(c.both, c.targets - c.both) - share(c.matching, at.length - c.matching);
  if (at.epsilon == 0) return apart;
  const Rational y =
      (c.both * kStrong + c.targets - c.both) / (c.matching * kStrong + at.length - c.matching);
  return apart * y / (y + at.epsilon);
}

/// lhs <= rhs: drift and -P(unseen) differ by at most L / u.
template <class Drift>
Sides near_the_limit(const PromptInstance& at, const Rational& weight, Drift drift) {
  Sides sides;
  const auto sets = sets_of(at.of);
  const Rational bound = at.length / kStrong;
  for (int s = 0; s < static_cast<int>(sets.size()); ++s) {
    const Rational found = over_prompts(at, sets[s], [&](const Counts& c) { return drift(at, c); });
    sides.push_back(
        {abs(Rational(found + weight * unseen(at, sets[s]))), bound, claim::site("set", s)});
  }
  return sides;
}

Sides by_slopes(const PromptInstance& at) { return near_the_limit(at, 1, slope); }
Sides by_shares(const PromptInstance& at) { return near_the_limit(at, 1, pull); }
// Wrong: the drift dies out, as on long prompts.
Sides dies_out(const PromptInstance& at) { return near_the_limit(at, 0, slope); }

claim::Hypothesis<PromptInstance> has_no_epsilon() {
  return {"no epsilon", "nothing is added to the probability of the target",
          [](const PromptInstance& at) { return truth(at.epsilon == 0); }};
}

}  // namespace

claim::Claim unseen_tokens_stop_the_classifier_claim() {
  return claim::ClaimAbout<PromptInstance>("ngram/unseen-tokens-stop-the-classifier")
      .states(
          "On prompts of a finite length without epsilon the drift of a strong classifier tends to "
          "minus the probability that the target stands in the prompt but at no position that "
          "matches: the strength stops. An epsilon takes that away.")
      .latex(
          R"(\lim_{a\to\infty}\Phi_L(a)=-\mathbb P(N\ge1,\ x_{L+1}\text{ in the prompt, not among the matches})\quad(\varepsilon=0))")
      .from({kPaper, "stage III at finite length"})
      .formally(
          "Every set of lags at u = exp(a) = 10^9, up to L / u; exact selector, zero-padded "
          "one-hot copiers; prompts without the target count zero.")
      .differs("derived for this check; whether the paper has an epsilon is not confirmed")
      .uncertain(kNotRead)
      .assumes(is_long_enough())
      .assumes(has_no_epsilon())
      .uses({"ngram/distance-to-the-induction-head"})
      .tagged({"ngram", "classifier", "necessary"})
      .over(every_short_prompt())
      .over(sampled_prompts())
      .mathematics({"theory/ngram/stage_one_signal.hpp: matches",
                    "theory/ngram/prompts.hpp: for_each_prompt"})
      .tested_by({"tests/theory/ngram/prompt_model_test.cpp: "
                  "ThePopulationLoss.HasTheReferenceValues"})
      .law(claim::Evidence::exact, domain::at_most_at_each(by_slopes))
      .confirmed_by("shares of attention on matches", domain::at_most_at_each(by_shares))
      .twin("it dies out", domain::at_most_at_each(dies_out))
      .twin("with an epsilon too", claim::without("no epsilon"))
      .example({{flips().kernel, 2}, 5, 0});
}

}  // namespace lemmascope::ngram
