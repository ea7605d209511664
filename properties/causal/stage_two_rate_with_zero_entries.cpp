// Why the rate of stage 2 needs positive chains: with a zero entry the excess decays half as fast.
#include "properties/causal/instances/forest_domains.hpp"
#include "properties/causal/training_sites.hpp"
#include "theory/causal/bayes.hpp"
#include "theory/causal/stage_two_limit.hpp"

namespace lemmascope::causal {
namespace {

Interval excess_by_formula(const ForestInstance& at, int strength) {
  return limiting_loss<Interval>(at.prior(), Rational(0), Interval(strength)) -
         oracle_loss<Interval>(at.prior());
}

// sum pi log(pi / f) with f from groups of keys; a zero entry adds nothing.
Interval excess_by_groups(const ForestInstance& at, int strength) {
  Interval sum(0);
  for (const auto& atom : at.prior().atoms()) {
    const auto chain = markov::in_arithmetic<Interval>(atom.chain);
    const Matrix<Interval> f =
        limiting_prediction_by_groups(chain, Rational(0), Interval(strength));
    const Interval share(Rational(atom.weight / at.states()));
    for (int s = 0; s < chain.states(); ++s) {
      for (int t = 0; t < chain.states(); ++t) {
        if (atom.chain(s, t) > 0) sum += share * chain(s, t) * log(chain(s, t) / f(s, t));
      }
    }
  }
  return sum;
}

// Between beta = 10 and 14 the excess falls by e^{-8} up to a factor of two.
claim::Evaluation<ForestInstance> falls_like_twice_beta(Interval (*excess)(const ForestInstance&,
                                                                           int)) {
  return [excess](const ForestInstance& at) {
    claim::Findings<Interval> findings;
    findings.add(
        claim::at_most(excess(at, 14), Interval(Interval(2) * exp(Interval(-8)) * excess(at, 10))));
    return findings.outcome();
  };
}

}  // namespace

claim::Claim stage_two_rate_with_zero_entries_claim() {
  return claim::ClaimAbout<ForestInstance>("causal/stage-two-rate-with-zero-entries")
      .states(
          "Without roots the limiting loss tends to the oracle's like e^{-2 beta} for every "
          "irreducible chain (expected to be refuted: with a zero entry it does so like "
          "e^{-beta}).")
      .latex(R"(L_\infty(\beta)-L^* = O(e^{-2\beta}))")
      .from({"arXiv 2402.14735", "second stage in the proof of Theorem 4.4, without a lower bound"})
      .formally(
          "The excess at beta = 14 is at most 2 e^{-8} times that at beta = 10; enclosures, one "
          "chain, no roots. Where pi(t|s) = 0 the prediction still gives t the mass omega mu_t, "
          "which costs its first order.")
      .differs("the paper assumes a lower bound on entries; this shows what it is needed for")
      .assumes(irreducible())
      .assumes(single_chain())
      .assumes(informative_edges())
      .uses({"causal/stage-two-mixture"})
      .tagged({"stage-two", "necessary-assumption"})
      .expects(claim::Verdict::refuted)
      .over(two_state_chains_with_zeros_alone())
      .mathematics({"theory/causal/stage_two_limit.hpp: limiting_loss"})
      .tested_by({"tests/theory/causal/stage_two_test.cpp: "
                  "StageTwoLimit.TheGapToTheOracleHasTheStatedConstant"})
      .law(claim::Evidence::interval, falls_like_twice_beta(excess_by_formula))
      .confirmed_by("the divergence of groups of keys from the chain",
                    falls_like_twice_beta(excess_by_groups))
      .control("for positive chains it falls like e^{-2 beta}",
               falls_like_twice_beta(excess_by_formula), {positive_chains()})
      .example(two_state_chain_on_three_positions());
}

}  // namespace lemmascope::causal
