// The reference strategies of arXiv 2402.11004: how far uniform, unigram and bigram predictions are
// from the true row on average over chains with uniform rows, after a context of given length.
#pragma once

#include "theory/numeric/number.hpp"

namespace lemmascope::evolution {

/// E KL(row of the last token, prediction). Unigram: (n_j + 1) / (t + k) of all tokens; bigram:
/// (c_j + 1) / (N + k) of the transitions out of the last token, the posterior mean where the first
/// token is uniform.
template <class N>
struct Divergences {
  N uniform, unigram, bigram;
};

/// Two states, the first token uniform: by counts of transitions, whose predictive probabilities
/// are (c + 1) / (N + 2), in time cubic in the length. Throws PreconditionError for lengths below
/// one.
template <Elementary N>
Divergences<N> divergences_by_counts(int length);

/// The same over every sequence of any number of states.
template <Elementary N>
Divergences<N> divergences_by_enumeration(int states, int length);

}  // namespace lemmascope::evolution
