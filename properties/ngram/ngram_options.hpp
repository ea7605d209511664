// Options that several calculators of the paper read, and what they say.
#pragma once

#include "properties/compute/calculator.hpp"
#include "properties/compute/in_arithmetic.hpp"
#include "properties/compute/tagged_matrix.hpp"
#include "properties/compute/usual_options.hpp"
#include "theory/ngram/ngram_chain.hpp"

namespace lemmascope::ngram {

/// --kernel and --lags.
std::vector<compute::Option> kernel_options();
/// --window, M.
compute::Option window_option();
/// --max-size, D.
compute::Option size_option();

/// Throws PreconditionError naming --kernel or --lags.
Kernel kernel_of(const compute::Request& request);
/// D; M where it is not given.
int largest_size(const compute::Request& request, int window);
/// The set that --set names. Throws PreconditionError naming it.
LagSet set_of(const compute::Request& request);

/// What the options say before they are read in earnest: the symbols of the kernel, its largest
/// lag.
double symbols_of(const compute::Request& request);
double order_of(const compute::Request& request);
/// Of laws of windows that reach `lags` back, for every set of them.
compute::Estimate window_cost(const compute::Request& request, int lags);

}  // namespace lemmascope::ngram
