#include "theory/templates/conditioning.hpp"

#include <algorithm>
#include <concepts>

#include "theory/numeric/instantiate.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::templates {
namespace {

constexpr int kMostSweeps = 60;

// Rotations that make a symmetric matrix diagonal (Jacobi); columns of `vectors` belong to the
// diagonal.
template <class N>
struct Diagonalised {
  Matrix<N> form, vectors;
};

template <class N>
void rotate(Matrix<N>& m, int p, int q, const N& c, const N& s, bool rows) {
  for (Eigen::Index k = 0; k < m.rows(); ++k) {
    N& a = rows ? m(p, k) : m(k, p);
    N& b = rows ? m(q, k) : m(k, q);
    const N left = c * a - s * b;
    b = s * a + c * b;
    a = left;
  }
}

template <class N>
Diagonalised<N> diagonalised(Matrix<N> form) {
  const int n = static_cast<int>(form.rows());
  Matrix<N> vectors = Matrix<N>::Constant(n, n, N(0));
  for (int i = 0; i < n; ++i) vectors(i, i) = N(1);
  for (int sweep = 0; sweep < kMostSweeps; ++sweep) {
    bool rotated = false;
    for (int p = 0; p < n; ++p) {
      for (int q = p + 1; q < n; ++q) {
        const N off = form(p, q), diagonal = absolute(form(p, p)) + absolute(form(q, q));
        if (diagonal + off == diagonal) continue;  // nothing left to turn away in this precision
        rotated = true;
        const N theta = (form(q, q) - form(p, p)) / (N(2) * off);
        const N size = absolute(theta) + sqrt(theta * theta + N(1));
        const N t = theta < N(0) ? N(N(-1) / size) : N(N(1) / size);
        const N c = N(1) / sqrt(t * t + N(1)), s = t * c;
        rotate(form, p, q, c, s, true);
        rotate(form, p, q, c, s, false);
        rotate(vectors, p, q, c, s, false);
      }
    }
    if (!rotated) break;
  }
  return {std::move(form), std::move(vectors)};
}

// What Gershgorin's discs of a symmetric matrix say of its least and largest eigenvalue: [min (d_i
// - r_i), min d_i] and [max d_i, max (d_i + r_i)].
struct Extremes {
  Interval least, largest;
};

Extremes extremes_of(const Matrix<Interval>& matrix) {
  std::vector<Real50> low, low_cap, high, high_floor;
  for (Eigen::Index i = 0; i < matrix.rows(); ++i) {
    Interval radius(0);
    for (Eigen::Index j = 0; j < matrix.cols(); ++j) {
      if (j != i) radius += abs(matrix(i, j));
    }
    low.push_back((matrix(i, i) - radius).lower());
    low_cap.push_back(matrix(i, i).upper());
    high.push_back((matrix(i, i) + radius).upper());
    high_floor.push_back(matrix(i, i).lower());
  }
  const auto between = [](const Real50& a, const Real50& b) {
    return Interval::between(static_cast<Rational>(a), static_cast<Rational>(b));
  };
  return {between(*std::min_element(low.begin(), low.end()),
                  *std::min_element(low_cap.begin(), low_cap.end())),
          between(*std::max_element(high_floor.begin(), high_floor.end()),
                  *std::max_element(high.begin(), high.end()))};
}

Matrix<Interval> congruent(const Matrix<Interval>& v, const Matrix<Interval>& a) {
  const Eigen::Index n = v.rows();
  Matrix<Interval> result(n, n);
  for (Eigen::Index i = 0; i < n; ++i) {
    for (Eigen::Index j = 0; j < n; ++j) {
      Interval sum(0);
      for (Eigen::Index k = 0; k < n; ++k) {
        Interval row(0);
        for (Eigen::Index l = 0; l < n; ++l) row += a(k, l) * v(l, j);
        sum += v(k, i) * row;
      }
      result(i, j) = sum;
    }
  }
  return result;
}

[[noreturn]] void refuse_indefinite() {
  refuse(
      "the kernel matrix is not certainly positive definite in this arithmetic: more digits, or "
      "templates that differ, are needed");
}

Interval enclosed_condition(const Matrix<Interval>& matrix) {
  const Eigen::Index n = matrix.rows();
  Matrix<Real50> middle(n, n);
  for (Eigen::Index e = 0; e < matrix.size(); ++e) {
    middle.data()[e] = matrix.data()[e].middle();
  }
  const auto guess = diagonalised<Real50>(middle);
  Matrix<Interval> v(n, n), identity = Matrix<Interval>::Constant(n, n, Interval(0));
  for (Eigen::Index e = 0; e < v.size(); ++e) {
    v.data()[e] = Interval(static_cast<Rational>(guess.vectors.data()[e]));
  }
  for (Eigen::Index i = 0; i < n; ++i) identity(i, i) = Interval(1);
  // Eigenvalues of V^T A V are those of A times numbers between the extremes of V^T V.
  const Extremes form = extremes_of(congruent(v, matrix)),
                 gram = extremes_of(congruent(v, identity));
  if (!certainly_less(Interval(0), form.least) || !certainly_less(Interval(0), gram.least)) {
    refuse_indefinite();
  }
  const Interval factor = Interval::between(static_cast<Rational>(gram.least.lower()),
                                            static_cast<Rational>(gram.largest.upper()));
  return (form.largest / factor) / (form.least / factor);
}

}  // namespace

template <Field N>
N determinant(const Matrix<N>& matrix) {
  const Eigen::Index n = matrix.rows();
  require(n == matrix.cols() && n >= 1 && n <= 8, "expected a square matrix of one to eight rows");
  if (n == 1) return matrix(0, 0);
  if (n == 2) return matrix(0, 0) * matrix(1, 1) - matrix(0, 1) * matrix(1, 0);
  N sum(0);
  for (Eigen::Index column = 0; column < n; ++column) {
    Matrix<N> minor(n - 1, n - 1);
    for (Eigen::Index i = 1; i < n; ++i) {
      for (Eigen::Index j = 0, to = 0; j < n; ++j) {
        if (j != column) minor(i - 1, to++) = matrix(i, j);
      }
    }
    const N term = matrix(0, column) * determinant(minor);
    sum = column % 2 == 0 ? N(sum + term) : N(sum - term);
  }
  return sum;
}

template <Elementary N>
N condition_number(const Matrix<N>& matrix) {
  require(matrix.rows() == matrix.cols() && matrix.rows() >= 1, "expected a square matrix");
  if constexpr (std::same_as<N, Interval>) {
    return enclosed_condition(matrix);
  } else {
    const auto found = diagonalised<N>(matrix);
    N least = found.form(0, 0), largest = least;
    for (Eigen::Index i = 1; i < matrix.rows(); ++i) {
      least = std::min<N>(least, found.form(i, i));
      largest = std::max<N>(largest, found.form(i, i));
    }
    if (!(least > N(0))) refuse_indefinite();
    return largest / least;
  }
}

template <Field N>
Vector<N> solve_definite(Matrix<N> a, Vector<N> b) {
  const Eigen::Index n = a.rows();
  require(n == a.cols() && n == b.size(), "expected a square matrix and as many numbers");
  for (Eigen::Index k = 0; k < n; ++k) {
    if (equal(a(k, k), N(0)) != Truth::no) {
      refuse("expected a matrix that is certainly positive definite");
    }
    for (Eigen::Index i = k + 1; i < n; ++i) {
      const N factor = a(i, k) / a(k, k);
      for (Eigen::Index j = k + 1; j < n; ++j) a(i, j) -= factor * a(k, j);
      b(i) -= factor * b(k);
    }
  }
  for (Eigen::Index i = n - 1; i >= 0; --i) {
    for (Eigen::Index j = i + 1; j < n; ++j) b(i) -= a(i, j) * b(j);
    b(i) /= a(i, i);
  }
  return b;
}

#define LEMMASCOPE_DEFINITE(N)                 \
  template N determinant<N>(const Matrix<N>&); \
  template Vector<N> solve_definite<N>(Matrix<N>, Vector<N>);
LEMMASCOPE_FIELDS(LEMMASCOPE_DEFINITE)
#define LEMMASCOPE_CONDITION(N) template N condition_number<N>(const Matrix<N>&);
LEMMASCOPE_ELEMENTARY(LEMMASCOPE_CONDITION)

}  // namespace lemmascope::templates
