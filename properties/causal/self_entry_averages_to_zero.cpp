// Why the constant mean is assumed: it cancels the self entry.
#include "properties/causal/forest_sites.hpp"
#include "properties/causal/instances/forest_certificates.hpp"
#include "properties/causal/instances/forest_domains.hpp"

namespace lemmascope::causal {
namespace {

claim::Relation<Rational> self_entry_averages_to_zero(const Edge& at) {
  return claim::equals(at.self_drive, Rational(0));
}

// Wrong: says the same of the parent's entry.
claim::Relation<Rational> parent_entry_averages_to_zero(const Edge& at) {
  return claim::equals(at.parent_drive, Rational(0));
}

// Wrong by one per cent, in the form E[tr pi] = 1.
claim::Relation<Rational> trace_averages_to_more(const Edge& at) {
  return claim::equals(Rational(1 + at.self_drive), Rational(101, 100));
}

}  // namespace

claim::Claim self_entry_averages_to_zero_claim() {
  return claim::ClaimAbout<ForestInstance>("causal/self-entry-averages-to-zero")
      .states(
          "Under a prior with constant mean the limiting gradient at a position itself averages to "
          "zero.")
      .latex(R"(\mathbb{E}_\pi[g_{ii}] = \mathbb{E}_\pi[\operatorname{tr}\pi] - 1 = 0)")
      .from({"arXiv 2402.14735", "constant-mean assumption on the prior"})
      .formally("Exact means over orbit priors (all row and column permutations of a chain).")
      .differs("the finite orbit priors are ours; the paper's prior is roughly a Dirichlet law")
      .uncertain("the exact form of the paper's constant-mean assumption")
      .assumes(irreducible())
      .assumes(constant_mean())
      .uses({"causal/stationary-law-is-invariant"})
      .tagged({"key-lemma"})
      .proved_by({"causal/SelfEntryAveragesToZero"},
                 "None in substance: the weights of the theorem may be any numbers with sum one.")
      .proved_in_part({"causal/CertifiedMeanGradient", "causal/GapIsBoundedBelow"})
      .certified_by(gradient_certificates)
      .over(every_forest_and_two_state_chain(PriorKind::orbit))
      .over(sampled_forests_and_chains(PriorKind::orbit))
      .mathematics({"theory/causal/limit_gradient.hpp: KinshipTable",
                    "theory/causal/limit_gradient.hpp: limit_gradient_by_enumeration"})
      .tested_by({"tests/theory/causal/limit_gradient_test.cpp: "
                  "LimitGradient.OfAnOrbitPriorHasAZeroDiagonal"})
      .law(claim::Evidence::exact, at_every_edge(self_entry_averages_to_zero))
      .confirmed_by(kEnumerationRoute, at_every_edge(self_entry_averages_to_zero, by_enumeration))
      .twin("the parent's entry averages to zero", at_every_edge(parent_entry_averages_to_zero))
      .twin("the trace averages to 1.01", at_every_edge(trace_averages_to_more))
      .example(two_state_orbit_on_three_positions());
}

}  // namespace lemmascope::causal
