// The generalised induction head of arXiv 2409.10559: the average of the tokens whose history at a
// set of lags equals the query's, and what the trained model says at finite strength (D7).
#pragma once

#include <vector>

#include "theory/ngram/ngram_chain.hpp"

namespace lemmascope::ngram {

struct InductionHead {
  int matches;                   ///< N
  std::vector<Rational> output;  ///< the tokens' shares where nothing matches
};

/// Of the prompt x_1 ... x_L = tokens[0] ... tokens[length - 1], looking at positions l = first,
/// ..., L; 0 stands for the largest lag plus one. Throws PreconditionError unless the tokens are
/// symbols and every position looked at has its history.
InductionHead induction_head(const std::vector<int>& tokens, int length, int symbols,
                             const LagSet& set, int first = 0);

/// The output y of an exact selector of `set` and one-hot copiers padded with zeros, at strength a
/// = log u: positions weigh u^kappa_S(l).
std::vector<Rational> output_at_strength(const std::vector<int>& tokens, int length, int symbols,
                                         const LagSet& set, const Rational& u);

/// sum_k |a_k - b_k|.
Rational total_distance(const std::vector<Rational>& a, const std::vector<Rational>& b);

}  // namespace lemmascope::ngram
