// Stage I: the flow of the selector's weights, and what its shares do.
#include "properties/ngram/dual.hpp"
#include "properties/ngram/ngram_certificates.hpp"
#include "properties/ngram/selector_instance.hpp"

namespace lemmascope::ngram {
namespace {

/// The reward a sum p_S G_S as a function of the weights, differentiated along each.
std::vector<Rational> gradient_by_slopes(const SelectorInstance& at) {
  std::vector<Rational> gradient;
  for (std::size_t moved = 0; moved < at.weights.size(); ++moved) {
    Dual reward, norm;
    for (std::size_t s = 0; s < at.weights.size(); ++s) {
      const Dual c = s == moved ? variable(at.weights[s]) : constant(at.weights[s]);
      norm = norm + c * c;
      reward = reward + constant(at.rate * at.signals[s]) * c * c;
    }
    gradient.push_back((reward / norm).slope);
  }
  return gradient;
}

/// dp_S / dt along a velocity of the weights, by the quotient rule.
std::vector<Rational> share_drift(const SelectorInstance& at, const std::vector<Rational>& v) {
  Rational norm(0), change(0);
  for (std::size_t s = 0; s < v.size(); ++s) {
    norm += at.weights[s] * at.weights[s];
    change += 2 * at.weights[s] * v[s];
  }
  std::vector<Rational> drift;
  for (std::size_t s = 0; s < v.size(); ++s) {
    const Rational& c = at.weights[s];
    drift.push_back((2 * c * v[s] * norm - c * c * change) / (norm * norm));
  }
  return drift;
}

/// The flow is the gradient; shares move as (4a/C) p (G - mean G); C stays.
Sides of_flow(const SelectorInstance& at, const std::vector<Rational>& flow,
              const Rational& factor) {
  Sides sides;
  const auto gradient = gradient_by_slopes(at), drift = share_drift(at, flow);
  const auto p = selector_shares(at.weights);
  Rational norm(0), mean(0), change(0);
  for (std::size_t s = 0; s < p.size(); ++s) {
    norm += at.weights[s] * at.weights[s];
    mean += p[s] * at.signals[s];
    change += at.weights[s] * flow[s];
  }
  for (std::size_t s = 0; s < p.size(); ++s) {
    const int set = static_cast<int>(s);
    sides.push_back({flow[s], gradient[s], claim::site("part", 0, "set", set)});
    sides.push_back({drift[s], Rational(factor * at.rate / norm * p[s] * (at.signals[s] - mean)),
                     claim::site("part", 1, "set", set)});
  }
  sides.push_back({change, 0, claim::site("part", 2)});
  return sides;
}

Sides by_formula(const SelectorInstance& at) {
  return of_flow(at, selector_gradient(at.weights, at.signals, at.rate), 4);
}

/// The flow from differences of pairs: (2 c_S / C^2) a sum_T c_T^2 (G_S - G_T).
Sides by_pairs(const SelectorInstance& at) {
  Rational norm(0);
  for (const Rational& c : at.weights) norm += c * c;
  std::vector<Rational> flow;
  for (std::size_t s = 0; s < at.weights.size(); ++s) {
    Rational sum(0);
    for (std::size_t t = 0; t < at.weights.size(); ++t) {
      sum += at.weights[t] * at.weights[t] * (at.signals[s] - at.signals[t]);
    }
    flow.push_back(2 * at.weights[s] * at.rate * sum / (norm * norm));
  }
  return of_flow(at, flow, 4);
}

// Wrong: shares move at the rate of the weights.
Sides at_half_the_rate(const SelectorInstance& at) {
  return of_flow(at, selector_gradient(at.weights, at.signals, at.rate), 2);
}

// Wrong: weights move towards their own signal whatever the others have.
Sides without_the_mean(const SelectorInstance& at) {
  Rational norm(0);
  for (const Rational& c : at.weights) norm += c * c;
  std::vector<Rational> flow;
  for (std::size_t s = 0; s < at.weights.size(); ++s) {
    flow.push_back(2 * at.weights[s] * at.rate * at.signals[s] / norm);
  }
  return of_flow(at, flow, 4);
}

}  // namespace

claim::Claim selector_is_a_replicator_claim() {
  return claim::ClaimAbout<SelectorInstance>("ngram/selector-is-a-replicator")
      .states(
          "Under the reward a sum p_S G_S the weights of the selector move by (2 c_S / C) a (G_S - "
          "mean G), its shares as a replicator at rate 4a/C, and C = sum c^2 stays.")
      .latex(
          R"(\dot c_S=\tfrac{2c_S}{C_D}a(G_S-\bar G),\quad\dot p_S=\tfrac{4a}{C_D}p_S(G_S-\bar G),\quad\dot C_D=0)")
      .from({kPaper, "stage I"})
      .formally("The gradient of the reward by differentiation along each weight.")
      .differs("derived for this check")
      .uncertain(kNotRead)
      .assumes(selects())
      .tagged({"ngram", "selector"})
      .over(sampled_selectors())
      .mathematics({"theory/ngram/selector.hpp: selector_gradient",
                    "theory/ngram/selector.hpp: selector_shares"})
      .tested_by({"tests/theory/ngram/copier_test.cpp: TheSelector.HasTheReferenceValue"})
      .proved_by(
          {"ngram/SelectorGradient", "ngram/SharesReplicate", "ngram/SelectorConservesItsNorm"},
          "None in substance: the reward may have any signals; the drift of a share is its "
          "derivative along the flow.")
      .proved_in_part({"ngram/SelectorIgnoresScale", "ngram/SelectorIgnoresAConstant",
                       "ngram/CertifiedSelector"})
      .certified_by(selector_certificates)
      .law(claim::Evidence::exact, domain::equal_at_each(by_formula))
      .confirmed_by("differences of pairs", domain::equal_at_each(by_pairs))
      .twin("shares at the rate of weights", domain::equal_at_each(at_half_the_rate))
      .twin("without the mean", domain::equal_at_each(without_the_mean))
      .example(four_sets());
}

}  // namespace lemmascope::ngram
