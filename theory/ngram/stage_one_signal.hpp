// What stage I of arXiv 2409.10559 climbs: the reward G_S of comparing histories at the lags S, for
// one-hot copiers, at any length of the prompt and in the limit (D1, D10).
#pragma once

#include <vector>

#include "theory/ngram/lag_information.hpp"

namespace lemmascope::ngram {

/// Prompts x_1 ... x_L in stationarity with the target x_{L+1}; histories that would begin before
/// x_1 match nothing.
struct Prompts {
  Kernel kernel;
  int length = 1;
  Rational epsilon{0};  ///< added to the probability of the target before the logarithm
};

/// kappa_S(l) for l = 1 ... L: does the history of position l at the lags of `set` equal that of
/// L + 1? `tokens` holds x_1 ... x_L, and may hold the target behind it.
std::vector<bool> matches(const std::vector<int>& tokens, int length, const LagSet& set);

/// G_S(L, epsilon) = E[(1/L) sum_l (1{x_l = x_{L+1}} - share) / (share + epsilon) kappa_S(l)],
/// share that of x_{L+1} among x_1 ... x_L; where both are zero the term counts zero. Entry s is
/// that of sets[s]. Over every prompt. Throws PreconditionError unless epsilon >= 0 and the length
/// is at least the order.
std::vector<Rational> signals_by_enumeration(const Prompts& prompts,
                                             const std::vector<LagSet>& sets);
/// The same in polynomial time by counting: for each target k, tables over (last tokens, tokens k
/// so far, history of the position that is compared), summed over that position, in whole numbers.
std::vector<Rational> signals_by_counting(const Prompts& prompts, const std::vector<LagSet>& sets);

/// The signals of the criterion in the authors' program, softmax of the output y: with the vector
/// of shares and q = softmax(shares), E[(1/L) sum_l (1{x_l = x_{L+1}} - share - q_{x_l} + <q,
/// shares>) kappa_S(l)]. It has no epsilon.
std::vector<Interval> released_signals_by_enumeration(const Prompts& prompts,
                                                      const std::vector<LagSet>& sets);
/// The same by counting every symbol: polynomial, of degree symbols + 1.
std::vector<Interval> released_signals_by_counting(const Prompts& prompts,
                                                   const std::vector<LagSet>& sets);
/// Its limit as L grows, sum_z <mu(.,z) - mu(z) mu, mu(.,z) - mu(z) softmax(mu)>.
Interval released_limit(const Matrix<Rational>& joint);

/// Multiply-adds that counting takes, roughly; `window` is the largest lag of the sets.
double counting_terms(const Prompts& prompts, int window, bool released);

}  // namespace lemmascope::ngram
