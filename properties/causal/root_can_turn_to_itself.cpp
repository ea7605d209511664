// A limit of what finite length does to roots: some are pushed less from themselves than from a
// predecessor.
#include <fmt/format.h>

#include "properties/causal/instances/forest_charts.hpp"
#include "properties/causal/training_sites.hpp"
#include "properties/domain/profiled.hpp"
#include "theory/markov/enumerate.hpp"

namespace lemmascope::causal {
namespace {

// Two roots, the first with `children` children, and nodes of no other kind.
markov::CausalForest root_beside_a_star(int children) {
  std::vector<Position> parents{-1, -1};
  parents.insert(parents.end(), static_cast<std::size_t>(children), 0);
  return markov::CausalForest(parents);
}

// Stars of up to four children with every symmetric two-state chain of denominators up to 8.
claim::ProfiledDomain<ForestInstance> roots_beside_stars() {
  return [](claim::Profile) {
    constexpr int kMostChildren = 4, kLargestDenominator = 8;
    std::vector<ForestInstance> all;
    for (int children = 0; children <= kMostChildren; ++children) {
      for (const auto& chain : markov::every_two_state_chain(kLargestDenominator)) {
        if (chain(0, 0) != chain(1, 1)) continue;
        all.push_back(forest_instance(root_beside_a_star(children), markov::Prior::orbit(chain)));
      }
    }
    return domain::family_domain(
        "roots-beside-stars",
        fmt::format(
            "a root beside a root with 0 to {} children × every symmetric two-state chain with "
            "denominators up to {}, as the prior of its row and column permutations",
            kMostChildren, kLargestDenominator),
        std::move(all), forest_charts(PriorKind::orbit, kMostChildren + 2, 2));
  };
}

claim::Evaluation<ForestInstance> self_is_lowest(Route route) {
  return [route](const ForestInstance& at) {
    const Matrix<Rational> k = route(at).drive;
    claim::Findings<Rational> findings;
    for (Position r = 1; r < at.forest.size(); ++r) {
      if (!at.forest.is_root(r)) continue;
      for (Position j = 0; j < r; ++j) {
        findings.add(claim::is_less(k(r, r), k(r, j)), claim::site("i", r, "j", j));
      }
    }
    return findings.outcome();
  };
}

// The second eigenvalue of a two-state chain, at most 1/2 in size.
claim::Hypothesis<ForestInstance> eigenvalue_at_most_half() {
  return {"second eigenvalue at most 1/2",
          "every chain of the prior has |pi(1|1) - pi(1|2)| <= 1/2", [](const ForestInstance& at) {
            for (const auto& atom : at.prior().atoms()) {
              const Rational eigenvalue = atom.chain(0, 0) - atom.chain(1, 0);
              if (abs(eigenvalue) > Rational(1, 2)) return Truth::no;
            }
            return Truth::yes;
          }};
}

}  // namespace

claim::Claim root_can_turn_to_itself_claim() {
  return claim::ClaimAbout<ForestInstance>("causal/root-can-turn-to-itself")
      .states(
          "At finite length a root is always pushed away from itself more than from any "
          "predecessor (expected to be refuted).")
      .latex(R"(K_{rr} < K_{rj}\quad\text{for every root } r \text{ and } j<r)")
      .from({"arXiv 2402.14735", "treatment of roots in the proof of Theorem 4.4"})
      .formally(
          "Exact K of finite length under orbit priors, smoothing 1/100; every root with "
          "predecessors.")
      .differs(
          "the paper does not claim this of short sequences. It holds for long ones, where the "
          "self entry is the lowest; beside a node with several children and a chain that nearly "
          "alternates or nearly stays, short sequences push a root from that node more than from "
          "itself")
      .assumes(irreducible())
      .assumes(constant_mean())
      .assumes(informative_edges())
      .uses({"causal/gradient-rows-sum-to-zero"})
      .tagged({"stage-one", "finite-length"})
      .expects(claim::Verdict::refuted)
      .over(roots_beside_stars())
      .mathematics({"theory/causal/leading_gradient.hpp: drive"})
      .tested_by({"tests/theory/causal/leading_gradient_test.cpp: "
                  "LeadingGradient.EveryRationalRouteGivesTheSameFractions",
                  "tests/theory/causal/leading_gradient_test.cpp: "
                  "LeadingGradient.GivesTheReferenceFractionsOnTheChainOfFourTokens"})
      .law(claim::Evidence::exact, self_is_lowest(by_finite_length))
      .confirmed_by(kFiniteEnumerationRoute, self_is_lowest(by_finite_length_enumeration))
      .control("with a second eigenvalue of at most 1/2 roots are pushed away from themselves",
               self_is_lowest(by_finite_length), {eigenvalue_at_most_half()})
      .example(forest_instance(markov::CausalForest({-1, 0, -1}),
                               two_state_orbit_on_three_positions().prior()));
}

}  // namespace lemmascope::causal
