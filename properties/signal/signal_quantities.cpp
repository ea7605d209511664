// signal-gradients and signal-depth.
#include <cmath>

#include "properties/compute/calculator.hpp"
#include "properties/compute/input_file.hpp"
#include "properties/compute/tagged_matrix.hpp"
#include "properties/compute/usual_options.hpp"
#include "theory/numeric/contradiction.hpp"
#include "theory/numeric/require.hpp"
#include "theory/signal/depth_moments.hpp"
#include "theory/signal/gaussian_tokens.hpp"
#include "theory/signal/uniform_gradients.hpp"

namespace lemmascope::signal {
namespace {

using compute::Arithmetic;
using compute::OptionKind;
using compute::Request;
using compute::tagged;
using nlohmann::json;

Rational entry_of(const json& entry) {
  if (entry.is_number_integer()) return parse_rational(entry.dump());
  if (entry.is_string()) return parse_rational(entry.get<std::string>());
  refuse("--input: expected whole numbers or fractions as text, found " + entry.dump());
}

Matrix<Rational> tokens_of(const Request& request) {
  const json rows =
      compute::read_json_or_text(compute::text_of(request.options, "input"), "--input");
  require(rows.is_array() && !rows.empty() && rows[0].is_array() && !rows[0].empty(),
          "--input: expected a list of tokens, each a list of numbers");
  const std::size_t width = rows[0].size();
  const auto n = static_cast<double>(rows.size()), d = static_cast<double>(width);
  compute::require_within(request.budget, {.memory = 128 * (n + d) * d, .terms = 50 * n * d * d},
                          "signal-gradients");
  Matrix<Rational> input(rows.size(), width);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (!rows[i].is_array() || rows[i].size() != width) {
      refuse(
          fmt::format("--input: expected every token to have {} entries, as the first has", width));
    }
    for (std::size_t b = 0; b < width; ++b) input(i, b) = entry_of(rows[i][b]);
  }
  return input;
}

json of_tokens(const Request& request) {
  const Matrix<Rational> input = tokens_of(request);
  const auto d = static_cast<int>(input.cols());
  const Rational variance(1, d);
  const Weights weights{d, d, variance, variance, variance};
  const TokenStatistics at = statistics_of(input);
  return {{"value", tagged(value_gradient(at, weights))},
          {"query", tagged(query_gradient(at, weights))},
          {"input", tagged(input_gradient(at, weights))}};
}

// Every pairing is tried beside the closed forms where that is cheap.
void require_wick_agrees(const GaussianTokens& at) {
  if (std::pow(at.tokens, 5) * std::pow(at.width, 3) > 3000) return;
  const WickMoments moments = wick_moments(at);
  const Rational n(at.tokens), d(at.width);
  require_agreement(gaussian_query_gradient(at) == moments.norm_times_scatter / (d * n * n) &&
                        gaussian_value_gradient(at) == moments.squared_mean * n * d,
                    "signal-gradients: closed forms and Wick's theorem");
}

json gradients(const Request& request) {
  if (compute::is_given(request.options, "input")) return of_tokens(request);
  const GaussianTokens at{compute::whole_of(request.options, "tokens"),
                          compute::whole_of(request.options, "width"),
                          compute::number_of(request.options, "correlation")};
  try {
    require_gaussian(at);
  } catch (const PreconditionError& error) {
    refuse(std::string("--correlation: ") + error.what());
  }
  require_wick_agrees(at);
  return {{"value", tagged(gaussian_value_gradient(at))},
          {"query", tagged(gaussian_query_gradient(at))},
          {"input", tagged(gaussian_input_gradient(at))},
          {"query_as_printed", tagged(printed_gaussian_query_gradient(at))}};
}

// A fraction to the power of L has L times its digits: exact up to a thousand layers.
constexpr int kMostExactLayers = 1000;

/// a_L / a_0 with the MLP left out: 1 + (r / n) (q - 1).
template <Field N>
json depth_answer(int tokens, const Rational& correlation, const N& q) {
  const Rational share = (1 + (tokens - 1) * correlation) / tokens;
  return {{"correlation", tagged(cosine_at_growth<N>(tokens, correlation, q))},
          {"norm", tagged(N(N(1) + from_rational<N>(share) * (q - N(1))))}};
}

json depth(const Request& request) {
  const int tokens = compute::whole_of(request.options, "tokens");
  const int layers = compute::whole_of(request.options, "layers");
  const Rational correlation = compute::number_of(request.options, "correlation");
  const Rational alpha = compute::number_of(request.options, "residual");
  const bool scaled = compute::flag_of(request.options, "scaled");
  try {
    moments_at(tokens, correlation);
  } catch (const PreconditionError& error) {
    refuse(std::string("--correlation: ") + error.what());
  }
  const Rational squared = alpha * alpha;
  const Rational residual = scaled && layers > 0 ? Rational(squared / layers) : squared;
  json answer =
      layers <= kMostExactLayers
          ? depth_answer<Rational>(tokens, correlation, growth(residual, layers))
          : depth_answer<Interval>(tokens, correlation,
                                   exp(Interval(layers) * log(Interval(Rational(1 + residual)))));
  const bool stays = squared == 0 || 1 + (tokens - 1) * correlation == 0;
  if (scaled) {
    answer["limit"] =
        tagged(cosine_at_growth<Interval>(tokens, correlation, exp(Interval(squared))));
  } else {
    answer["limit"] = tagged(stays ? correlation : Rational(1));
  }
  return answer;
}

compute::Option correlation_option() {
  return {.name = "correlation",
          .kind = OptionKind::number,
          .help = "correlation of different tokens, rho",
          .least = "-1",
          .most = "1"};
}

}  // namespace

std::vector<compute::Calculator> signal_quantities() {
  compute::Calculator one;
  one.name = "signal-gradients";
  one.summary = "expected squared gradient norms of one layer with uniform attention";
  one.formula = "n d |mean|^2; |X|^2 |C|^2 / (d n^2); d_v = d_k = d, variances 1/d";
  one.arithmetics = {Arithmetic::exact};
  compute::Option correlation = correlation_option();
  correlation.usual = "0";
  correlation.help = "of Gaussian tokens, rho";
  one.options = {correlation,
                 {.name = "input",
                  .kind = OptionKind::file,
                  .help = "JSON list of tokens, or its name, in place of Gaussian tokens"},
                 compute::whole_option("tokens", "Gaussian tokens, n", "10", "1", "1000000"),
                 compute::whole_option("width", "their entries, d", "16", "1", "1000000")};
  one.run = gradients;
  one.example = "--tokens 10 --width 16 --correlation 1/2";
  compute::Calculator many;
  many.name = "signal-depth";
  many.summary = "mean cosine of tokens and growth of their norm after L layers";
  many.formula = "rho_L = (R - 1)/(n - 1), R = nqr/(n + r(q - 1)), q = (1 + alpha^2)^L";
  many.arithmetics = {Arithmetic::interval};
  correlation.help = "mean cosine of the tokens at first, rho_0";
  correlation.usual = "0";
  many.options = {
      correlation,
      compute::whole_option("layers", "L", "", "0", "1000000"),
      {.name = "residual",
       .kind = OptionKind::number,
       .help = "strength of the attention branch, alpha",
       .usual = "1",
       .least = "0",
       .most = "1000"},
      {.name = "scaled", .kind = OptionKind::flag, .help = "alpha / sqrt(L) in place of alpha"},
      compute::whole_option("tokens", "n", "10", "2", "1000000")};
  many.options[1].required = true;
  many.run = depth;
  many.example = "--tokens 10 --correlation 1/10 --layers 6";
  return {one, many};
}

}  // namespace lemmascope::signal
