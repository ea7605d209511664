// Exact moments E tr C^k of C = X X^T for a random d x N matrix X with independent entries of one
// symmetric law: sums over closed walks, and three routes beside them.
#pragma once

#include <functional>
#include <vector>

#include "theory/numeric/number.hpp"
#include "theory/regression/input_law.hpp"

namespace lemmascope::regression {

/// The size of X: d coordinates of N examples.
struct InputShape {
  int dimension = 1;  ///< d
  int context = 1;    ///< N
};

/// Walks longer than that are too many to enumerate.
inline constexpr int kLongestWalk = 9;
inline constexpr int kLongestGaussianWalk = 24;

/// E tr C^k for k = 0..most. Closed walks between rows and columns are enumerated up to the names
/// of both, an edge of multiplicity 2m gives E x^(2m): polynomial in d and N for each k. Gaussian
/// entries take TraceRecursion. Throws PreconditionError for sizes below one or k beyond
/// kLongestWalk (kLongestGaussianWalk).
std::vector<Rational> trace_moments(int most, const InputShape& shape, const InputLaw& law);

/// The walks for every law.
Rational trace_moment_by_walks(int k, const InputShape& shape, const InputLaw& law);

/// Other route: every partition of the k rows and of the k columns of a walk. Up to k = 6.
Rational trace_moment_by_partitions(int k, const InputShape& shape, const InputLaw& law);

/// Gaussian entries, by TraceRecursion.
Rational gaussian_trace_moment(int k, const InputShape& shape);

/// E of a product of traces of powers of C for Gaussian entries, by pairing columns of X with each
/// other: sum over pairings of 2k places of N^(cycles with the places of one column) d^(cycles with
/// the neighbours in the traces). Zeros stand for tr I. Up to k = 6 in all.
Rational traces_by_pairings(const std::vector<int>& powers, const InputShape& shape);

/// E f(X) for a polynomial f of degree at most `degree` in each entry, over every choice of
/// matching points; `visit` gets X and returns f(X). Throws PreconditionError beyond 100000
/// matrices.
Rational average_over_points(const InputShape& shape, const InputLaw& law, int degree,
                             const std::function<Rational(const Matrix<Rational>&)>& visit);

/// The number of those matrices.
double points_to_visit(const InputShape& shape, const InputLaw& law, int degree);

}  // namespace lemmascope::regression
