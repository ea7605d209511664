#include "theory/regression/trace_moments.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <mutex>

#include "theory/numeric/require.hpp"
#include "theory/regression/trace_recursion.hpp"

namespace lemmascope::regression {
namespace {

void require_shape(const InputShape& shape) {
  require(shape.dimension >= 1 && shape.context >= 1,
          "expected at least one coordinate and one example");
}

/// n (n - 1) ... (n - p + 1): ways to name p different rows or columns.
Rational falling(int n, int p) {
  Rational product(1);
  for (int j = 0; j < p; ++j) product *= n - j;
  return product;
}

/// How many rows and columns a walk visits and how often it takes each edge, halved and sorted.
struct WalkShape {
  int rows = 0, columns = 0;
  std::vector<int> half_multiplicities;
  auto operator<=>(const WalkShape&) const = default;
};
using WalkCounts = std::map<WalkShape, long>;

Rational weight(const WalkShape& walk, const InputShape& shape, const InputLaw& law) {
  Rational product = falling(shape.dimension, walk.rows) * falling(shape.context, walk.columns);
  for (const int half : walk.half_multiplicities) product *= even_moment(law, half);
  return product;
}

/// A walk from row 0 that is not closed yet: how often it took each edge and where it is. Rows and
/// columns have no names but row 0 and the place; what differs by names only is counted together.
class OpenWalk {
 public:
  long odd() const {
    long count = 0;
    for (const auto& row : times_) count += std::count_if(row.begin(), row.end(), is_odd);
    return count;
  }
  bool is_at_start() const { return at_row_ && place_ == 0; }
  int rows() const { return static_cast<int>(times_.size()); }
  int columns() const { return static_cast<int>(times_[0].size()); }
  auto operator<=>(const OpenWalk&) const = default;

  /// The walk one step on: to a known column or row, or a new one after the last.
  OpenWalk stepped(int to) const {
    OpenWalk next = *this;
    const int row = at_row_ ? place_ : to, column = at_row_ ? to : place_;
    if (row == rows()) next.times_.emplace_back(columns(), 0);
    if (column == columns()) {
      for (auto& entries : next.times_) entries.push_back(0);
    }
    ++next.times_[row][column];
    next.at_row_ = !at_row_;
    next.place_ = to;
    next.forget_names();
    return next;
  }
  int places() const { return at_row_ ? columns() : rows(); }

  WalkShape shape() const {
    WalkShape walk{rows(), columns(), {}};
    for (const auto& row : times_) {
      for (const int times : row) {
        if (times > 0) walk.half_multiplicities.push_back(times / 2);
      }
    }
    std::sort(walk.half_multiplicities.begin(), walk.half_multiplicities.end());
    return walk;
  }

 private:
  static bool is_odd(int times) { return times % 2 == 1; }

  void transpose() {
    std::vector<std::vector<int>> turned(columns(), std::vector<int>(times_.size()));
    for (std::size_t r = 0; r < times_.size(); ++r) {
      for (std::size_t c = 0; c < turned.size(); ++c) turned[c][r] = times_[r][c];
    }
    times_ = std::move(turned);
  }

  /// The place becomes the first column, or the row after row 0; the others are sorted.
  void forget_names() {
    int fixed_rows = 1, fixed_columns = 0;
    if (at_row_ && place_ > 0) {
      std::swap(times_[1], times_[place_]);
      place_ = 1;
      fixed_rows = 2;
    } else if (!at_row_) {
      for (auto& row : times_) std::swap(row[0], row[place_]);
      place_ = 0;
      fixed_columns = 1;
    }
    for (int round = 0; round < 2; ++round) {
      std::sort(times_.begin() + fixed_rows, times_.end());
      transpose();
      std::sort(times_.begin() + fixed_columns, times_.end());
      transpose();
    }
  }

  std::vector<std::vector<int>> times_{std::vector<int>{}};
  bool at_row_ = true;
  int place_ = 0;
};

/// All closed walks of 2k steps, step by step; one that has more odd edges than steps left ends.
WalkCounts counted_walks(int k) {
  std::map<OpenWalk, long> open{{OpenWalk(), 1}};
  for (int left = 2 * k; left-- > 0;) {
    std::map<OpenWalk, long> longer;
    for (const auto& [walk, count] : open) {
      for (int to = 0; to <= walk.places(); ++to) {
        OpenWalk next = walk.stepped(to);
        if (next.odd() <= left) longer[std::move(next)] += count;
      }
    }
    open = std::move(longer);
  }
  WalkCounts counts;
  for (const auto& [walk, count] : open) {
    if (walk.is_at_start()) counts[walk.shape()] += count;
  }
  return counts;
}

/// Counted once for each k, when first asked for.
const WalkCounts& walks(int k) {
  static std::array<std::once_flag, kLongestWalk + 1> made;
  static std::array<WalkCounts, kLongestWalk + 1> counts;
  std::call_once(made[k], [k] { counts[k] = counted_walks(k); });
  return counts[k];
}

/// Every restricted growth string of length k: the partitions of k places.
std::vector<std::vector<int>> partitions(int k) {
  std::vector<std::vector<int>> all{{}};
  for (int place = 0; place < k; ++place) {
    std::vector<std::vector<int>> longer;
    for (const auto& head : all) {
      const int names = head.empty() ? 0 : *std::max_element(head.begin(), head.end()) + 1;
      for (int name = 0; name <= names; ++name) {
        longer.push_back(head);
        longer.back().push_back(name);
      }
    }
    all = std::move(longer);
  }
  return all;
}

int names_of(const std::vector<int>& partition) {
  return *std::max_element(partition.begin(), partition.end()) + 1;
}

/// E of the product of the entries that a walk with these names passes.
Rational mean_of_walk(const std::vector<int>& rows, const std::vector<int>& columns,
                      const std::vector<Rational>& even_moments) {
  std::array<int, 64> times{};
  const std::size_t k = rows.size();
  for (std::size_t a = 0; a < k; ++a) {
    ++times[8 * rows[a] + columns[a]];
    ++times[8 * rows[(a + 1) % k] + columns[a]];
  }
  Rational product(1);
  for (const int count : times) {
    if (count % 2 == 1) return 0;
    if (count > 0) product *= even_moments[count / 2];
  }
  return product;
}

/// Cycles of two pairings of the same places, taken in turn.
int cycles(const std::vector<int>& one, const std::vector<int>& other) {
  std::vector<bool> seen(one.size(), false);
  int count = 0;
  for (std::size_t start = 0; start < one.size(); ++start) {
    if (seen[start]) continue;
    ++count;
    for (std::size_t at = start; !seen[at];) {
      seen[at] = true;
      const auto across = static_cast<std::size_t>(one[at]);
      seen[across] = true;
      at = static_cast<std::size_t>(other[across]);
    }
  }
  return count;
}

/// Calls `visit` for every way to pair the places that are open (-1) in `pairing`.
void for_pairings(std::vector<int>& pairing, const std::function<void()>& visit) {
  const auto open = std::find(pairing.begin(), pairing.end(), -1);
  if (open == pairing.end()) {
    visit();
    return;
  }
  const auto first = static_cast<int>(open - pairing.begin());
  for (int other = first + 1; other < static_cast<int>(pairing.size()); ++other) {
    if (pairing[other] != -1) continue;
    pairing[first] = other;
    pairing[other] = first;
    for_pairings(pairing, visit);
    pairing[first] = pairing[other] = -1;
  }
}

Rational power_of(int base, int exponent) {
  Rational product(1);
  for (int k = 0; k < exponent; ++k) product *= base;
  return product;
}

}  // namespace

Rational traces_by_pairings(const std::vector<int>& powers, const InputShape& shape) {
  require_shape(shape);
  // C_ij = sum_n x_in x_jn: factor m has the places 2m (row i) and 2m + 1 (row j); its column pairs
  // both, its rows are those of its neighbours.
  std::vector<int> columns, rows;
  Rational factor(1);
  for (const int power : powers) {
    require(power >= 0, "expected powers of at least zero");
    if (power == 0) factor *= shape.dimension;
    const int begin = static_cast<int>(rows.size()), end = begin + 2 * power;
    for (int place = begin; place < end; ++place) {
      columns.push_back(place % 2 == 0 ? place + 1 : place - 1);
      const int around = place % 2 == 1 ? place + 1 : place - 1;
      rows.push_back(around == end ? begin : around < begin ? end - 1 : around);
    }
  }
  require(rows.size() <= 12, "pairings are enumerated up to k = 6");
  std::vector<int> pairing(rows.size(), -1);
  Rational sum(0);
  for_pairings(pairing, [&] {
    sum += power_of(shape.context, cycles(columns, pairing)) *
           power_of(shape.dimension, cycles(rows, pairing));
  });
  return factor * sum;
}

Rational trace_moment_by_walks(int k, const InputShape& shape, const InputLaw& law) {
  require_shape(shape);
  require(k >= 0 && k <= kLongestWalk, "closed walks are enumerated up to k = 9");
  if (k == 0) return shape.dimension;
  Rational sum(0);
  for (const auto& [walk, count] : walks(k)) sum += count * weight(walk, shape, law);
  return sum;
}

Rational gaussian_trace_moment(int k, const InputShape& shape) {
  require_shape(shape);
  require(k >= 0 && k <= kLongestGaussianWalk, "Gaussian moments are computed up to k = 24");
  return TraceRecursion::of_products(shape.dimension, shape.context).mean({k});
}

std::vector<Rational> trace_moments(int most, const InputShape& shape, const InputLaw& law) {
  require_shape(shape);
  std::vector<Rational> all;
  if (law.kind == InputLaw::Kind::gaussian) {
    require(most <= kLongestGaussianWalk, "Gaussian moments are computed up to k = 24");
    auto traces = TraceRecursion::of_products(shape.dimension, shape.context);
    for (int k = 0; k <= most; ++k) all.push_back(traces.mean({k}));
  } else {
    for (int k = 0; k <= most; ++k) all.push_back(trace_moment_by_walks(k, shape, law));
  }
  return all;
}

Rational trace_moment_by_partitions(int k, const InputShape& shape, const InputLaw& law) {
  require_shape(shape);
  require(k >= 0 && k <= 6, "pairs of partitions are enumerated up to k = 6");
  if (k == 0) return shape.dimension;
  std::vector<Rational> moments;
  for (int m = 0; m <= k; ++m) moments.push_back(even_moment(law, m));
  const auto all = partitions(k);
  Rational sum(0);
  for (const auto& rows : all) {
    if (names_of(rows) > shape.dimension) continue;
    Rational over_columns(0);
    for (const auto& columns : all) {
      if (names_of(columns) > shape.context) continue;
      const Rational mean = mean_of_walk(rows, columns, moments);
      if (mean != 0) over_columns += falling(shape.context, names_of(columns)) * mean;
    }
    sum += falling(shape.dimension, names_of(rows)) * over_columns;
  }
  return sum;
}

double points_to_visit(const InputShape& shape, const InputLaw& law, int degree) {
  const double points = static_cast<double>(matching_points(law, degree).size());
  return std::pow(points, shape.dimension * shape.context);
}

Rational average_over_points(const InputShape& shape, const InputLaw& law, int degree,
                             const std::function<Rational(const Matrix<Rational>&)>& visit) {
  require_shape(shape);
  require(points_to_visit(shape, law, degree) <= 100000, "too many matrices of matching points");
  const auto points = matching_points(law, degree);
  Matrix<Rational> inputs(shape.dimension, shape.context);
  const std::function<Rational(Eigen::Index)> over = [&](Eigen::Index entry) {
    if (entry == inputs.size()) return visit(inputs);
    Rational sum(0);
    for (const auto& [point, share] : points) {
      inputs.data()[entry] = point;
      sum += share * over(entry + 1);
    }
    return sum;
  };
  return over(0);
}

}  // namespace lemmascope::regression
