// At any length the signal of stage I is the slope of the loss of the model itself.
#include "properties/ngram/dual.hpp"
#include "properties/ngram/prompt_instance.hpp"
#include "theory/ngram/prompts.hpp"

namespace lemmascope::ngram {
namespace {

std::vector<LagSet> sets_at(const PromptInstance& at) { return sets_of(at.of); }

/// Minus the slope along a, at a = 0, of -log(y + epsilon) with everything on one set: y is the
/// share of attention on the target, and attention exp(a kappa) is 1 + a kappa to first order.
/// Where y and epsilon vanish the prompt does not count.
Rational slope(const PromptInstance& at, const LagSet& set) {
  Rational sum(0);
  for_each_prompt(at.of.kernel, at.length, [&](const auto& tokens, const Rational& probability) {
    const int target = tokens[static_cast<std::size_t>(at.length)];
    Dual reached, total;
    for (int l = 0; l < at.length; ++l) {
      bool match = true;
      for (const int lag : set) {
        match = match && lag <= l && tokens[l - lag] == tokens[at.length - lag];
      }
      Dual weight = constant(1);
      if (match) weight.slope = 1;
      total = total + weight;
      if (tokens[l] == target) reached = reached + weight;
    }
    const Dual y = reached / total;
    const Rational smoothed = y.value + at.epsilon;
    if (smoothed != 0) sum += probability * y.slope / smoothed;
  });
  return sum;
}

Sides against(const PromptInstance& at, const std::vector<Rational>& signals) {
  Sides sides;
  const auto sets = sets_at(at);
  for (int s = 0; s < static_cast<int>(sets.size()); ++s) {
    sides.push_back({signals[s], slope(at, sets[s]), claim::site("set", s)});
  }
  return sides;
}

Sides by_counting(const PromptInstance& at) {
  return against(at, signals_by_counting(prompts_of(at), sets_at(at)));
}

/// With n targets, m of them matching, and M matches in all, y is (n + m h) / (L + M h) at weights
/// 1
/// + h: its slope is (m L - n M) / L^2, and d log(y + epsilon) = L times that over n + L epsilon.
Rational slope_by_counts(const PromptInstance& at, const LagSet& set) {
  Rational sum(0);
  for_each_prompt(at.of.kernel, at.length, [&](const auto& tokens, const Rational& probability) {
    const auto kappa = matches(tokens, at.length, set);
    long targets = 0, both = 0, matching = 0;
    for (int l = 0; l < at.length; ++l) {
      const bool hit = tokens[l] == tokens[static_cast<std::size_t>(at.length)];
      targets += hit ? 1 : 0;
      matching += kappa[l] ? 1 : 0;
      both += hit && kappa[l] ? 1 : 0;
    }
    const Rational below = targets + at.length * at.epsilon;
    if (below != 0)
      sum += probability * (both * at.length - targets * matching) / (at.length * below);
  });
  return sum;
}

Sides by_enumeration(const PromptInstance& at) {
  Sides sides;
  const auto sets = sets_at(at);
  const auto signals = signals_by_enumeration(prompts_of(at), sets);
  for (int s = 0; s < static_cast<int>(signals.size()); ++s) {
    sides.push_back({signals[s], slope_by_counts(at, sets[s]), claim::site("set", s)});
  }
  return sides;
}

// Wrong: the limit of long prompts.
Sides in_the_limit(const PromptInstance& at) {
  std::vector<Rational> limits;
  for (const LagSet& set : sets_at(at)) {
    limits.push_back(modified_information(history_law(at.of.kernel, set)));
  }
  return against(at, limits);
}

// Wrong: a share of one more token is added.
Sides smoothed_once_more(const PromptInstance& at) {
  Prompts prompts = prompts_of(at);
  prompts.epsilon += Rational(1, at.length);
  return against(at, signals_by_counting(prompts, sets_at(at)));
}

}  // namespace

claim::Claim stage_one_signal_is_the_slope_claim() {
  return claim::ClaimAbout<PromptInstance>("ngram/stage-one-signal-is-the-slope")
      .states(
          "At a = 0 the loss falls along a by the mean of the signals G_S under the selector, at "
          "every length of the prompt; they are counted in polynomial time.")
      .latex(
          R"(-\frac{\partial\mathcal L}{\partial p_S}\Big|_{a\to0}=aG_S,\quad G_S=\mathbb E\Big[\frac1L\sum_l\frac{\mathbf1\{x_l=x_{L+1}\}-\bar y}{\bar y+\varepsilon}\kappa_S(l)\Big])")
      .from({kPaper, "stage I, loss with epsilon inside the logarithm"})
      .formally(
          "Zero-padded one-hot copiers, stationary start, every set of lags in the window; prompts "
          "without the target count zero at epsilon 0.")
      .differs("derived for this check; epsilon and padding are not confirmed")
      .uncertain(kNotRead)
      .assumes(is_long_enough())
      .tagged({"ngram", "selector"})
      .over(every_short_prompt())
      .over(sampled_prompts())
      .mathematics({"theory/ngram/stage_one_signal.hpp: signals_by_counting",
                    "theory/ngram/match_tables.hpp: MatchTables"})
      .tested_by({"tests/theory/ngram/stage_one_signal_test.cpp: "
                  "StageOneSignals.HaveTheReferenceValues"})
      .law(claim::Evidence::exact, domain::equal_at_each(by_counting))
      .confirmed_by("the formula over every prompt", domain::equal_at_each(by_enumeration))
      .twin("its limit", domain::equal_at_each(in_the_limit))
      .twin("more smoothing", domain::equal_at_each(smoothed_once_more))
      .example(five_flips());
}

}  // namespace lemmascope::ngram
