// How much the tokens at a set of lags say about the next one, where it counts for a selector that
// compares histories: the chi-square information and its modified form with one factor mu(Z) more
// (arXiv 2409.10559).
#pragma once

#include <vector>

#include "theory/ngram/ngram_chain.hpp"

namespace lemmascope::ngram {

// A joint law q has a row for each history z and a column for each token k (history_law). Rows and
// columns of probability zero are skipped.

/// The law of the token alone, mu(k); of the history alone, mu(z).
Vector<Rational> token_law(const Matrix<Rational>& joint);
Vector<Rational> histories_law(const Matrix<Rational>& joint);

/// sum_z mu(z) (sum_k mu(k|z)^2 / mu(k) - 1).
Rational chi2_information(const Matrix<Rational>& joint);
/// sum_{z,k} mu(k,z)^2 / mu(k) - sum_z mu(z)^2.
Rational modified_information(const Matrix<Rational>& joint);
/// The same from its definition, sum_z mu(z)^2 (sum_k mu(k|z)^2 / mu(k) - 1).
Rational modified_information_by_rows(const Matrix<Rational>& joint);
/// The same as the trace of a covariance, sum_k mu(k) |mu(Z|k) - mu(Z)|^2.
Rational modified_information_by_trace(const Matrix<Rational>& joint);

struct SetInformation {
  LagSet set;
  Rational modified, chi2;
};

/// Of every set of lag_sets(window, most).
std::vector<SetInformation> information_of_sets(const Kernel& kernel, int window, int most);

/// The set with the largest modified information, the first of them, and by how much it leads.
struct InformationSet {
  LagSet set;
  Rational gap;
};
InformationSet information_set(const std::vector<SetInformation>& all);

}  // namespace lemmascope::ngram
