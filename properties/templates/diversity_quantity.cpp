#include "properties/templates/diversity_quantity.hpp"

#include "properties/compute/tagged_matrix.hpp"
#include "properties/compute/usual_options.hpp"
#include "theory/numeric/contradiction.hpp"
#include "theory/numeric/require.hpp"
#include "theory/templates/few_symbols.hpp"

namespace lemmascope::templates {
namespace {

using compute::Request;
using compute::tagged;
using nlohmann::json;

constexpr std::size_t kMostLetters = 5;

std::string canonical_templates(const std::string& text) {
  std::string canonical;
  for (const auto& one : compute::split(text, ',')) {
    if (one.size() > kMostLetters) {
      refuse(fmt::format("expected templates of up to {} letters, found {}", kMostLetters,
                         compute::in_quotes(one)));
    }
    canonical += (canonical.empty() ? "" : ",") + template_text(parse_template(one));
  }
  return canonical;
}

std::vector<Rational> numbers_from(const std::string& text) {
  std::vector<Rational> numbers;
  for (const auto& one : compute::split(text, ',')) numbers.push_back(parse_rational(one));
  return numbers;
}

std::string canonical_numbers(const std::string& text) {
  std::string canonical;
  for (const Rational& number : numbers_from(text)) {
    canonical += (canonical.empty() ? "" : ",") + to_text(number);
  }
  return canonical;
}

std::string canonical_weights(const std::string& text) {
  const auto weights = numbers_from(text);
  if (weights.size() != 4) {
    refuse("expected four weights, as in 1,1,1,1, found " + compute::in_quotes(text));
  }
  return canonical_numbers(text);
}

FewSymbols problem_of(const Request& request) {
  FewSymbols problem;
  for (const auto& one : compute::split(compute::text_of(request.options, "templates"), ',')) {
    problem.templates.push_back(parse_template(one));
  }
  const auto labels = numbers_from(compute::text_of(request.options, "labels"));
  if (labels.size() != problem.templates.size()) {
    refuse(fmt::format("--labels: expected one for each of {} templates, found {}",
                       problem.templates.size(), labels.size()));
  }
  problem.labels = Vector<Rational>(labels.size());
  for (std::size_t i = 0; i < labels.size(); ++i) problem.labels(i) = labels[i];
  const auto weights = numbers_from(compute::text_of(request.options, "weights"));
  problem.kernel = {weights[0], weights[1], weights[2], weights[3]};
  problem.symbols = compute::whole_of(request.options, "symbols");
  problem.samples = compute::number_of(request.options, "per-template");
  problem.ridge = compute::number_of(request.options, "ridge");
  return problem;
}

json diversity(const Request& request) {
  const FewSymbols problem = problem_of(request);
  const Matrix<Rational> mean = mean_kernel(problem);
  if (problem.templates.front().size() <= 3) {
    require_agreement(mean == mean_kernel_by_interpolation(problem),
                      "template-diversity: counted and interpolated mean kernels");
  }
  return {{"predictions", tagged(few_symbol_predictions(problem))},
          {"error_left", tagged(error_of_few_symbols(problem, mean))},
          {"limit", tagged(limit_of_error_times_symbols(problem))},
          {"N", tagged(disjoint_kernel(problem))},
          {"mean", tagged(mean)}};
}

compute::Option text_option(std::string name, std::string help, std::string usual,
                            std::string (*canonical)(const std::string&)) {
  return {.name = std::move(name),
          .help = std::move(help),
          .usual = std::move(usual),
          .canonical = canonical};
}

}  // namespace

compute::Calculator diversity_calculator() {
  compute::Calculator diversity_of;
  diversity_of.name = "template-diversity";
  diversity_of.summary = "predictions on unseen symbols when samples share few symbols";
  diversity_of.formula = "N n (n M + lambda)^-1 y; y - N M^-1 y; lim m (y - N M^-1 y)";
  diversity_of.arithmetics = {compute::Arithmetic::exact};
  compute::Option ridge =
      compute::number_option("ridge", "lambda, added to the Gram matrix", "1/100", "0", "1000");
  ridge.above_least = true;
  compute::Option samples = compute::number_option(
      "per-template", "samples of each, spread evenly over its strings", "1000", "0", "1000000000");
  samples.above_least = true;
  diversity_of.options = {
      text_option("labels", "of each template, by ','", "1,-1", canonical_numbers),
      samples,
      ridge,
      compute::whole_option("symbols", "to train on, m", "32", "1", "1000000000"),
      text_option("templates", "by ',', every letter a wildcard: aa,ab or aba,abb", "aa,ab",
                  canonical_templates),
      text_option("weights",
                  "of the kernel's terms: constant, shared symbols, shared places, patterns",
                  "1,1,1,1", canonical_weights)};
  diversity_of.run = diversity;
  diversity_of.example = "--templates aa,ab --symbols 32 --per-template 1000";
  diversity_of.axes = {{"N", {"template i", "template j"}}, {"mean", {"template i", "template j"}}};
  return diversity_of;
}

}  // namespace lemmascope::templates
