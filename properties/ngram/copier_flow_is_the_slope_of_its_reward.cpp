// Stage II with any number of lags: the flow of a copier's logits, which keep their sum.
#include "properties/ngram/copier_sites.hpp"
#include "properties/ngram/dual.hpp"

namespace lemmascope::ngram {
namespace {

/// exp of the logits: the power of the instance on the head's own lag, i on another lag i, so that
/// no two lags are alike.
Vector<Rational> powers_of(const TunedInstance& at, const CopierSite& site) {
  Vector<Rational> powers(at.of.window);
  for (int i = 1; i <= at.of.window; ++i) powers(i - 1) = i == site.head ? at.power : Rational(i);
  return powers;
}

/// d / dw_i of sigma' J sigma with sigma = e / sum e and e_i = exp(w_i).
Rational slope(const Matrix<Rational>& j, const Vector<Rational>& powers, int moved) {
  std::vector<Dual> e;
  Dual total;
  for (int i = 0; i < powers.size(); ++i) {
    e.push_back({powers(i), i == moved ? powers(i) : Rational(0)});
    total = total + e.back();
  }
  Dual reward;
  for (int i = 0; i < powers.size(); ++i) {
    for (int k = 0; k < powers.size(); ++k) {
      reward = reward + constant(j(i, k)) * e[i] * e[k] / (total * total);
    }
  }
  return reward.slope;
}

/// Each logit's drift against the slope of the reward; their sum against zero.
template <class Signal, class Drift>
Sides of_every_copier(const TunedInstance& at, Signal signal, Drift drift) {
  Sides sides;
  const LagLaw law = lag_law(at.of.kernel, at.of.window);
  for (const CopierSite& site : copier_sites(at.of)) {
    const Matrix<Rational> j = signal(law, site);
    const Vector<Rational> powers = powers_of(at, site);
    const Vector<Rational> moves = drift(j, attention_of(powers));
    Rational sum(0);
    for (int i = 0; i < moves.size(); ++i) {
      sum += moves(i);
      sides.push_back(
          {moves(i), slope(j, powers, i), claim::site("copier", site.number, "lag", i + 1)});
    }
    sides.push_back({sum, 0, claim::site("copier", site.number, "lag", 0)});
  }
  return sides;
}

Vector<Rational> flow(const Matrix<Rational>& j, const Vector<Rational>& sigma) {
  return copier_drift(j, Rational(1), sigma);
}

/// Lags pull at each other in pairs: 2 sigma_i sum_k sigma_k ((J sigma)_i - (J sigma)_k).
Vector<Rational> in_pairs(const Matrix<Rational>& j, const Vector<Rational>& sigma) {
  Vector<Rational> pull(sigma.size()), moves(sigma.size());
  for (Eigen::Index i = 0; i < sigma.size(); ++i) {
    pull(i) = moves(i) = 0;
    for (Eigen::Index k = 0; k < sigma.size(); ++k) pull(i) += j(i, k) * sigma(k);
  }
  for (Eigen::Index i = 0; i < sigma.size(); ++i) {
    for (Eigen::Index k = 0; k < sigma.size(); ++k) {
      moves(i) += 2 * sigma(i) * sigma(k) * (pull(i) - pull(k));
    }
  }
  return moves;
}

// Wrong: lags pull at each other whatever the attention on them.
Vector<Rational> with_a_plain_mean(const Matrix<Rational>& j, const Vector<Rational>& sigma) {
  Vector<Rational> pull(sigma.size()), moves(sigma.size());
  Rational mean(0);
  for (Eigen::Index i = 0; i < sigma.size(); ++i) {
    pull(i) = 0;
    for (Eigen::Index k = 0; k < sigma.size(); ++k) pull(i) += j(i, k) * sigma(k);
    mean += pull(i) / sigma.size();
  }
  for (Eigen::Index i = 0; i < sigma.size(); ++i) moves(i) = 2 * sigma(i) * (pull(i) - mean);
  return moves;
}

// Wrong: the reward is linear in the attention.
Vector<Rational> of_one_pull(const Matrix<Rational>& j, const Vector<Rational>& sigma) {
  return copier_drift(j, Rational(1, 2), sigma);
}

Sides by_laws(const TunedInstance& at) { return of_every_copier(at, signal_by_laws, flow); }
Sides by_pairs(const TunedInstance& at) { return of_every_copier(at, signal_by_pairs, in_pairs); }
Sides unbalanced(const TunedInstance& at) {
  return of_every_copier(at, signal_by_laws, with_a_plain_mean);
}
Sides half(const TunedInstance& at) { return of_every_copier(at, signal_by_laws, of_one_pull); }

}  // namespace

claim::Claim copier_flow_is_the_slope_of_its_reward_claim() {
  return claim::ClaimAbout<TunedInstance>("ngram/copier-flow-is-the-slope-of-its-reward")
      .states(
          "With the other heads of S exact, the logits of head h move by 2 a sigma_i ((J sigma)_i "
          "- sigma' J sigma), the slopes of the reward a sigma' J sigma, and keep their sum.")
      .latex(
          R"(\dot w_i=2a\,\sigma_i\bigl[(J\sigma)_i-\sigma^\top J\sigma\bigr]=a\,\partial_{w_i}\sigma^\top J\sigma,\qquad\sum_i\dot w_i=0)")
      .from({kPaper, "stage II"})
      .formally(
          "a = 1, every head of every set of at most two lags, attention in proportion to the "
          "power on its own lag and to i on another lag i.")
      .differs("derived for this check")
      .uncertain(kNotRead)
      .assumes(tuned_has_one_stationary_law())
      .uses({"ngram/copier-signal-is-gram"})
      .tagged({"ngram", "copier"})
      .over(tuned(every_chosen_kernel(), {Rational(1, 2), 7}, "attention 1/2 and 7"))
      .mathematics(
          {"theory/ngram/copier.hpp: copier_drift", "theory/ngram/copier.hpp: copier_matrix"})
      .tested_by({"tests/theory/ngram/copier_test.cpp: TheCopierFlow.HasTheReferenceValue"})
      .law(claim::Evidence::exact, domain::equal_at_each(by_laws))
      .confirmed_by("lags that pull in pairs, signals by pairs of windows",
                    domain::equal_at_each(by_pairs))
      .twin("a plain mean over lags", domain::equal_at_each(unbalanced))
      .twin("half of it", domain::equal_at_each(half))
      .example({noisy_xor(), 7});
}

}  // namespace lemmascope::ngram
