// The modified information of sets of parents under random kernels: what the criterion of arXiv
// 2409.10559 averages over its prior.
#pragma once

#include <vector>

#include "sim/ngram/random_chains.hpp"
#include "theory/ngram/ngram_chain.hpp"

namespace lemmascope::ngram {

/// Of every subset of the lags 1, ..., n in order of lag_sets(n, n), for a kernel of n parents: its
/// rows as draw_kernel gives them. The stationary law is found by elimination without subtraction,
/// so that nearly reducible chains keep their digits.
std::vector<double> modified_informations(const Matrix<double>& rows);

}  // namespace lemmascope::ngram
