#include "theory/looped/wishart.hpp"

#include <algorithm>

#include "theory/looped/looped_attention.hpp"
#include "theory/numeric/require.hpp"
#include "theory/regression/input_law.hpp"
#include "theory/regression/trace_recursion.hpp"

namespace lemmascope::looped {
namespace {

/// Pairs the first open half of an entry with each other one.
class Pairings {
 public:
  Pairings(const std::vector<Entry>& entries, const Matrix<Rational>& covariance, int context)
      : covariance_(covariance), context_(context), column_(entries.size()) {
    for (std::size_t k = 0; k < entries.size(); ++k) {
      halves_.push_back({entries[k].first, static_cast<int>(k)});
      halves_.push_back({entries[k].second, static_cast<int>(k)});
      column_[k] = static_cast<int>(k);
    }
    used_.assign(halves_.size(), false);
  }

  Rational sum(Rational weight = Rational(1)) {
    const auto open = std::find(used_.begin(), used_.end(), false);
    if (open == used_.end()) return weight * columns();
    const auto first = static_cast<std::size_t>(open - used_.begin());
    used_[first] = true;
    Rational total(0);
    for (std::size_t other = first + 1; other < halves_.size(); ++other) {
      const Rational& factor = covariance_(halves_[first].row, halves_[other].row);
      if (used_[other] || factor == 0) continue;
      used_[other] = true;
      const std::vector<int> before = column_;
      merge(halves_[first].entry, halves_[other].entry);
      total += sum(weight * factor);
      column_ = before;
      used_[other] = false;
    }
    used_[first] = false;
    return total;
  }

 private:
  struct Half {
    int row, entry;
  };

  void merge(int one, int other) {
    const int from = column_[other], to = column_[one];
    std::replace(column_.begin(), column_.end(), from, to);
  }

  /// n for each class of entries that share their column.
  Rational columns() const {
    std::vector<int> classes = column_;
    std::sort(classes.begin(), classes.end());
    classes.erase(std::unique(classes.begin(), classes.end()), classes.end());
    Rational power(1);
    for (std::size_t k = 0; k < classes.size(); ++k) power *= context_;
    return power;
  }

  const Matrix<Rational>& covariance_;
  int context_;
  std::vector<Half> halves_;
  std::vector<bool> used_;
  std::vector<int> column_;
};

/// Moments 0..most of a chi-square variable.
std::vector<Rational> chi_square_moments(int freedom, int most) {
  std::vector<Rational> moments{Rational(1)};
  for (int k = 0; k < most; ++k) moments.push_back(moments.back() * (freedom + 2 * k));
  return moments;
}

/// Points 0, 1, 4, ... for a chi-square variable, so that their roots are whole numbers.
std::vector<regression::WeightedPoint> squares(int freedom, int degree) {
  std::vector<Rational> points;
  for (int k = 0; k <= degree; ++k) points.push_back(Rational(k * k));
  return regression::weighted(points, chi_square_moments(freedom, degree));
}

Rational root_of_square(const Rational& square) {
  int root = 0;
  while (Rational(root * root) < square) ++root;
  return root;
}

}  // namespace

Rational product_by_pairings(const std::vector<Entry>& entries, const Matrix<Rational>& covariance,
                             int context) {
  require(entries.size() <= 6, "pairings are enumerated for at most six entries");
  return Pairings(entries, covariance, context).sum();
}

Rational average_by_pairings(const regression::SparsePolynomial<3>& polynomial,
                             const Matrix<Rational>& covariance, int context) {
  Rational sum(0);
  for (const auto& [exponents, coefficient] : polynomial.terms()) {
    std::vector<Entry> entries;
    const Entry of[] = {{0, 0}, {0, 1}, {1, 1}};
    for (int v = 0; v < 3; ++v) entries.insert(entries.end(), exponents[v], of[v]);
    Rational term = coefficient * product_by_pairings(entries, covariance, context);
    for (std::size_t k = 0; k < entries.size(); ++k) term /= context;
    sum += term;
  }
  return sum;
}

Matrix<Rational> average_by_factor(
    int dimension, int context, int degree,
    const std::function<Matrix<Rational>(const Matrix<Rational>&)>& f) {
  require(dimension == 1 || dimension == 2, "Bartlett's points are made for d = 1 and 2");
  require(context >= 1 && degree >= 0, "expected at least one example");
  Matrix<Rational> sum, covariance(dimension, dimension);
  const auto visit = [&](const Rational& weight) {
    const Matrix<Rational> term = f(covariance * Rational(1, context)) * weight;
    sum = sum.size() == 0 ? term : Matrix<Rational>(sum + term);
  };
  const auto across = dimension == 1
                          ? std::vector<regression::WeightedPoint>{{0, 1}}
                          : regression::matching_points(regression::gaussian_law(), 2 * degree);
  const auto last = dimension == 1 ? across : squares(context - 1, degree);
  for (const auto& [first, weight] : squares(context, degree)) {
    const Rational root = root_of_square(first);
    for (const auto& [z, weight_of_z] : across) {
      for (const auto& [second, weight_of_second] : last) {
        covariance(0, 0) = first;
        if (dimension == 2) {
          covariance(0, 1) = covariance(1, 0) = root * z;
          covariance(1, 1) = z * z + second;
        }
        visit(weight * weight_of_z * weight_of_second);
      }
    }
  }
  return sum;
}

Rational limit_moment(int dimension, int loops) {
  require(dimension >= 1 && loops >= 1 && loops <= 8, "expected d of at least 1 and 1 to 8 loops");
  return regression::TraceRecursion::of_their_limit(dimension).mean({2 * loops});
}

}  // namespace lemmascope::looped
