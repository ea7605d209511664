// Bag accuracy over Z_2 by another road: Krawtchouk polynomials.
#pragma once

#include "theory/numeric/rational.hpp"

namespace lemmascope::lego {

/// 1/2 + 2^-(n+1) sum_m |K_m|, K_m the coefficient of z^m in (1 - z)^i (1 + z)^(n - i): the number
/// of sequences of m minus signs with an even number among the first i, less the others.
inline Rational bag_accuracy_by_krawtchouk(int clauses, int variable) {
  std::vector<Integer> coefficients{Integer(1)};
  for (int k = 0; k < clauses; ++k) {
    std::vector<Integer> next(coefficients.size() + 1, Integer(0));
    for (std::size_t m = 0; m < coefficients.size(); ++m) {
      next[m] += coefficients[m];
      next[m + 1] += k < variable ? Integer(-coefficients[m]) : coefficients[m];
    }
    coefficients = std::move(next);
  }
  Integer sum(0);
  for (const Integer& coefficient : coefficients) sum += abs(coefficient);
  return Rational(1, 2) + Rational(sum, Integer(Integer(1) << static_cast<unsigned>(clauses + 1)));
}

}  // namespace lemmascope::lego
