#include "properties/ngram/ngram_options.hpp"

#include <algorithm>
#include <cmath>

#include "theory/numeric/require.hpp"

namespace lemmascope::ngram {
namespace {

LagSet lags_of(const compute::Request& request) {
  const std::string& text = compute::text_of(request.options, "lags");
  try {
    return parse_lag_set("{" + text + "}");
  } catch (const PreconditionError&) {
    refuse("--lags: expected increasing lags from 1 to 64 such as 1,2, found " +
           compute::in_quotes(text));
  }
}

}  // namespace

std::vector<compute::Option> kernel_options() {
  return {{.name = "kernel",
           .help = "pi(k | z): rows by ';', the most recent lag the most significant digit of z",
           .required = true},
          {.name = "lags", .help = "of the parents: 1,2", .usual = "1"}};
}

compute::Option window_option() {
  compute::Option window =
      compute::whole_option("window", "lags that are looked at, M", "", "1", "12");
  window.required = true;
  return window;
}

compute::Option size_option() {
  return compute::whole_option("max-size", "of a set of lags, D; M where not given", "", "1", "12");
}

Kernel kernel_of(const compute::Request& request) {
  const LagSet lags = lags_of(request);
  if (lags.empty()) refuse("--lags: expected at least one lag");
  try {
    Kernel kernel = parse_kernel(compute::text_of(request.options, "kernel"), lags);
    window_law(kernel, 1);
    return kernel;
  } catch (const PreconditionError& error) {
    refuse(std::string("--kernel: ") + error.what());
  }
}

int largest_size(const compute::Request& request, int window) {
  if (!compute::is_given(request.options, "max-size")) return window;
  return compute::whole_of(request.options, "max-size");
}

LagSet set_of(const compute::Request& request) {
  try {
    return parse_lag_set(compute::text_of(request.options, "set"));
  } catch (const PreconditionError& error) {
    refuse(std::string("--set: ") + error.what());
  }
}

double symbols_of(const compute::Request& request) {
  const std::string& rows = compute::text_of(request.options, "kernel");
  const auto end = std::find(rows.begin(), rows.end(), ';');
  return 1 + static_cast<double>(std::count(rows.begin(), end, ','));
}

double order_of(const compute::Request& request) {
  const LagSet parents = lags_of(request);
  return parents.empty() ? 1 : parents.back();
}

compute::Estimate window_cost(const compute::Request& request, int lags) {
  const double symbols = symbols_of(request);
  const double states = std::pow(symbols, order_of(request));
  const double windows = std::pow(symbols, lags + 1);
  return {.memory = 64 * (states * states + windows),
          .terms = 20 * (states * states * states + windows * std::pow(2, lags) * lags)};
}

}  // namespace lemmascope::ngram
