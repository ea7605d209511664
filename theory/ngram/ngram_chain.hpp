// n-gram chains of arXiv 2409.10559: each token depends on the tokens a few given lags back. Exact
// laws of windows of tokens, from which every law over lags follows.
#pragma once

#include <string>
#include <vector>

#include "theory/markov/transition_matrix.hpp"

namespace lemmascope::ngram {

/// Increasing lags: {1, 3} stands for the tokens one and three steps back.
using LagSet = std::vector<int>;

/// "{1,2}", "{}" for the empty set.
std::string to_text(const LagSet& set);
/// Reads "{1,2}" back. Throws PreconditionError unless the lags are increasing and from 1 to 64.
LagSet parse_lag_set(const std::string& text);
/// Every subset of {1, ..., window} with at most `most` lags, by size and then lexicographically.
std::vector<LagSet> lag_sets(int window, int most);

/// base^exponent. Throws PreconditionError beyond 2^30.
int whole_power(int base, int exponent);

/// pi(k | z): one row for each context z of the tokens at `lags`, a number in base `symbols` whose
/// most significant digit is the most recent token.
struct Kernel {
  LagSet lags;
  Matrix<Rational> rows;  ///< symbols^|lags| x symbols

  int symbols() const { return static_cast<int>(rows.cols()); }
  /// The largest lag, r_n.
  int order() const { return lags.back(); }
};

/// Throws PreconditionError unless there is a lag, one row for each context, and rows that are
/// probabilities.
void require_kernel(const Kernel& kernel);
/// Reads "3/4,1/4;1/4,3/4". Throws PreconditionError as require_kernel.
Kernel parse_kernel(const std::string& rows, const LagSet& lags);

/// The token `lag` steps back in a window of `tokens` tokens, whose number has the most recent
/// token as its most significant digit; lag 1 is that token.
int token_at(int window, int tokens, int lag, int symbols);
/// The context that pi reads from a window of at least `order` tokens.
int context_of(const Kernel& kernel, int window, int tokens);

/// The chain on windows of `order` tokens.
markov::Chain window_chain(const Kernel& kernel);
/// The stationary law of `tokens` successive tokens, by the number of their window; the empty
/// window has probability one. Throws PreconditionError when the stationary law is not unique.
Vector<Rational> window_law(const Kernel& kernel, int tokens);

/// P(X_{-S} = z, x_0 = k): row z counts the lags of `set` as a context does. Its stationary law is
/// mu(k, z).
Matrix<Rational> history_law(const Kernel& kernel, const LagSet& set);
/// The same from the law of a window of `tokens` tokens with x_0 as the most recent one.
Matrix<Rational> history_law(const Vector<Rational>& law, int tokens, int symbols,
                             const LagSet& set);

}  // namespace lemmascope::ngram
