#include "theory/lego/bag_accuracy.hpp"

#include <algorithm>
#include <map>

#include "theory/numeric/require.hpp"

namespace lemmascope::lego {
namespace {

/// How often each element occurs.
using Bag = std::vector<int>;
/// For each bag, the number of sequences with each value.
using Counts = std::map<Bag, std::vector<Integer>>;

// One more element in every bag: it acts on the value, or comes after the variable asked for.
Counts with_one_more(const Counts& counts, const FiniteGroup& group, bool acts) {
  Counts next;
  for (const auto& [bag, by_value] : counts) {
    Bag larger = bag;
    for (Element g = 0; g < group.order(); ++g) {
      ++larger[g];
      auto& into = next.try_emplace(larger, group.order(), Integer(0)).first->second;
      for (Element x = 0; x < group.order(); ++x) {
        into[acts ? group.product(g, x) : x] += by_value[x];
      }
      --larger[g];
    }
  }
  return next;
}

Counts empty_bag(const FiniteGroup& group) {
  std::vector<Integer> by_value(static_cast<std::size_t>(group.order()), Integer(0));
  by_value[group.identity()] = 1;
  return {{Bag(static_cast<std::size_t>(group.order()), 0), by_value}};
}

Rational best(const Counts& counts) {
  Integer hits(0), all(0);
  for (const auto& [bag, by_value] : counts) {
    hits += *std::max_element(by_value.begin(), by_value.end());
    for (const Integer& count : by_value) all += count;
  }
  return Rational(hits, all);
}

void require_variable(int clauses, int variable) {
  if (variable < 1 || variable > clauses) {
    refuse(fmt::format("expected a variable from 1 to {}, found {}", clauses, variable));
  }
}

Integer binomial(int n, int k) {
  if (k < 0 || k > n) return Integer(0);
  Integer result(1);
  for (int j = 1; j <= k; ++j) result = result * (n - k + j) / j;
  return result;
}

/// Calls visit(sequence) for every sequence of n elements.
template <class Visit>
void for_every_sequence(const FiniteGroup& group, int n, Visit visit) {
  std::vector<Element> sequence(static_cast<std::size_t>(n), 0);
  for (;;) {
    visit(sequence);
    int k = 0;
    while (k < n && ++sequence[k] == group.order()) sequence[k++] = 0;
    if (k == n) return;
  }
}

Element product_of(const FiniteGroup& group, const std::vector<Element>& sequence, int count) {
  Element value = group.identity();
  for (int k = 0; k < count; ++k) value = group.product(sequence[k], value);
  return value;
}

void require_few(const FiniteGroup& group, int clauses, double each) {
  double all = each;
  for (int k = 0; k < clauses; ++k) all *= group.order();
  require(all <= 1e7, "complete enumeration: expected at most 10^7 sequences");
}

}  // namespace

Rational bag_accuracy(const FiniteGroup& group, int clauses, int variable) {
  require_variable(clauses, variable);
  Counts counts = empty_bag(group);
  for (int k = 1; k <= clauses; ++k) counts = with_one_more(counts, group, k <= variable);
  return best(counts);
}

std::vector<Rational> bag_accuracies(const FiniteGroup& group, int clauses) {
  std::vector<Rational> all;
  for (int i = 1; i <= clauses; ++i) all.push_back(bag_accuracy(group, clauses, i));
  return all;
}

Rational sign_bag_accuracy(int clauses, int variable) {
  require_variable(clauses, variable);
  Integer hits(0);
  for (int m = 0; m <= clauses; ++m) {
    Integer even(0);
    for (int j = 0; j <= std::min(variable, m); j += 2) {
      even += binomial(variable, j) * binomial(clauses - variable, m - j);
    }
    hits += std::max(even, Integer(binomial(clauses, m) - even));
  }
  return Rational(hits, Integer(Integer(1) << static_cast<unsigned>(clauses)));
}

Rational bag_accuracy_by_enumeration(const FiniteGroup& group, int clauses, int variable) {
  require_variable(clauses, variable);
  require_few(group, clauses, 1);
  Counts counts;
  for_every_sequence(group, clauses, [&](const std::vector<Element>& sequence) {
    Bag bag(static_cast<std::size_t>(group.order()), 0);
    for (const Element g : sequence) ++bag[g];
    auto& by_value = counts.try_emplace(bag, group.order(), Integer(0)).first->second;
    by_value[product_of(group, sequence, variable)] += 1;
  });
  return best(counts);
}

Rational nameless_accuracy(const FiniteGroup& group, int clauses,
                           const std::vector<std::vector<int>>& orders) {
  require(clauses >= 1 && !orders.empty(), "expected a clause and an order");
  require_few(group, clauses, static_cast<double>(orders.size()));
  Counts counts;
  for_every_sequence(group, clauses, [&](const std::vector<Element>& sequence) {
    const Element value = product_of(group, sequence, clauses);
    std::vector<Element> written(sequence.size());
    for (const auto& order : orders) {
      for (int k = 0; k < clauses; ++k) written[k] = sequence[order[k]];
      auto& by_value = counts.try_emplace(written, group.order(), Integer(0)).first->second;
      by_value[value] += 1;
    }
  });
  return best(counts);
}

Integer bag_count(const FiniteGroup& group, int clauses) {
  return binomial(clauses + group.order() - 1, clauses);
}

}  // namespace lemmascope::lego
