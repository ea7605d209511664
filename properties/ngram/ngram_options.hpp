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
/// --window, M; required where `usual` is empty and the caller says so.
compute::Option window_option(std::string usual);
/// --max-size, D.
compute::Option size_option();

/// Throws PreconditionError naming --kernel or --lags.
Kernel kernel_of(const compute::Request& request);
/// D; M where it is not given.
int largest_size(const compute::Request& request, int window);
/// The set that --set names. Throws PreconditionError naming it.
LagSet set_of(const compute::Request& request);

/// Of laws of windows that reach `lags` back, for every set of them.
compute::Estimate window_cost(const compute::Request& request, int lags);

}  // namespace lemmascope::ngram
