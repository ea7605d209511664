// Kernel ridge regression when there are few symbols to draw from, so that samples share some: what
// that costs on symbols never seen, exactly.
//
// The kernel of two strings is one with the attention kernel's leading terms, for which everything
// is a fraction; all that is used of it is that renaming symbols in both strings changes nothing.
#pragma once

#include <vector>

#include "theory/templates/template_strings.hpp"

namespace lemmascope::templates {

/// K(X, Y) = constant + counts 1^T X Y^T 1 / k^2 + places tr X Y^T / k + patterns <X X^T, Y Y^T> /
/// k^2 with weights that are not negative: a sum of products of features.
struct SharingKernel {
  Rational constant{1}, counts{1}, places{1}, patterns{1};
};

Rational kernel_of(const SharingKernel& kernel, const Symbols& first, const Symbols& second);

/// `samples` strings of each template, spread evenly over all of its strings over `symbols`
/// symbols; their labels; the ridge, added to the Gram matrix as it stands.
struct FewSymbols {
  SharingKernel kernel;
  std::vector<Symbols> templates;
  Vector<Rational> labels;
  long symbols = 2;  ///< m
  Rational samples{1};
  Rational ridge{1};
};

/// Throws PreconditionError unless there is a label for each template, templates have one length
/// and no more wildcards than there are symbols, weights are not negative, and samples and ridge
/// are positive.
void require_few_symbols(const FewSymbols& problem);

/// N_ij: strings of templates i and j on disjoint symbols.
Matrix<Rational> disjoint_kernel(const FewSymbols& problem);

/// Mbar_ij: a string of template i beside a uniform one of template j over the same m symbols. By
/// counting which wildcards of j stand for which symbols of i.
Matrix<Rational> mean_kernel(const FewSymbols& problem);
/// The same: a polynomial in m over m (m - 1) ..., interpolated from sums over all strings over few
/// symbols. Other route.
Matrix<Rational> mean_kernel_by_interpolation(const FewSymbols& problem);

/// Predictions on unseen symbols, N n (n Mbar + lambda)^{-1} y: of a system of the size of the
/// number of templates, because exchanging symbols changes neither the strings nor their labels.
Vector<Rational> few_symbol_predictions(const FewSymbols& problem);
/// Of the whole Gram matrix over all strings, a string of template j with weight n / n_j. Throws
/// PreconditionError beyond 80 strings.
Vector<Rational> predictions_by_all_strings(const FewSymbols& problem);
/// The same, taking in one string after the other. Throws PreconditionError beyond 80 strings.
Vector<Rational> predictions_string_by_string(const FewSymbols& problem);

/// y - N Mbar^{-1} y: the error that is left with any number of samples. Throws PreconditionError
/// where Mbar is singular.
Vector<Rational> error_of_few_symbols(const FewSymbols& problem, const Matrix<Rational>& mean);
/// C_ij: the sum over one wildcard of i and one of j of what it adds to the kernel that they stand
/// for one symbol. Two given wildcards do with probability 1/m, and this kernel adds over them, so
/// that C = m (Mbar - N).
Matrix<Rational> one_symbol_shared(const FewSymbols& problem);
/// The limit of m times the error above, C N^{-1} y.
Vector<Rational> limit_of_error_times_symbols(const FewSymbols& problem);

}  // namespace lemmascope::templates
