// The reference strategies of arXiv 2402.11004 on chains of two states that start from their
// stationary law, as the paper has them: there the first token tells something of the chain, and
// the bigram prediction is no longer the posterior mean (Remark 2.1).
#pragma once

#include "theory/evolution/prior_mean.hpp"
#include "theory/evolution/strategies.hpp"

namespace lemmascope::evolution {

/// Of u and w uniform on the unit square: the integral of (1-u)^stays_0 u^leaves_0 w^leaves_1
/// (1-w)^stays_1 / (u + w), exactly. Exponents are not negative.
struct Exponents {
  int stays_0 = 0, leaves_0 = 0, leaves_1 = 0, stays_1 = 0;
};

/// Those integrals with a given sum of exponents, by (u + w) / (u + w) = 1 and (1 - u) = 1 - u.
/// Built once in time cubic in `total`; throws PreconditionError unless it is from 1 to 200.
class SquareIntegrals {
 public:
  explicit SquareIntegrals(int total);
  /// Throws PreconditionError unless the exponents sum to `total`.
  WithLog at(const Exponents& e) const;

 private:
  int total_;
  std::vector<std::vector<WithLog>> first_;  ///< [stays_1][stays_0], leaves_1 = 0
};

/// r0 + r1 ln 2 with ln 2 to 800 bits: for coefficients that nearly cancel.
Interval enclosed_closely(const WithLog& value);

struct StationaryDivergences {
  Interval uniform, unigram, bigram;
  Interval bayes;  ///< of the posterior mean of the row of the last token
};

/// E KL(row of x_t, prediction), the rows of two states uniform and x_1 stationary: by the numbers
/// of sequences with the same counts of transitions. Throws PreconditionError unless the length is
/// from 1 to 150.
StationaryDivergences stationary_divergences(int length);
/// The same over every sequence, each integrated as a polynomial.
StationaryDivergences stationary_divergences_by_enumeration(int length);

/// E sum_m pi_m sum_j P_mj ln P_mj = (2/3) (ln 2 + ln^2 2) - 1/6 - pi^2 / 9.
Interval stationary_negentropy();

}  // namespace lemmascope::evolution
