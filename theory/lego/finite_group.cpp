#include "theory/lego/finite_group.hpp"

#include <algorithm>
#include <numeric>
#include <set>

#include "theory/numeric/require.hpp"

namespace lemmascope::lego {
namespace {

constexpr int kMostElements = 120;

using Table = std::vector<std::vector<Element>>;

void require_closed(const Table& table) {
  const std::size_t n = table.size();
  require(n >= 1 && n <= kMostElements,
          fmt::format("a group's table: expected 1 to {} elements, found {}", kMostElements, n));
  for (const auto& row : table) {
    require(row.size() == n,
            fmt::format("a group's table: expected {} columns, found {}", n, row.size()));
    for (const Element entry : row) {
      require(
          entry >= 0 && entry < static_cast<int>(n),
          fmt::format("a group's table: expected entries from 0 to {}, found {}", n - 1, entry));
    }
  }
}

void require_associative(const Table& table) {
  const int n = static_cast<int>(table.size());
  for (int a = 0; a < n; ++a) {
    for (int b = 0; b < n; ++b) {
      for (int c = 0; c < n; ++c) {
        if (table[table[a][b]][c] == table[a][table[b][c]]) continue;
        refuse(fmt::format("a group's table: expected ({0} {1}) {2} = {0} ({1} {2})", a, b, c));
      }
    }
  }
}

Element identity_of(const Table& table) {
  const int n = static_cast<int>(table.size());
  for (int e = 0; e < n; ++e) {
    bool neutral = true;
    for (int a = 0; a < n; ++a) neutral = neutral && table[e][a] == a && table[a][e] == a;
    if (neutral) return e;
  }
  refuse("a group's table: expected an identity, found none");
}

}  // namespace

FiniteGroup::FiniteGroup(std::string name, std::vector<std::vector<Element>> table,
                         std::vector<std::string> names)
    : name_(std::move(name)), table_(std::move(table)), names_(std::move(names)) {
  require_closed(table_);
  require(names_.size() == table_.size(), "a group: expected a name for every element");
  identity_ = identity_of(table_);
  for (int a = 0; a < order(); ++a) {
    const auto& row = table_[a];
    const auto found = std::find(row.begin(), row.end(), identity_);
    if (found == row.end()) refuse(fmt::format("a group's table: expected an inverse of {}", a));
    inverses_.push_back(static_cast<Element>(found - row.begin()));
    for (int b = 0; b < a; ++b) abelian_ = abelian_ && table_[a][b] == table_[b][a];
  }
  require_associative(table_);
}

Element FiniteGroup::find(const std::string& name) const {
  for (int a = 0; a < order(); ++a) {
    if (names_[a] == name || std::to_string(a) == name) return a;
  }
  return -1;
}

FiniteGroup cyclic_group(int n) {
  require(n >= 1 && n <= kMostElements, "a cyclic group: expected 1 to 120 elements");
  Table table(n, std::vector<Element>(n));
  std::vector<std::string> names;
  for (int a = 0; a < n; ++a) {
    names.push_back(n == 2 ? (a == 0 ? "+" : "-") : std::to_string(a));
    for (int b = 0; b < n; ++b) table[a][b] = (a + b) % n;
  }
  return {fmt::format("z{}", n), std::move(table), std::move(names)};
}

FiniteGroup dihedral_group(int n) {
  require(n >= 1 && n <= kMostElements / 2, "a dihedral group: expected 1 to 60 rotations");
  Table table(2 * n, std::vector<Element>(2 * n));
  std::vector<std::string> names;
  for (int a = 0; a < 2 * n; ++a) {
    names.push_back(fmt::format("{}{}", a < n ? 'r' : 's', a % n));
    for (int b = 0; b < 2 * n; ++b) {
      // s^e r^j s^f r^k = s^(e+f) r^(k + j or k - j)
      const int turn = (b % n + (b < n ? a % n : n - a % n)) % n;
      table[a][b] = (a < n) == (b < n) ? turn : n + turn;
    }
  }
  return {fmt::format("d{}", n), std::move(table), std::move(names)};
}

FiniteGroup symmetric_group(int n) {
  require(n >= 1 && n <= 5, "a symmetric group: expected 1 to 5 points");
  std::string points(static_cast<std::size_t>(n), '0');
  std::iota(points.begin(), points.end(), '0');
  std::vector<std::string> names;
  do names.push_back(points);
  while (std::next_permutation(points.begin(), points.end()));
  Table table;
  for (const auto& p : names) {
    std::vector<Element> row;
    for (const auto& q : names) {
      std::string composed;
      for (const char i : q) composed += p[static_cast<std::size_t>(i - '0')];
      const auto found = std::lower_bound(names.begin(), names.end(), composed);
      row.push_back(static_cast<Element>(found - names.begin()));
    }
    table.push_back(std::move(row));
  }
  return {fmt::format("s{}", n), std::move(table), std::move(names)};
}

int conjugacy_classes(const FiniteGroup& group) {
  std::set<std::vector<Element>> classes;
  for (int a = 0; a < group.order(); ++a) {
    std::set<Element> conjugates;
    for (int g = 0; g < group.order(); ++g) {
      conjugates.insert(group.product(group.product(g, a), group.inverse(g)));
    }
    classes.insert({conjugates.begin(), conjugates.end()});
  }
  return static_cast<int>(classes.size());
}

}  // namespace lemmascope::lego
