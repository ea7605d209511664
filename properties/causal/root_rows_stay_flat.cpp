// What stage 1 does to roots: nothing pulls them towards one predecessor as strongly as a parent
// pulls.
#include <algorithm>

#include "properties/causal/instances/forest_domains.hpp"
#include "properties/causal/training_sites.hpp"

namespace lemmascope::causal {
namespace {

/// A root with predecessors, and one of them: drives S K at finite length.
struct RootEntry {
  Position root, j;
  Rational drive;
  Rational spread;     ///< largest minus least drive over all predecessors
  Rational least_gap;  ///< least gap of any parent in the same graph
  claim::Site where() const { return claim::site("i", root, "j", j); }
};

claim::Relation<Rational> spread_below_every_gap(const RootEntry& at) {
  return claim::is_less(at.spread, at.least_gap);
}
// Wrong: says of finite length what is true of the limit.
claim::Relation<Rational> no_drive_at_all(const RootEntry& at) {
  return claim::equals(at.drive, Rational(0));
}

template <class Visit>
void visit_root_entries(const ForestInstance& at, Route route, const Visit& visit) {
  const Matrix<Rational> k = route(at).drive;
  const Rational least_gap = least_parent_gap(k, at.forest);
  for (Position i = 1; i < at.forest.size(); ++i) {
    if (!at.forest.is_root(i)) continue;
    Rational low = k(i, 0), high = k(i, 0);
    for (Position j = 1; j < i; ++j) {
      low = std::min(low, k(i, j));
      high = std::max(high, k(i, j));
    }
    for (Position j = 0; j < i; ++j) {
      visit(RootEntry{i, j, k(i, j), Rational(high - low), least_gap});
    }
  }
}

claim::Evaluation<ForestInstance> flat(Route route) {
  return [route](const ForestInstance& at) {
    claim::Findings<Rational> findings;
    visit_root_entries(at, route, [&](const RootEntry& entry) {
      findings.add(spread_below_every_gap(entry), entry.where());
    });
    return findings.outcome();
  };
}

claim::Evaluation<ForestInstance> without_drive() {
  return [](const ForestInstance& at) {
    claim::Findings<Rational> findings;
    visit_root_entries(at, by_finite_length, [&](const RootEntry& entry) {
      findings.add(no_drive_at_all(entry), entry.where());
    });
    return findings.outcome();
  };
}

}  // namespace

claim::Claim root_rows_stay_flat_claim() {
  return claim::ClaimAbout<ForestInstance>("causal/root-rows-stay-flat")
      .states(
          "At finite length nothing pulls a root towards one predecessor rather than another as "
          "strongly as a parent pulls its child.")
      .latex(
          R"(\max_{j<r}K_{rj}-\min_{j<r}K_{rj} < \min_i\big(K_{i,p(i)}-\max_{j\ne p(i)}
  K_{ij}\big)\quad\text{for every root } r)")
      .from({"arXiv 2402.14735", "treatment of roots in the proof of Theorem 4.4"})
      .formally(
          "Exact K of finite length under orbit priors, smoothing 1/100; every root with "
          "predecessors, on graphs with an edge.")
      .differs(
          "the paper needs that root rows do not matter; this inequality is our form of it at "
          "finite length. Root rows end near uniform over predecessors, not exactly uniform, and "
          "early rows may drift: no bound on the final attention is claimed. That a root always "
          "turns away from itself is not part of it: see causal/root-can-turn-to-itself")
      .uncertain("what the paper states about root rows after stage 1")
      .assumes(irreducible())
      .assumes(constant_mean())
      .assumes(informative_edges())
      .assumes(some_edge())
      .uses({"causal/roots-have-zero-drive", "causal/parent-dominates-below-degree-threshold"})
      .tagged({"stage-one", "finite-length"})
      .over(every_forest_and_two_state_chain(PriorKind::orbit, kFiniteLengthTwoStates))
      .mathematics({"theory/causal/leading_gradient.hpp: drive",
                    "theory/causal/stage_one_flow.hpp: stage_one_descent"})
      .tested_by({"tests/theory/causal/training_test.cpp: "
                  "TrainExactly.LeavesRootRowsNearlyUniformAndOffThemselves"})
      .law(claim::Evidence::exact, flat(by_finite_length))
      .confirmed_by(kFiniteEnumerationRoute, flat(by_finite_length_enumeration))
      .twin("a root has no drive at finite length either", without_drive())
      .example(forest_instance(markov::CausalForest({-1, 0, -1}),
                               two_state_orbit_on_three_positions().prior()));
}

}  // namespace lemmascope::causal
