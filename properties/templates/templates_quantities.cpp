// template-kernel, template-kernel-derivative and template-ridge.
#include <algorithm>

#include "properties/compute/calculator.hpp"
#include "properties/compute/in_arithmetic.hpp"
#include "properties/compute/tagged_matrix.hpp"
#include "properties/compute/usual_options.hpp"
#include "properties/templates/diversity_quantity.hpp"
#include "theory/numeric/contradiction.hpp"
#include "theory/templates/attention_kernel.hpp"
#include "theory/templates/conditioning.hpp"
#include "theory/templates/kernel_derivatives.hpp"
#include "theory/templates/ridge.hpp"

namespace lemmascope::templates {
namespace {

using compute::Arithmetic;
using compute::OptionKind;
using compute::Request;
using compute::tagged;
using nlohmann::json;

constexpr int kIntervalDigits = 40;
constexpr int kDoubleDigits = 16;

std::vector<Symbols> templates_from(const std::string& text) {
  std::vector<Symbols> list;
  for (const auto& one : compute::split(text, ',')) {
    list.push_back(parse_template(one));
    const std::size_t k = list.back().size();
    if (k != 2 && k != 3) {
      refuse(fmt::format("expected templates of two or three letters, found {}",
                         compute::in_quotes(one)));
    }
    if (k != list.front().size()) {
      refuse(fmt::format("expected templates of one length, found {} and {} letters",
                         list.front().size(), k));
    }
    if (std::count(list.begin(), list.end(), list.back()) > 1) {
      refuse(fmt::format("expected different templates, found {} twice up to names",
                         template_text(list.back())));
    }
  }
  return list;
}

std::string canonical_templates(const std::string& text) {
  std::string canonical;
  for (const Symbols& one : templates_from(text)) {
    canonical += (canonical.empty() ? "" : ",") + template_text(one);
  }
  return canonical;
}

std::vector<Symbols> templates_of(const Request& request) {
  return templates_from(compute::text_of(request.options, "templates"));
}

KernelParameters parameters_of(const Request& request) {
  return {compute::number_of(request.options, "beta"), compute::number_of(request.options, "gamma"),
          compute::number_of(request.options, "identity")};
}

bool is_plane(const Request& request) { return templates_of(request).front().size() == 3; }

// Interval arithmetic over three positions goes through double.
LatticePlan plan_of(const Request& request) {
  int digits = kDoubleDigits;
  if (request.arithmetic == Arithmetic::precise) digits = request.digits + 3;
  if (request.arithmetic == Arithmetic::interval) digits = is_plane(request) ? 14 : kIntervalDigits;
  return lattice_plan(is_plane(request) ? 3 : 2, parameters_of(request), digits);
}

template <class N>
KernelMatrices<N> kernel_of(const Request& request) {
  const auto plan = plan_of(request);
  if constexpr (std::same_as<N, Interval>) {
    if (is_plane(request)) {
      return enclosed_in_double(templates_of(request), parameters_of(request), plan);
    }
  }
  return kernel_matrices<N>(templates_of(request), parameters_of(request), plan);
}

compute::Estimate kernel_cost(const Request& request) {
  const LatticePlan plan = plan_of(request);
  const double side = 2.0 * (plan.outer_reach + 2.0 * plan.inner_reach) + 1;
  const bool in_double = request.arithmetic == Arithmetic::interval && is_plane(request);
  const double points = is_plane(request) ? side * side : side;
  return {.memory = 8 * points * (in_double ? 8 : compute::number_bytes(request)) *
                    static_cast<double>(templates_of(request).size()),
          .terms = kernel_work(templates_of(request), plan) *
                   (in_double ? 1 : compute::operation_cost(request))};
}

json kernel(const Request& request) {
  return compute::in_elementary(request, [&](auto number) -> json {
    using N = decltype(number);
    const auto found = kernel_of<N>(request);
    return {{"N", tagged(found.between)},
            {"same_string", tagged(found.same_string)},
            {"determinant", tagged(determinant(found.between))},
            {"condition", tagged(condition_number(found.between))}};
  });
}

Symbols symbols_from(const std::string& text) {
  Symbols symbols;
  for (const auto& one : compute::split(text, ',')) {
    const Rational number = parse_rational(one);
    if (denominator(number) != 1 || number < 0 || number > 1000000) {
      refuse("expected symbols by number, found " + compute::in_quotes(one));
    }
    symbols.push_back(static_cast<int>(numerator(number)));
  }
  return symbols;
}

std::string canonical_symbols(const std::string& text) {
  std::string canonical;
  for (const int symbol : symbols_from(text)) {
    canonical += (canonical.empty() ? "" : ",") + std::to_string(symbol);
  }
  return canonical;
}

std::string canonical_order(const std::string& text) {
  const Symbols orders = symbols_from(text);
  if (orders.size() != 2 || orders[0] > kMostBetaOrder || orders[1] > 100) {
    refuse(fmt::format("expected orders in beta (at most {}) and gamma, as in 6,4, found {}",
                       kMostBetaOrder, compute::in_quotes(text)));
  }
  return canonical_symbols(text);
}

json derivative(const Request& request) {
  const Symbols first = symbols_from(compute::text_of(request.options, "first"));
  const Symbols second = symbols_from(compute::text_of(request.options, "second"));
  const Symbols order = symbols_from(compute::text_of(request.options, "order"));
  if (first.size() != second.size() || static_cast<int>(first.size()) > kMostSymbols) {
    refuse(fmt::format("--second: expected as many symbols as --first, at most {}, found {} and {}",
                       kMostSymbols, first.size(), second.size()));
  }
  const Polynomial coefficient = kernel_coefficient(first, second, order[0]);
  if (order[0] <= 6 && first.size() <= 3) {
    require_agreement(coefficient == kernel_coefficient_by_pairings(first, second, order[0]),
                      "template-kernel-derivative: moments and pairings");
  }
  return {{"value", tagged(derivative_from(coefficient, order[0], order[1]))}};
}

// Monomials of both softmax series, C(order + 2k, order) pairs for each two positions.
compute::Estimate derivative_cost(const Request& request) {
  const double k =
      static_cast<double>(symbols_from(compute::text_of(request.options, "first")).size());
  const double order = symbols_from(compute::text_of(request.options, "order")).at(0);
  double monomials = 1;
  for (int n = 1; n <= order; ++n) monomials *= (2 * k + n) / n;
  return {.memory = 1000 * monomials, .terms = 500 * 50 * monomials * k * k};
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

std::string canonical_counts(const std::string& text) {
  for (const Rational& count : numbers_from(text)) {
    if (denominator(count) != 1 || count < 1 || count > 1000000000) {
      refuse("expected whole numbers from 1 to 1000000000, found " + compute::in_quotes(text));
    }
  }
  return canonical_numbers(text);
}

template <class N>
RidgeProblem<N> problem_of(const Request& request, const KernelMatrices<N>& kernel) {
  const auto labels = numbers_from(compute::text_of(request.options, "labels"));
  const auto counts = numbers_from(compute::text_of(request.options, "per-template"));
  const auto r = static_cast<std::size_t>(kernel.between.rows());
  if (labels.size() != r) {
    refuse(
        fmt::format("--labels: expected one for each of {} templates, found {}", r, labels.size()));
  }
  if (counts.size() != 1 && counts.size() != r) {
    refuse(
        fmt::format("--per-template: expected one number or one for each of {} templates, found "
                    "{}",
                    r, counts.size()));
  }
  RidgeProblem<N> problem{kernel.between,
                          Vector<N>(r),
                          {},
                          Vector<N>(r),
                          from_rational<N>(compute::number_of(request.options, "ridge"))};
  for (std::size_t i = 0; i < r; ++i) {
    problem.excess(i) = kernel.same_string(i) - kernel.between(i, i);
    problem.labels(i) = from_rational<N>(labels[i]);
    problem.counts.push_back(static_cast<long>(numerator(counts[counts.size() == 1 ? 0 : i])));
  }
  return problem;
}

json ridge(const Request& request) {
  return compute::in_elementary(request, [&](auto number) -> json {
    using N = decltype(number);
    const auto found = kernel_of<N>(request);
    const auto problem = problem_of<N>(request, found);
    const auto predictions = ridge_by_blocks(problem);
    if constexpr (std::same_as<N, Interval>) {
      long samples = 0;
      for (const long count : problem.counts) samples += std::min(count, 100L);
      if (samples <= 40) {
        const auto whole = ridge_by_full_solve(problem);
        for (Eigen::Index i = 0; i < predictions.size(); ++i) {
          require_agreement(overlaps(predictions(i), whole(i)),
                            "template-ridge: block formula and full Gram matrix");
        }
      }
    }
    return {{"predictions", tagged(predictions)},
            {"inverse_times_labels", tagged(solve_definite<N>(problem.between, problem.labels))}};
  });
}

compute::Option positive(std::string name, std::string help, std::string usual) {
  compute::Option option =
      compute::number_option(std::move(name), std::move(help), std::move(usual), "0", "1000");
  option.above_least = true;
  return option;
}

std::vector<compute::Option> kernel_options() {
  return {positive("beta", "inverse temperature of attention", "1"),
          positive("gamma", "strength of positions", "1"),
          compute::number_option("identity",
                                 "a: multiple of the identity in W_K W_Q^T, last token as query",
                                 "0", "-50", "50"),
          {.name = "templates",
           .help = "by ',', every letter a wildcard: aa,ab or aba,abb",
           .usual = "aa,ab",
           .canonical = canonical_templates}};
}

compute::Option text_option(std::string name, std::string help,
                            std::string (*canonical)(const std::string&)) {
  return {
      .name = std::move(name), .help = std::move(help), .required = true, .canonical = canonical};
}

}  // namespace

std::vector<compute::Calculator> templates_quantities() {
  compute::Calculator kernels;
  kernels.name = "template-kernel";
  kernels.summary = "kernel matrix of templates under attention with random weights";
  kernels.formula = "N_ij = E[s^T X Y^T t + gamma^2 s^T t] on disjoint symbols";
  kernels.arithmetics = {Arithmetic::interval, Arithmetic::precise, Arithmetic::binary64};
  kernels.options = kernel_options();
  kernels.run = kernel;
  kernels.cost = kernel_cost;
  kernels.example = "--templates aa,ab --beta 1 --gamma 1";
  kernels.axes = {{"N", {"template i", "template j"}}};
  compute::Calculator derivatives;
  derivatives.name = "template-kernel-derivative";
  derivatives.summary = "a derivative of the attention kernel of two strings at beta = gamma = 0";
  derivatives.formula = "d^b/d beta^b d^c/d gamma^c kappa_{X,Y}(0, 0)";
  derivatives.arithmetics = {Arithmetic::exact};
  derivatives.options = {
      text_option("first", "symbols of X by number: 0,1", canonical_symbols),
      text_option("order", "b,c: derivatives in beta and gamma", canonical_order),
      text_option("second", "symbols of Y", canonical_symbols)};
  derivatives.run = derivative;
  derivatives.cost = derivative_cost;
  derivatives.example = "--first 0,1 --second 11,10 --order 6,4";
  compute::Calculator ridges;
  ridges.name = "template-ridge";
  ridges.summary = "kernel ridge regression on templates: predictions on symbols never seen";
  ridges.formula = "y - (Delta + lambda)(N D_n + Delta + lambda)^-1 y; N^-1 y";
  ridges.arithmetics = kernels.arithmetics;
  ridges.options = kernel_options();
  ridges.options.push_back(
      text_option("labels", "of each template, by ',': 1,-1", canonical_numbers));
  ridges.options.push_back(
      text_option("per-template", "samples of each: n, or n1,n2,...", canonical_counts));
  ridges.options.push_back(positive("ridge", "lambda, added to the Gram matrix", "1/100"));
  std::sort(ridges.options.begin(), ridges.options.end(),
            [](const auto& a, const auto& b) { return a.name < b.name; });
  ridges.run = ridge;
  ridges.cost = kernel_cost;
  ridges.example = "--templates aa,ab --labels 1,-1 --per-template 1000";
  return {kernels, derivatives, ridges, diversity_calculator()};
}

}  // namespace lemmascope::templates
