#include "theory/looped/full_loss.hpp"

#include <algorithm>
#include <map>
#include <mutex>

#include "theory/looped/looped_attention.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::looped {
namespace {

using regression::SparsePolynomial;

template <class P>
using Two = std::array<std::array<P, 2>, 2>;

template <class P>
Two<P> times(const Two<P>& x, const Two<P>& y) {
  Two<P> result;
  for (int i = 0; i < 2; ++i) {
    for (int j = 0; j < 2; ++j) result[i][j] = x[i][0] * y[0][j] + x[i][1] * y[1][j];
  }
  return result;
}

/// (I - S A)^L; entries of S and of A are polynomials.
template <class P>
Two<P> residual(const Two<P>& s, const Two<P>& a, int loops) {
  const Two<P> moved = times(s, a);
  const Two<P> once{
      {{P(1) - moved[0][0], P(0) - moved[0][1]}, {P(0) - moved[1][0], P(1) - moved[1][1]}}};
  Two<P> left = once;
  for (int loop = 1; loop < loops; ++loop) left = times(left, once);
  return left;
}

using Seven = SparsePolynomial<7>;  // a, b, c, e, S_11, S_12, S_22

/// E over S, whose entries are the last three variables.
FourEntries averaged(const Seven& polynomial, int context) {
  const Matrix<Rational> identity = identity_matrix(2);
  std::map<std::array<int, 3>, Rational> known;
  FourEntries result;
  for (const auto& [all, coefficient] : polynomial.terms()) {
    const std::array<int, 3> of_s{all[4], all[5], all[6]};
    auto found = known.find(of_s);
    if (found == known.end()) {
      SparsePolynomial<3> monomial;
      monomial.add(of_s, Rational(1));
      found = known.emplace(of_s, average_by_pairings(monomial, identity, context)).first;
    }
    result.add({all[0], all[1], all[2], all[3]}, Rational(coefficient * found->second));
  }
  return result;
}

FourEntries made_full_loss(int context, int loops) {
  const auto v = [](std::size_t index) { return Seven::variable(index); };
  const Two<Seven> a{{{v(0) + v(2), v(3) - v(1)}, {v(3) + v(1), v(0) - v(2)}}};
  const Two<Seven> s{{{v(4), v(5)}, {v(5), v(6)}}};
  const Two<Seven> left = residual(s, a, loops);
  Seven sum;
  for (const auto& row : left) {
    for (const Seven& entry : row) sum = sum + entry * entry;
  }
  return averaged(sum, context);
}

using Three = SparsePolynomial<3>;

Two<Three> residual_of(const Matrix<Rational>& a, int loops) {
  const auto v = [](std::size_t index) { return Three::variable(index); };
  const Two<Three> fixed{{{Three(a(0, 0)), Three(a(0, 1))}, {Three(a(1, 0)), Three(a(1, 1))}}};
  return residual<Three>({{{v(0), v(1)}, {v(1), v(2)}}}, fixed, loops);
}

Rational squared_norm(const Matrix<Rational>& matrix) {
  Rational sum(0);
  for (Eigen::Index e = 0; e < matrix.size(); ++e) sum += matrix.data()[e] * matrix.data()[e];
  return sum;
}

/// The loss in (a, b^2, q), q = c^2 + e^2, read where e = 0. That it is no more than that is
/// checked.
SparsePolynomial<3> invariant_form(const FourEntries& loss) {
  SparsePolynomial<3> form;
  for (const auto& [x, coefficient] : loss.terms()) {
    if (x[3] > 0) continue;
    require(x[1] % 2 == 0 && x[2] % 2 == 0, "the loss is not invariant under reflections");
    form.add({x[0], x[1] / 2, x[2] / 2}, coefficient);
  }
  const auto v = [](std::size_t index) { return FourEntries::variable(index); };
  const FourEntries q = v(2) * v(2) + v(3) * v(3);
  FourEntries expanded;
  for (const auto& [x, coefficient] : form.terms()) {
    FourEntries term(coefficient);
    for (int k = 0; k < x[0]; ++k) term = term * v(0);
    for (int k = 0; k < 2 * x[1]; ++k) term = term * v(1);
    for (int k = 0; k < x[2]; ++k) term = term * q;
    expanded = expanded + term;
  }
  require(expanded == loss, "the loss is not invariant under rotations");
  return form;
}

/// The coefficient of (b^2)^i q^j, a polynomial in a.
Polynomial coefficient_of(const SparsePolynomial<3>& form, int i, int j) {
  Polynomial result;
  for (const auto& [x, coefficient] : form.terms()) {
    if (x[1] != i || x[2] != j) continue;
    result.resize(x[0] + 1, Rational(0));
    result.back() = coefficient;
  }
  return result;
}

bool is_positive_everywhere(const Polynomial& polynomial) {
  return regression::real_roots(polynomial, Rational(1, 16)).empty() &&
         evaluate(polynomial, Rational(0)) > 0;
}

Polynomial combined(const Rational& x, const Polynomial& p, const Rational& y,
                    const Polynomial& q) {
  Polynomial sum(std::max(p.size(), q.size()), Rational(0));
  for (std::size_t k = 0; k < p.size(); ++k) sum[k] += x * p[k];
  for (std::size_t k = 0; k < q.size(); ++k) sum[k] += y * q[k];
  return sum;
}

/// For every a the minimum over (b^2, q) has q = 0.
void require_no_stretch_for_two_loops(const SparsePolynomial<3>& form) {
  const auto constant = [&](int i, int j) {
    return evaluate(coefficient_of(form, i, j), Rational(0));
  };
  const Rational bb = constant(2, 0), bq = constant(1, 1), qq = constant(0, 2);
  require(bb > 0 && qq > 0 && (bq >= 0 || 4 * bb * qq > bq * bq),
          "the loss is not convex in the squares");
  const Polynomial in_b = coefficient_of(form, 1, 0), in_q = coefficient_of(form, 0, 1);
  require(is_positive_everywhere(in_q), "a symmetric traceless part lowers the loss");
  // At the best b^2 = -in_b / (2 bb) the derivative in q is in_q - bq in_b / (2 bb).
  require(bq >= 0 || is_positive_everywhere(combined(2 * bb, in_q, -bq, in_b)),
          "a symmetric traceless part lowers the loss");
}

/// A box of (a, b^2, q).
struct Box {
  std::array<Rational, 3> low, high;

  Interval side(int axis) const { return Interval::between(low[axis], high[axis]); }
};

/// The loss as sum over j of q^j times polynomials in b^2 with polynomials of a as coefficients:
/// each of the latter is enclosed as a whole.
class InSquares {
 public:
  explicit InSquares(const SparsePolynomial<3>& form) {
    for (int j = 0; j <= 3; ++j) {
      for (int i = 0; i + j <= 3; ++i) parts_[j].push_back(coefficient_of(form, i, j));
    }
  }

  /// The factor of q^j.
  Interval part(int j, const Interval& a, const Interval& squared) const {
    Interval sum(0);
    for (std::size_t i = parts_[j].size(); i-- > 0;) {
      sum = sum * squared + regression::enclosed(parts_[j][i], a);
    }
    return sum;
  }

 private:
  std::array<std::vector<Polynomial>, 4> parts_;
};

/// f_1 + 2 f_2 q + 3 f_3 q^2 > 0 for every q >= 0, or the loss is above `least` in the box.
bool does_not_stretch(const InSquares& loss, const Box& box, const Interval& least) {
  const Interval a = box.side(0), squared = box.side(1), zero(0);
  const Interval f1 = loss.part(1, a, squared), f2 = loss.part(2, a, squared);
  const Interval f3 = loss.part(3, a, squared);
  const bool rises = certainly_less(zero, f2) || certainly_less(f2 * f2, Interval(3) * f1 * f3);
  if (certainly_less(zero, f1) && certainly_less(zero, f3) && rises) return true;
  const Interval q = box.side(2);
  return certainly_less(least, loss.part(0, a, squared) + q * (f1 + q * (f2 + q * f3)));
}

/// a in [0, 2], b^2 and q in [0, 1], subdivided.
void require_no_stretch_in_box(const SparsePolynomial<3>& form, const Interval& least) {
  const InSquares loss(form);
  const Rational zero(0), one(1);
  std::vector<std::pair<Box, int>> open{{{{zero, zero, zero}, {Rational(2), one, one}}, 0}};
  for (int boxes = 0; !open.empty(); ++boxes) {
    const auto [box, depth] = open.back();
    open.pop_back();
    if (does_not_stretch(loss, box, least)) continue;
    require(boxes < 100000, "a symmetric traceless part may lower the loss");
    auto left = box, right = box;
    const int axis = depth % 3;
    left.high[axis] = right.low[axis] = (box.low[axis] + box.high[axis]) / 2;
    open.emplace_back(left, depth + 1);
    open.emplace_back(right, depth + 1);
  }
}

struct TurnedPoint {
  Interval a, squared, loss;
};

Interval on_line(const SparsePolynomial<3>& form, const Interval& a, const Interval& squared) {
  return regression::value_at<Interval, 3>(form, {a, squared, Interval(0)});
}

/// Critical points with b^2 > 0 on q = 0.
std::vector<TurnedPoint> turned_points(const SparsePolynomial<3>& form, int loops) {
  SparsePolynomial<2> line;  // in (a, b^2)
  for (const auto& [x, coefficient] : form.terms()) {
    if (x[2] == 0) line.add({x[0], x[1]}, coefficient);
  }
  std::vector<TurnedPoint> all;
  const auto keep = [&](const Interval& a, const Interval& squared) {
    if (certainly_less(squared, Interval(0))) return;
    require(certainly_less(Interval(0), squared), "a turned point is too close to the line");
    all.push_back({a, squared, on_line(form, a, squared)});
  };
  if (loops == 2) {
    // b^2 = -in_b / (2 bb) in the condition on a.
    const Polynomial in_b = coefficient_of(form, 1, 0);
    const Rational bb = coefficient_of(form, 2, 0)[0];
    const Polynomial condition =
        combined(2 * bb, regression::derivative_of(coefficient_of(form, 0, 0)), Rational(-1),
                 regression::product_of(in_b, regression::derivative_of(in_b)));
    for (const auto& root : regression::real_roots(condition, regression::fine_width())) {
      const Interval a = regression::enclosure_of(root);
      keep(a, -regression::enclosed(in_b, a) / Interval(Rational(2 * bb)));
    }
  } else {
    for (const auto& [a, squared] : regression::common_zeros(line.derivative(1), line.derivative(0),
                                                             regression::fine_width())) {
      keep(a, squared);
    }
  }
  return all;
}

/// Second derivatives along I, J and K (twice, by rotation), over their squared norm 2.
std::array<Interval, 4> hessian_at(const SparsePolynomial<3>& form, const Interval& a) {
  const Polynomial line = coefficient_of(form, 0, 0);
  const Interval along =
      regression::enclosed(regression::derivative_of(regression::derivative_of(line)), a) /
      Interval(2);
  const Interval turned = regression::enclosed(coefficient_of(form, 1, 0), a);
  const Interval stretched = regression::enclosed(coefficient_of(form, 0, 1), a);
  std::array<Interval, 4> values{along, turned, stretched, stretched};
  std::sort(values.begin(), values.end(),
            [](const Interval& x, const Interval& y) { return x.middle() < y.middle(); });
  return values;
}

}  // namespace

const FourEntries& full_loss(int context, int loops) {
  require(context >= 1 && loops >= 1 && loops <= 3, "expected n of at least 1 and 1 to 3 loops");
  static std::mutex guard;
  static std::map<std::pair<int, int>, FourEntries> known;
  const std::lock_guard<std::mutex> lock(guard);
  const auto found = known.find({context, loops});
  if (found != known.end()) return found->second;
  return known.emplace(std::pair(context, loops), made_full_loss(context, loops)).first->second;
}

Matrix<Rational> matrix_of(const std::array<Rational, 4>& coordinates) {
  const auto& [a, b, c, e] = coordinates;
  Matrix<Rational> matrix(2, 2);
  matrix << Rational(a + c), Rational(e - b), Rational(e + b), Rational(a - c);
  return matrix;
}

Rational loss_by_factor(const Matrix<Rational>& a, int context, int loops) {
  return average_by_factor(
      static_cast<int>(a.rows()), context, 2 * loops, [&](const Matrix<Rational>& s) {
        return Matrix<Rational>(
            Matrix<Rational>::Constant(1, 1, squared_norm(left_after(s, a, loops))));
      })(0, 0);
}

Rational loss_with_covariance(const Matrix<Rational>& a, const Matrix<Rational>& covariance,
                              int context, int loops) {
  require(a.rows() == 2 && covariance.rows() == 2, "expected two coordinates");
  const Rational determinant =
      covariance(0, 0) * covariance(1, 1) - covariance(0, 1) * covariance(1, 0);
  require(determinant > 0, "expected a positive covariance");
  Matrix<Rational> inverse(2, 2);
  inverse << covariance(1, 1), Rational(-covariance(0, 1)), Rational(-covariance(1, 0)),
      covariance(0, 0);
  const Two<Three> left = residual_of(a, loops);
  Three sum;
  for (int i = 0; i < 2; ++i) {
    for (int j = 0; j < 2; ++j) {
      for (int k = 0; k < 2; ++k) {
        for (int l = 0; l < 2; ++l) {
          const Rational weight = inverse(i, j) * covariance(k, l) / determinant;
          sum = sum + left[j][k] * left[i][l] * Three(weight);
        }
      }
    }
  }
  return average_by_pairings(sum, covariance, context);
}

Matrix<Rational> bias_form(const Matrix<Rational>& a, int context, int loops) {
  require(a.rows() == 2, "expected two coordinates");
  Two<Three> moved = residual_of(a, loops);
  for (int i = 0; i < 2; ++i) moved[i][i] = moved[i][i] - Three(1);
  Matrix<Rational> form(2, 2);
  for (int i = 0; i < 2; ++i) {
    for (int j = 0; j < 2; ++j) {
      form(i, j) = average_by_pairings(moved[i][0] * moved[j][0] + moved[i][1] * moved[j][1],
                                       identity_matrix(2), context);
    }
  }
  return form;
}

Matrix<Rational> bias_form_by_factor(const Matrix<Rational>& a, int context, int loops) {
  return average_by_factor(
      static_cast<int>(a.rows()), context, 2 * loops, [&](const Matrix<Rational>& s) {
        const Matrix<Rational> moved = left_after(s, a, loops) - identity_matrix(a.rows());
        return Matrix<Rational>(moved * moved.transpose());
      });
}

std::vector<Polynomial> on_the_turned_line(const FourEntries& loss) {
  const SparsePolynomial<3> form = invariant_form(loss);
  std::vector<Polynomial> coefficients;
  for (int j = 0;; ++j) {
    Polynomial next = coefficient_of(form, j, 0);
    if (next.empty()) return coefficients;
    coefficients.push_back(std::move(next));
  }
}

FullMinimum full_minimum(int context, int loops) {
  require(context >= 2 && (loops == 2 || loops == 3), "expected n of at least 2 and 2 or 3 loops");
  const SparsePolynomial<3> form = invariant_form(full_loss(context, loops));
  const auto line = regression::least_of_convex(coefficient_of(form, 0, 0));
  FullMinimum least;
  least.a = least.isotropic = regression::enclosure_of(line.at);
  least.b = Interval(0);
  least.loss = least.isotropic_loss = line.value;
  least.isotropic_hessian = hessian_at(form, least.isotropic);
  for (const TurnedPoint& point : turned_points(form, loops)) {
    if (certainly_less(least.loss, point.loss)) continue;
    require(certainly_less(point.loss, least.loss), "two points are too close to compare");
    least.a = point.a;
    least.b = sqrt(point.squared);
    least.loss = point.loss;
    least.turned = true;
  }
  least.in_a_box = loops == 3;
  if (loops == 2) {
    require_no_stretch_for_two_loops(form);
  } else {
    require_no_stretch_in_box(form, least.loss);
  }
  return least;
}

}  // namespace lemmascope::looped
