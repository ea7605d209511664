// Real roots by Descartes' rule of signs and bisection, in whole numbers: fast where Sturm's
// remainders grow.
#include <algorithm>

#include "theory/numeric/require.hpp"
#include "theory/regression/real_roots.hpp"

namespace lemmascope::regression {
namespace {

using Coefficients = std::vector<Integer>;

/// Whole coefficients without a common factor, the same roots.
Coefficients primitive(const Polynomial& polynomial) {
  Integer common(1);
  for (const Rational& coefficient : polynomial) {
    common = lcm(common, Integer(denominator(coefficient)));
  }
  Coefficients whole;
  Integer content(0);
  for (const Rational& coefficient : polynomial) {
    whole.push_back(numerator(Rational(coefficient * Rational(common))));
    content = gcd(content, whole.back());
  }
  for (Integer& coefficient : whole) coefficient /= content;
  return whole;
}

/// p(x + 1).
void shift_by_one(Coefficients& p) {
  for (std::size_t i = 0; i < p.size(); ++i) {
    for (std::size_t k = p.size() - 1; k-- > i;) p[k] += p[k + 1];
  }
}

/// Sign changes of (1 + x)^n p(1 / (1 + x)): at least the roots in (0, 1), and as many where it
/// says none or one.
int sign_changes(Coefficients p) {
  std::reverse(p.begin(), p.end());
  shift_by_one(p);
  int changes = 0, last = 0;
  for (const Integer& coefficient : p) {
    const int sign = coefficient.sign();
    if (sign != 0 && last != 0 && sign != last) ++changes;
    if (sign != 0) last = sign;
  }
  return changes;
}

/// The sign of p at place / 2^depth, by Horner's rule on p times 2^(n depth).
int sign_at(const Coefficients& p, const Integer& place, unsigned depth) {
  Integer value(0);
  for (std::size_t k = p.size(); k-- > 0;) {
    value *= place;
    value += p[k] << static_cast<unsigned>(depth * (p.size() - 1 - k));
  }
  return value.sign();
}

Coefficients derivative(const Coefficients& p) {
  Coefficients result;
  for (std::size_t k = 1; k < p.size(); ++k) result.push_back(p[k] * static_cast<long>(k));
  return result;
}

/// (place / 2^depth, (place + 1) / 2^depth) with one root inside, or the root place / 2^depth.
struct Cell {
  Integer place;
  unsigned depth = 0;
  bool exact = false;
};

/// Cells of the roots of p in [0, 1), increasing.
class Isolation {
 public:
  explicit Isolation(Coefficients p) { split(std::move(p), {Integer(0), 0}); }
  std::vector<Cell> take() { return std::move(found_); }

 private:
  /// p over the cell, as if it were the unit interval.
  void split(Coefficients p, const Cell& cell) {
    require(cell.depth < 400, "a root is multiple: bisection by signs does not end");
    if (p.front() == 0) {
      found_.push_back({cell.place, cell.depth, true});
      p.erase(p.begin());
      require(p.front() != 0, "a root is multiple: bisection by signs does not end");
    }
    const int roots = sign_changes(p);
    if (roots == 0) return;
    if (roots == 1) {
      found_.push_back(cell);
      return;
    }
    for (std::size_t k = 0; k < p.size(); ++k) {
      p[k] <<= static_cast<unsigned>(p.size() - 1 - k);  // 2^n p(x / 2)
    }
    const Integer left = cell.place * 2;
    split(p, {left, cell.depth + 1});
    shift_by_one(p);
    split(std::move(p), {left + 1, cell.depth + 1});
  }

  std::vector<Cell> found_;
};

/// Bisects down to `bits` below the binary point.
Cell narrowed(const Coefficients& p, Cell cell, unsigned bits) {
  if (cell.exact) return cell;
  int below = sign_at(p, cell.place, cell.depth);
  if (below == 0) below = sign_at(derivative(p), cell.place, cell.depth);
  while (cell.depth < bits) {
    const Integer middle = cell.place * 2 + 1;
    const int sign = sign_at(p, middle, cell.depth + 1);
    if (sign == 0) return {middle, cell.depth + 1, true};
    cell.place = sign == below ? middle : Integer(middle - 1);
    ++cell.depth;
  }
  return cell;
}

Rational dyadic(const Integer& place, unsigned depth) {
  return Rational(place, Integer(Integer(1) << depth));
}

/// Roots in [0, 2^scale), increasing.
std::vector<RootInterval> roots_from_zero(const Coefficients& p, unsigned scale,
                                          const Rational& width) {
  Coefficients in_unit = p;
  for (std::size_t k = 0; k < p.size(); ++k) in_unit[k] <<= static_cast<unsigned>(scale * k);
  unsigned bits = scale;
  for (Rational step(1); step > width; step /= 2) ++bits;
  std::vector<RootInterval> all;
  for (const Cell& cell : Isolation(in_unit).take()) {
    const Cell fine = narrowed(in_unit, cell, bits);
    const Rational size(Integer(Integer(1) << scale));
    const Rational low = size * dyadic(fine.place, fine.depth);
    all.emplace_back(low, fine.exact ? low : Rational(size * dyadic(fine.place + 1, fine.depth)));
  }
  return all;
}

}  // namespace

std::vector<RootInterval> real_roots_by_signs(const Polynomial& polynomial, const Rational& width) {
  require(width > 0, "root isolation needs a positive width");
  Polynomial trimmed = polynomial;
  while (!trimmed.empty() && trimmed.back() == 0) trimmed.pop_back();
  if (trimmed.size() <= 1) return {};
  Coefficients p = primitive(trimmed);
  Rational bound(1);  // Cauchy's
  for (const Rational& coefficient : trimmed) {
    bound = std::max(bound, Rational(1 + abs(coefficient / trimmed.back())));
  }
  unsigned scale = 1;
  for (Rational size(2); size <= bound; size *= 2) ++scale;
  std::vector<RootInterval> all;
  Coefficients reflected = p;
  for (std::size_t k = 1; k < p.size(); k += 2) reflected[k] = -reflected[k];
  const auto negative = roots_from_zero(reflected, scale, width);
  for (auto root = negative.rbegin(); root != negative.rend(); ++root) {
    if (root->second > 0) all.emplace_back(-root->second, -root->first);
  }
  for (auto& root : roots_from_zero(p, scale, width)) all.push_back(std::move(root));
  return all;
}

}  // namespace lemmascope::regression
