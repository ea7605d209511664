// A bound on the error for any data, with weights learnt elsewhere.
#include "properties/looped/loop_instance.hpp"
#include "theory/numeric/linear_system.hpp"
#include "theory/numeric/semidefinite.hpp"

namespace lemmascope::looped {
namespace {

/// Symmetric and positive, from the instance's matrix: its symmetric part over 8, 2 on the
/// diagonal.
Matrix<Rational> root_of(const LoopedTask& at) {
  Matrix<Rational> root = (at.a + at.a.transpose()) * Rational(1, 8);
  for (int i = 0; i < at.dimension(); ++i) root(i, i) = abs(root(i, i)) + 2;
  return root;
}

/// The task with A = B^2 and u = 0.
LoopedTask with_root(const LoopedTask& at) {
  LoopedTask task = at;
  const Matrix<Rational> root = root_of(at);
  task.a = root * root;
  task.u = at.u * Rational(0);
  return task;
}

Matrix<Rational> moved(const LoopedTask& at) {
  const Matrix<Rational> root = root_of(at);
  return identity_matrix(at.dimension()) - root * covariance_of(at) * root;
}

bool is_below(const Matrix<Rational>& symmetric, const Rational& bound) {
  const Matrix<Rational> room = identity_matrix(symmetric.rows()) * bound;
  return is_positive_semidefinite<Rational>(room - symmetric) == Truth::yes &&
         is_positive_semidefinite<Rational>(room + symmetric) == Truth::yes;
}

bool is_below_by_square(const Matrix<Rational>& symmetric, const Rational& bound) {
  const Matrix<Rational> room =
      identity_matrix(symmetric.rows()) * Rational(bound * bound) - symmetric * symmetric;
  return is_positive_semidefinite<Rational>(room) == Truth::yes;
}

/// The least k/16 that is at least the spectral norm of I - B S B.
Rational contraction(const LoopedTask& at,
                     bool (*below)(const Matrix<Rational>&, const Rational&)) {
  const Matrix<Rational> symmetric = moved(at);
  int low = -1, high = 1;  // in sixteenths: not below low, below high
  while (!below(symmetric, Rational(high, 16))) {
    low = high;
    high *= 2;
  }
  while (high - low > 1) {
    const int middle = (low + high) / 2;
    (below(symmetric, Rational(middle, 16)) ? high : low) = middle;
  }
  return Rational(std::max(high, 0), 16);
}

Rational squared(const Matrix<Rational>& vector) {
  Rational sum(0);
  for (Eigen::Index i = 0; i < vector.size(); ++i) sum += vector.data()[i] * vector.data()[i];
  return sum;
}

/// error^2 <= rho^(2L) |B^-1 w|^2 |B x_q|^2 times `share`.
Sides bounded(const LoopedTask& at, const Rational& error, const Rational& rho, int loops,
              const Rational& share) {
  const Matrix<Rational> root = root_of(at);
  Rational bound =
      share * squared(solve(root, Matrix<Rational>(at.map))) * squared(root * at.query);
  for (int k = 0; k < 2 * loops; ++k) bound *= rho;
  return {{Rational(error * error), bound}};
}

Sides by_loops(const LoopedTask& at) {
  return bounded(at, error_by_loops(with_root(at)), contraction(at, is_below), at.loops,
                 Rational(1));
}

Sides by_descent(const LoopedTask& at) {
  return bounded(at, error_by_descent(with_root(at)), contraction(at, is_below_by_square), at.loops,
                 Rational(1));
}

Sides two_per_cent_less(const LoopedTask& at) {
  return bounded(at, error_by_loops(with_root(at)), contraction(at, is_below), at.loops,
                 Rational(98, 100));
}

// Wrong: as if rho were one.
Sides without_growth(const LoopedTask& at) {
  return bounded(at, error_by_loops(with_root(at)), Rational(1), at.loops, Rational(1));
}

}  // namespace

claim::Claim error_is_bounded_by_contraction_claim() {
  return claim::ClaimAbout<LoopedTask>("looped/error-is-bounded-by-contraction")
      .states(
          "For any data, |error| <= rho^L |A^(-1/2) w| |A^(1/2) x_q| with rho the norm of I - "
          "A^(1/2) S A^(1/2): learnt weights work for other covariances where rho < 1, and more "
          "loops help.")
      .latex(R"(|err|\le\|I-A^{1/2}SA^{1/2}\|^L\,\|A^{-1/2}w\|\,\|A^{1/2}x_q\|)")
      .from({kPaper, "Theorem 4.5: other covariances"})
      .formally(
          "A = B^2 with a symmetric positive B made from the instance's A, u = 0; rho rounded up "
          "to "
          "sixteenths; both sides squared.")
      .differs(
          "deterministic and derived here; the paper's is about random data. No attack: it "
          "follows from norms")
      .uncertain(kNotRead)
      .uses({"looped/loop-is-preconditioned-descent"})
      .tagged({"looped", "covariance"})
      .over(every_tiny_loop())
      .over(sampled_loops())
      .mathematics({"theory/looped/looped_attention.hpp: error_by_loops"})
      .tested_by({"tests/theory/looped/looped_attention_test.cpp: Error.IsTheSameByThreeRoutes"})
      .law(claim::Evidence::exact, domain::at_most_at_each(by_loops))
      .confirmed_by("descent, and rho by the square of the matrix",
                    domain::at_most_at_each(by_descent))
      .twin("two per cent less", domain::at_most_at_each(two_per_cent_less))
      .twin("as if rho were one", domain::at_most_at_each(without_growth))
      .example(general_loop());
}

}  // namespace lemmascope::looped
