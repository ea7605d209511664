// E of products of traces of powers of a random symmetric matrix that is made of Gaussian entries,
// by integration by parts: one recursion for X X^T and for what it tends to for many examples.
#pragma once

#include <map>
#include <vector>

#include "theory/numeric/rational.hpp"

namespace lemmascope::regression {

/// Remembers what it has computed. With p_k = tr of the k-th power and c the context, for every
/// product F of such traces
///   E p_k F = (c + k - 1) E p_(k-f) F + sum_(m <= k - 2) E p_(m+2-f) p_(k-2-m) F
///             + sum over factors p_l of F of 2 l E p_(k+l-f) F / p_l.
/// f = 1 and c = N: X X^T with N standard normal columns. f = 2 and c = 0: the symmetric matrix
/// with variances 2 on and 1 off the diagonal.
class TraceRecursion {
 public:
  /// X X^T of a dimension x context matrix X.
  static TraceRecursion of_products(int dimension, int context) { return {dimension, context, 1}; }
  /// The limit of sqrt(N) (X X^T / N - I).
  static TraceRecursion of_their_limit(int dimension) { return {dimension, 0, 2}; }

  /// E of the product of the traces of these powers, in any order; zeros stand for tr I.
  Rational mean(std::vector<int> powers);

 private:
  TraceRecursion(int dimension, int context, int fall)
      : dimension_(dimension), context_(context), fall_(fall) {}
  Rational by_parts(std::vector<int> others);

  int dimension_;
  int context_;
  int fall_;  ///< f
  std::map<std::vector<int>, Rational> known_;
};

}  // namespace lemmascope::regression
