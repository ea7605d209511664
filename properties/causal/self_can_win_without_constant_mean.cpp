// A necessary assumption: drop the constant mean, and the self entry can exceed the parent's. The
// run is green when the tool finds a counterexample by itself.
#include "properties/causal/forest_sites.hpp"
#include "properties/causal/instances/forest_certificates.hpp"
#include "properties/causal/instances/forest_domains.hpp"

namespace lemmascope::causal {
namespace {

claim::Relation<Rational> parent_dominates_self(const Edge& at) {
  return claim::at_least(at.parent_drive, at.self_drive);
}

}  // namespace

claim::Claim self_can_win_without_constant_mean_claim() {
  return claim::ClaimAbout<ForestInstance>("causal/self-can-win-without-constant-mean")
      .states(
          "Without a constant mean the parent still has the largest limiting gradient, the "
          "position itself included (expected to be refuted).")
      .latex(
          R"(g_{i,p(i)} \ge g_{ii} \quad\text{without } \mathbb{E}[\pi]=\tfrac1S\mathbf 1\mathbf 1^\top)")
      .from({"arXiv 2402.14735", "necessity of the constant-mean assumption"})
      .formally(
          "The law of causal/parent-dominates-self over priors whose mean is not constrained; "
          "sticky chains have tr(pi) - 1 above ||B||_F^2.")
      .differs("the paper states the assumption, not its necessity; the negative statement is ours")
      .assumes(irreducible())
      .uses({"causal/self-entry-averages-to-zero"})
      .tagged({"key-lemma", "necessary-assumption"})
      .proved_by({"causal/SelfCanWin"},
                 "The theorem refutes the law on every two-state chain whose eigenvalue lies "
                 "strictly between zero and one.")
      .certified_by(gradient_certificates)
      .expects(claim::Verdict::refuted)
      .over(every_forest_and_two_state_chain())
      .over(every_forest_and_two_state_chain(PriorKind::symmetrised))
      .over(every_forest_and_two_state_chain(PriorKind::orbit))
      .mathematics({"theory/causal/limit_gradient.hpp: KinshipTable",
                    "theory/causal/limit_gradient.hpp: limit_gradient_by_enumeration"})
      .tested_by({"tests/theory/causal/limit_gradient_test.cpp: "
                  "LimitGradient.AgreesByThreeRoutesOnEveryForestOfFourNodes",
                  "tests/theory/causal/limit_gradient_test.cpp: "
                  "KinshipTable.HasTheReferenceEntriesOfTheTwoStateChain"})
      .law(claim::Evidence::exact, at_every_edge(parent_dominates_self))
      .confirmed_by(kEnumerationRoute, at_every_edge(parent_dominates_self, by_enumeration))
      .control("with constant mean the parent does dominate", at_every_edge(parent_dominates_self),
               {constant_mean()})
      .example(two_state_chain_on_three_positions());
}

}  // namespace lemmascope::causal
