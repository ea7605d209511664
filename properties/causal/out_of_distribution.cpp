// The trained model on chains it never saw: what it learned is the graph, not the chains.
#include "properties/causal/instances/forest_domains.hpp"
#include "properties/causal/trained_by_enumeration.hpp"
#include "properties/causal/training_sites.hpp"

namespace lemmascope::causal {
namespace {

using markov::CausalForest;
using markov::Prior;

// Each twice the last; a law of counts for the longest takes some tens of milliseconds in
// intervals.
constexpr int kLengths[] = {5, 10, 20};

/// What the trained model does with an unseen chain.
template <class N>
struct Unseen {
  N risk;           ///< expected divergence of its prediction
  Matrix<N> error;  ///< E|f_{s'} - pi(s'|q)|
};
template <class N>
using UnseenRoute = Unseen<N> (*)(const Prior&, const CausalForest&);

template <class N>
Unseen<N> by_counting(const Prior& prior, const CausalForest& forest) {
  const N match = log(N(forest.size() + 1));
  return {loss_gap<N>(prior, forest),
          expected_prediction_error<N>(prior.atoms().front().chain, forest, match,
                                       QueryAttention::itself)};
}

// Every sequence while there are few; fifty-digit counts after that.
Unseen<Real50> by_enumeration_if_short(const Prior& prior, const CausalForest& forest) {
  if (forest.size() >= 10) return by_counting<Real50>(prior, forest);
  const auto model = trained_by_enumeration<Real50>(prior, forest);
  return {model.loss_gap, model.error};
}

/// What is asked at length T: risk at most log T / T, mean largest error at most log T / sqrt(T).
template <class N>
struct Ceiling {
  bool an_order_lower = false;  ///< log T / T^2 and log T / T instead
  N risk(int length) const {
    return N(log(N(length)) / N(an_order_lower ? length * length : length));
  }
  N error(int length) const {
    return N(log(N(length)) / (an_order_lower ? N(length) : N(sqrt(N(length)))));
  }
};

template <class N>
claim::Evaluation<ForestInstance> below(Ceiling<N> ceiling, UnseenRoute<N> route) {
  return [=](const ForestInstance& at) {
    claim::Findings<N> findings;
    for (const int length : kLengths) {
      const Unseen<N> unseen = route(at.prior(), CausalForest::chain(length - 1));
      findings.add(claim::at_most(unseen.risk, ceiling.risk(length)),
                   claim::site("risk, T", length));
      for (int query = 0; query < at.states(); ++query) {
        // With two tokens both errors of a prediction are equal, so either mean is the mean of the
        // largest.
        findings.add(claim::at_most(unseen.error(query, 0), ceiling.error(length)),
                     claim::site("error, T", length, "query", query));
      }
    }
    return findings.outcome();
  };
}

claim::Hypothesis<ForestInstance> lower_bound() {
  return {"lower bound", "min pi >= gamma/S with gamma = 2/5", [](const ForestInstance& at) {
            bool bounded = true;
            for (const auto& atom : at.prior().atoms()) {
              for (int s = 0; s < at.states(); ++s) {
                for (int t = 0; t < at.states(); ++t) {
                  bounded = bounded && atom.chain(s, t) * at.states() >= Rational(2, 5);
                }
              }
            }
            return truth(bounded);
          }};
}

}  // namespace

claim::Claim out_of_distribution_claim() {
  return claim::ClaimAbout<ForestInstance>("causal/out-of-distribution")
      .states(
          "A model trained on one prior predicts every other chain with bounded transitions, with "
          "an error that vanishes as sequences grow.")
      .latex(R"(\sup_{s'}\big|f_{\hat\theta}(s_{1:T})_{s'}-\tilde\pi(s'|s_T)\big| \lesssim
  \frac{\log T}{T_{\mathrm{eff}}^{c\gamma}}\quad\text{for every }\tilde\pi\text{ with } \min\tilde\pi\ge\gamma/S)")
      .from({"arXiv 2402.14735", "Theorem 4.5"})
      .formally(
          "The chain graph after both stages: first layer hard on parents and on the query itself, "
          "beta = log T, smoothing 1/T. Nothing of the training prior is left in these weights, so "
          "every chain is unseen. At T = 5, 10, 20, enclosed over all sequences: the mean largest "
          "error of the prediction, for each query token, is at most log T / sqrt(T), and the mean "
          "divergence of the normalised prediction at most log T / T.")
      .differs(
          "means over sequences instead of a bound with a probability qualifier; the theorem's "
          "constant is put to one and its exponent c gamma to 1/2 (error) and 1 (divergence), on "
          "two-token chains with gamma = 2/5 and at stated lengths. Hard attention stands for the "
          "1 - O(1/T) of stage 1")
      .uncertain("the probability qualifier of the theorem and its exponent c gamma")
      .assumes(irreducible())
      .assumes(single_chain())
      .assumes(two_states())
      .assumes(lower_bound())
      .uses({"causal/stage-two-mixture", "causal/parent-time-bound"})
      .tagged({"stage-two", "main-theorem"})
      .over(every_two_state_chain_alone({4, 6, 8}))
      .attacked({40, 2000, 40000})
      .mathematics({"theory/causal/stage_two_loss.hpp: expected_prediction_error"})
      .tested_by({"tests/theory/causal/stage_two_test.cpp: "
                  "ExpectedPredictionError.IsTheMeanOverEverySequence",
                  "tests/properties/causal/trained_model_test.cpp: "
                  "PredictionError.OverlapsTheSumOverEverySequence"})
      .law(claim::Evidence::interval, below<Interval>({}, by_counting<Interval>))
      .confirmed_by("every sequence up to T = 10, the law of counts in 50-digit arithmetic beyond",
                    below<Real50>({}, by_enumeration_if_short))
      .twin("error and divergence are an order of T smaller",
            below<Interval>({true}, by_counting<Interval>))
      .example(two_state_chain_on_three_positions());
}

}  // namespace lemmascope::causal
