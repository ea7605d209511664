// attention-contraction and attention-contraction-bound.
#include "properties/compute/calculator.hpp"
#include "properties/compute/tagged_matrix.hpp"
#include "properties/compute/usual_options.hpp"
#include "theory/graphdepth/attention_stack.hpp"
#include "theory/graphdepth/contraction.hpp"
#include "theory/graphdepth/logit_bound.hpp"
#include "theory/numeric/contradiction.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::graphdepth {
namespace {

using compute::Arithmetic;
using compute::OptionKind;
using compute::Request;
using compute::tagged;
using nlohmann::json;

Matrix<Rational> attention_from(const std::string& text) {
  const auto rows = compute::split(text, ';');
  Matrix<Rational> attention(rows.size(), rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto entries = compute::split(rows[i], ',');
    if (entries.size() != rows.size()) {
      refuse(fmt::format("row {}: expected {} weights, as many as rows, found {}", i + 1,
                         rows.size(), entries.size()));
    }
    for (std::size_t k = 0; k < entries.size(); ++k) attention(i, k) = parse_rational(entries[k]);
  }
  require_attention(attention);
  return attention;
}

std::string canonical_attention(const std::string& text) {
  attention_from(text);
  return text;
}

Substructure substructure_of(const Request& request, const char* name, int positions) {
  Substructure all;
  for (const auto& text : compute::split(compute::text_of(request.options, name), ',')) {
    const Rational position = parse_rational(text);
    if (denominator(position) != 1 || position < 1 || position > positions) {
      refuse(fmt::format("--{}: expected positions from 1 to {}, found {}", name, positions,
                         compute::in_quotes(text)));
    }
    all.push_back(static_cast<int>(numerator(position)) - 1);
  }
  try {
    uniform_on(all, positions);
  } catch (const PreconditionError& error) {
    refuse(fmt::format("--{}: {}", name, error.what()));
  }
  return all;
}

json tagged_all(const std::vector<Rational>& values) {
  json all = json::array();
  for (const Rational& value : values) all.push_back(tagged(value));
  return all;
}

// Fractions grow with depth: L layers over n positions take L^2 n^2 products for the distances.
compute::Estimate stack_cost(const Request& request) {
  const auto texts = compute::texts_of(request.options, "attention");
  double rows = 1;
  for (const char c : texts.front()) rows += c == ';' ? 1 : 0;
  const double layers = static_cast<double>(texts.size());
  return {.memory = 64 * layers * rows * rows,
          .terms = 200 * layers * layers * rows * rows + 200 * layers * rows * rows * rows};
}

json stack(const Request& request) {
  std::vector<Matrix<Rational>> layers;
  std::vector<Rational> coefficients;
  for (const auto& text : compute::texts_of(request.options, "attention")) {
    layers.push_back(attention_from(text));
    if (layers.back().rows() != layers.front().rows()) {
      refuse(fmt::format("--attention: expected layers of {} positions, as the first has",
                         layers.front().rows()));
    }
    coefficients.push_back(contraction(layers.back()));
    require_agreement(coefficients.back() == contraction_by_overlap(layers.back()),
                      "attention-contraction: distance and overlap of rows");
  }
  json answer = {{"coefficient", tagged_all(coefficients)}};
  if (!compute::is_given(request.options, "first")) return answer;
  const int n = static_cast<int>(layers.front().rows());
  const Substructure first = substructure_of(request, "first", n);
  const Substructure second = substructure_of(request, "second", n);
  answer["distance"] = tagged_all(distances(layers, first, second));
  answer["bound"] = tagged_all(distance_bounds(layers, first, second));
  return answer;
}

json bound(const Request& request) {
  const Rational largest = compute::number_of(request.options, "logit-bound");
  const Rational tolerance = compute::number_of(request.options, "tolerance");
  json answer = {{"coefficient", tagged(hyperbolic_tangent(largest))}};
  try {
    answer["layers"] = tagged(layers_until(largest, tolerance));
  } catch (const PreconditionError& error) {
    refuse(std::string("--logit-bound: ") + error.what());
  }
  return answer;
}

compute::Option number_above(std::string name, std::string help, std::string usual,
                             std::string least, std::string most) {
  compute::Option option = compute::number_option(
      std::move(name), std::move(help), std::move(usual), std::move(least), std::move(most));
  option.above_least = true;
  return option;
}

}  // namespace

std::vector<compute::Calculator> graphdepth_quantities() {
  compute::Calculator stacks;
  stacks.name = "attention-contraction";
  stacks.summary = "contraction coefficients of layers and what two substructures read differently";
  stacks.formula = "tau(A) = max TV(A_i, A_j); delta_l = TV(mu_S A_l..A_1, mu_S' A_l..A_1)";
  stacks.arithmetics = {Arithmetic::exact};
  stacks.options = {{.name = "attention",
                     .help = "a layer's rows by ';'; the first is A_1",
                     .required = true,
                     .repeatable = true,
                     .canonical = canonical_attention},
                    {.name = "first", .help = "positions of S, from 1: 1,2", .needs = {"second"}},
                    {.name = "second", .help = "positions of S'", .needs = {"first"}}};
  stacks.run = stack;
  stacks.cost = stack_cost;
  stacks.example = "--attention \"1/2,1/2;1/4,3/4\" --first 1 --second 2";
  compute::Calculator bounds;
  bounds.name = "attention-contraction-bound";
  bounds.summary = "the largest contraction coefficient of bounded scores, and layers to collapse";
  bounds.formula = "tanh B; ln e / ln tanh B";
  bounds.arithmetics = {Arithmetic::interval};
  bounds.options = {number_above("logit-bound", "scores lie in [-B, B]", "", "0", "1000"),
                    number_above("tolerance", "what is left, e", "1/1000", "0", "1")};
  bounds.options[0].required = true;
  bounds.run = bound;
  bounds.example = "--logit-bound 1/2 --tolerance 1/1000";
  return {stacks, bounds};
}

}  // namespace lemmascope::graphdepth
