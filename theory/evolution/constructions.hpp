// The constructions of arXiv 2402.11004: the minimal model, what it counts at two settings of its
// weights (Fact 2.3), and two layers of attention that read out bigram frequencies (Proposition
// 2.2).
#pragma once

#include <vector>

#include "theory/numeric/number.hpp"

namespace lemmascope::evolution {

/// Tokens 0 ... states - 1.
using Tokens = std::vector<int>;

/// f of the minimal model, a row a position: mask(E W (M E)^T) E with M the lower-triangular
/// Toeplitz matrix of v. `weights` is states x states, `lags` as long as the tokens. Throws
/// PreconditionError where sizes do not fit or a token is no state.
template <Field N>
Matrix<N> minimal_output(const Tokens& tokens, const Matrix<N>& weights,
                         const std::vector<N>& lags);

/// How often i followed the present token before (position, i), and how often i occurred.
Matrix<Rational> bigram_counts(const Tokens& tokens, int states);
Matrix<Rational> unigram_counts(const Tokens& tokens, int states);

/// Block 3 after the two layers of Proposition 2.2 at width 3 k and scale c, a row a position, by
/// its matrices: in layer 1 the previous token has logit c / sqrt(3k), in layer 2 queries are the
/// tokens and keys what layer 1 has copied.
template <Elementary N>
Matrix<N> copied_frequencies(const Tokens& tokens, int states, const N& scale);

/// The same token by token: layer 1 puts the weight e^b / (e^b + p - 1), b = c / sqrt(3k), on the
/// token before the p-th and 1 / (e^b + p - 1) on each other, itself included.
template <Elementary N>
Matrix<N> copied_frequencies_by_counts(const Tokens& tokens, int states, const N& scale);

/// Its limit as c grows: bigram frequencies, in which the first token counts as preceded by itself;
/// unigram frequencies where the present token has never been followed.
Matrix<Rational> limit_frequencies(const Tokens& tokens, int states);

}  // namespace lemmascope::evolution
