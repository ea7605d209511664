#include "theory/lego/swaps.hpp"

#include "theory/numeric/require.hpp"

namespace lemmascope::lego {

Rational share_changed_by_swap(const FiniteGroup& group, int clauses, int i, int j, int k) {
  require(1 <= i && i < j && j <= clauses && 1 <= k && k <= clauses,
          "expected two clauses and a variable of the sentence");
  double sequences = 1;
  for (int m = 0; m < clauses; ++m) sequences *= group.order();
  require(sequences <= 1e7, "complete enumeration: expected at most 10^7 sequences");
  std::vector<Element> sequence(static_cast<std::size_t>(clauses), 0);
  const auto value = [&] {
    Element x = group.identity();
    for (int m = 0; m < k; ++m) x = group.product(sequence[m], x);
    return x;
  };
  long changed = 0, all = 0;
  for (int m = 0; m < clauses; ++all) {
    const Element before = value();
    std::swap(sequence[i - 1], sequence[j - 1]);
    changed += value() != before ? 1 : 0;
    std::swap(sequence[i - 1], sequence[j - 1]);
    for (m = 0; m < clauses && ++sequence[m] == group.order(); ++m) sequence[m] = 0;
  }
  return Rational(changed, all);
}

Rational share_of_non_commuting_pairs(const FiniteGroup& group) {
  return 1 - Rational(conjugacy_classes(group), group.order());
}

}  // namespace lemmascope::lego
