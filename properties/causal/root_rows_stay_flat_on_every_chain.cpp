// Root rows without a lower bound: on skewed chains a root can be pulled harder than a child.
#include "properties/causal/instances/forest_domains.hpp"
#include "properties/causal/root_spread.hpp"
#include "properties/causal/training_sites.hpp"

namespace lemmascope::causal {

claim::Claim root_rows_stay_flat_on_every_chain_claim() {
  return claim::ClaimAbout<ForestInstance>("causal/root-rows-stay-flat-on-every-chain")
      .states(
          "Wherever parents win at finite length, nothing pulls a root towards one predecessor "
          "rather than another as strongly as a parent pulls its child (expected to be refuted on "
          "skewed chains).")
      .latex(R"(\max_{j<r}K_{rj}-\min_{j<r}K_{rj} < \min_i\big(K_{i,p(i)}-\max_{j\ne p(i)}
  K_{ij}\big)\quad\text{for every root } r)")
      .from({"arXiv 2402.14735", "treatment of roots in the proof of Theorem 4.4"})
      .formally(
          "Exact K of finite length under orbit priors of skewed two-state chains, smoothing "
          "1/100, degrees below the threshold, so that every parent wins.")
      .differs(
          "the paper assumes a lower bound gamma and long sequences; with gamma >= 1/4 the "
          "inequality is causal/root-rows-stay-flat")
      .uncertain("what the paper states about root rows after stage 1")
      .assumes(irreducible())
      .assumes(constant_mean())
      .assumes(informative_edges())
      .assumes(degrees_below_threshold())
      .assumes(some_edge())
      .uses({"causal/roots-have-zero-drive", "causal/parent-dominates-below-degree-threshold"})
      .tagged({"stage-one", "finite-length", "necessary-assumption"})
      .expects(claim::Verdict::refuted)
      .over(every_forest_and_skewed_two_state_chain(PriorKind::orbit, {4, 5, 5}))
      .attacked({600, 20000, 400000})
      .mathematics({"theory/causal/leading_gradient.hpp: drive"})
      .tested_by({"tests/theory/causal/leading_gradient_test.cpp: "
                  "LeadingGradient.EveryRationalRouteGivesTheSameFractions",
                  "tests/theory/causal/leading_gradient_test.cpp: "
                  "LeadingGradient.GivesTheReferenceFractionsOnTheChainOfFourTokens"})
      .law(claim::Evidence::exact, root_rows_are_flat(by_finite_length))
      .confirmed_by(kFiniteEnumerationRoute, root_rows_are_flat(by_finite_length_enumeration))
      .control("with gamma >= 1/5 root rows are flat on these lengths",
               root_rows_are_flat(by_finite_length), {gamma_at_least(Rational(1, 5))})
      .example(forest_instance(markov::CausalForest({-1, 0, -1}),
                               two_state_orbit_on_three_positions().prior()));
}

}  // namespace lemmascope::causal
