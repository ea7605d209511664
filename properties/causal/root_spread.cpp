#include "properties/causal/root_spread.hpp"

#include <algorithm>

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
// Wrong by a constant: the families of causal/root-rows-stay-flat reach 0.439 of the least gap.
claim::Relation<Rational> spread_below_two_fifths(const RootEntry& at) {
  return claim::is_less(at.spread, Rational(Rational(2, 5) * at.least_gap));
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

claim::Evaluation<ForestInstance> at_every_root_entry(
    claim::Relation<Rational> (*law)(const RootEntry&), Route route) {
  return [=](const ForestInstance& at) {
    claim::Findings<Rational> findings;
    visit_root_entries(at, route,
                       [&](const RootEntry& entry) { findings.add(law(entry), entry.where()); });
    return findings.outcome();
  };
}

}  // namespace

claim::Evaluation<ForestInstance> root_rows_are_flat(Route route) {
  return at_every_root_entry(spread_below_every_gap, route);
}

claim::Evaluation<ForestInstance> root_rows_are_flatter() {
  return at_every_root_entry(spread_below_two_fifths, by_finite_length);
}

claim::Evaluation<ForestInstance> roots_have_no_drive() {
  return at_every_root_entry(no_drive_at_all, by_finite_length);
}

}  // namespace lemmascope::causal
