// The shortcut probe: exchanging two elements changes the last variable as often as two elements do
// not commute.
#include "properties/lego/chain_instance.hpp"
#include "properties/lego/sentence_instance.hpp"
#include "theory/lego/swaps.hpp"

namespace lemmascope::lego {
namespace {

// Every variable from the later place on.
Sides from_place(const ChainInstance& at, int first, const Rational& expected) {
  Sides all;
  for (int k = first; k <= at.clauses; ++k) {
    all.push_back({share_changed_by_swap(*at.group, at.clauses, at.variable, at.other, k), expected,
                   claim::site("k", k)});
  }
  return all;
}

Sides by_enumeration(const ChainInstance& at) {
  return from_place(at, at.other, share_of_non_commuting_pairs(*at.group));
}

// Other route: only a, b and the product m between them count; commuting pairs counted as pairs.
Sides by_three_elements(const ChainInstance& at) {
  const FiniteGroup& group = *at.group;
  const int n = group.order();
  const bool adjacent = at.other == at.variable + 1;
  long changed = 0, all = 0, apart = 0;
  for (Element a = 0; a < n; ++a) {
    for (Element b = 0; b < n; ++b) {
      apart += group.product(a, b) != group.product(b, a) ? 1 : 0;
      for (Element m = 0; m < (adjacent ? 1 : n); ++m, ++all) {
        const Element between = adjacent ? group.identity() : m;
        const Element before = group.product(b, group.product(between, a));
        const Element after = group.product(a, group.product(between, b));
        changed += before != after ? 1 : 0;
      }
    }
  }
  Sides sides;
  for (int k = at.other; k <= at.clauses; ++k) {
    sides.push_back({Rational(changed, all), Rational(apart, n * n), claim::site("k", k)});
  }
  return sides;
}

// Wrong: the share of elements outside the centre.
Sides outside_the_centre(const ChainInstance& at) {
  const FiniteGroup& group = *at.group;
  int central = 0;
  for (Element a = 0; a < group.order(); ++a) {
    bool commutes = true;
    for (Element b = 0; b < group.order(); ++b) {
      commutes = commutes && group.product(a, b) == group.product(b, a);
    }
    central += commutes ? 1 : 0;
  }
  return from_place(at, at.other, 1 - Rational(central, group.order()));
}

// Wrong: also for variables between the two places.
Sides from_the_earlier_place(const ChainInstance& at) {
  return from_place(at, at.variable, share_of_non_commuting_pairs(*at.group));
}

}  // namespace

claim::Claim swaps_show_chain_following_claim() {
  return claim::ClaimAbout<ChainInstance>("lego/swaps-show-chain-following")
      .states(
          "Exchanging the elements of any two clauses changes a later variable with probability 1 "
          "- classes/|G|: never over abelian groups, half of the time over D_3.")
      .latex(R"(\Pr[x_k\ne x_k^{(i\leftrightarrow j)}]=1-\frac{k(G)}{|G|}\quad(k\ge j>i))")
      .from({kPaper, "robustness of shortcut solutions; no formula"})
      .formally(
          "Complete enumeration of uniform sequences against the number of conjugacy classes, for "
          "every pair of places and every later variable.")
      .differs(
          "the paper probes trained networks; the share is ours. It does not depend on how far the "
          "clauses are apart")
      .tagged({"lego", "shortcut"})
      .over(every_small_chain(true))
      .mathematics({"theory/lego/swaps.hpp: share_changed_by_swap",
                    "theory/lego/swaps.hpp: share_of_non_commuting_pairs"})
      .tested_by({"tests/theory/lego/swaps_test.cpp: "
                  "Swaps.ChangeTheLastVariableHalfOfTheTimeOverTheDihedralGroup"})
      .law(claim::Evidence::exact, domain::equal_at_each(by_enumeration))
      .confirmed_by("triples of elements and commuting pairs",
                    domain::equal_at_each(by_three_elements))
      .twin("the share of elements outside the centre", domain::equal_at_each(outside_the_centre))
      .twin("also for variables between the two places",
            domain::equal_at_each(from_the_earlier_place))
      .example({last_variable("d3", 3).group, 3, 1, 3});
}

}  // namespace lemmascope::lego
