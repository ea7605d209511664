// The bound on the loss gap needs a constant that grows with the vocabulary.
#include "properties/causal/instances/forest_domains.hpp"
#include "properties/causal/trained_by_enumeration.hpp"
#include "properties/causal/training_sites.hpp"

namespace lemmascope::causal {
namespace {

using GapOf = Interval (*)(const markov::Prior&, const markov::CausalForest&);

Interval gap_by_enumeration(const markov::Prior& prior, const markov::CausalForest& forest) {
  return trained_by_enumeration<Interval>(prior, forest).loss_gap;
}

claim::Evaluation<ForestInstance> gap_is_below_log_t_over_t(GapOf gap) {
  return [gap](const ForestInstance& at) {
    claim::Findings<Interval> findings;
    const int length = at.forest.size() + 1;
    findings.add(claim::at_most(gap(at.prior(), at.forest),
                                Interval(log(Interval(length)) / Interval(length))),
                 claim::site("T", length));
    return findings.outcome();
  };
}

}  // namespace

claim::Claim loss_gap_without_a_constant_claim() {
  return claim::ClaimAbout<ForestInstance>("causal/loss-gap-without-a-constant")
      .states(
          "On the Markov chain the loss gap of the trained model is at most log T / T for every "
          "vocabulary (expected to be refuted for three states: a constant must depend on S).")
      .latex(R"(L(\hat\theta)-L^* \le \frac{\log T}{T})")
      .from({"arXiv 2402.14735", "Theorem 4.4, read with constant one"})
      .formally(
          "Hard adjacency (the query on itself), beta = log T, smoothing 1/T, prediction "
          "normalised; orbit priors with gamma >= 1/4; enclosures.")
      .differs(
          "the paper's bound has unstated constants. For two states the inequality holds on every "
          "family tried; with S(S-1)/2 in front it is part of causal/main-theorem")
      .assumes(chain_graph())
      .assumes(some_edge())
      .assumes(constant_mean())
      .assumes(gamma_at_least(Rational(1, 4)))
      .tagged({"main-theorem", "necessary-assumption"})
      .expects(claim::Verdict::refuted)
      .over(every_chain_graph_and_circulant(PriorKind::orbit, {2, 3, 3}))
      .over(every_chain_graph_and_two_state_chain(PriorKind::orbit, {{3, 4}, {4, 4}, {5, 5}}))
      .mathematics({"theory/causal/stage_two_loss.hpp: stage_two_loss",
                    "theory/causal/bayes.hpp: oracle_loss"})
      .tested_by({"tests/properties/causal/trained_model_test.cpp: "
                  "LossGap.OverlapsTheSumOverEverySequence"})
      .law(claim::Evidence::interval, gap_is_below_log_t_over_t(loss_gap<Interval>))
      .confirmed_by("the gap summed over every sequence and every chain of the prior",
                    gap_is_below_log_t_over_t(gap_by_enumeration))
      .control("for two states it holds", gap_is_below_log_t_over_t(loss_gap<Interval>),
               {two_states()})
      .example(two_state_orbit_on_three_positions());
}

}  // namespace lemmascope::causal
