#include "properties/compute/calculator.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "theory/numeric/require.hpp"

namespace lemmascope::compute {
namespace {

constexpr Arithmetic kArithmetics[] = {Arithmetic::exact, Arithmetic::interval, Arithmetic::precise,
                                       Arithmetic::binary64};
constexpr Method kMethods[] = {Method::enumerate, Method::polynomial, Method::both};
constexpr int kMostDigits = 200;  // Real200

Arithmetic arithmetic_named(const std::string& name) {
  for (const Arithmetic a : kArithmetics) {
    if (to_text(a) == name) return a;
  }
  refuse("--evidence: there is no arithmetic " + in_quotes(name));
}

Method method_named(const std::string& name) {
  for (const Method m : kMethods) {
    if (to_text(m) == name) return m;
  }
  refuse("--method: there is no method " + in_quotes(name));
}

}  // namespace

std::string_view to_text(Arithmetic arithmetic) {
  switch (arithmetic) {
    case Arithmetic::exact:
      return "exact";
    case Arithmetic::interval:
      return "interval";
    case Arithmetic::precise:
      return "precise";
    case Arithmetic::binary64:
      return "double";
    case Arithmetic::strongest:
      return "strongest";
  }
  return "exact";
}

namespace {

using nlohmann::json;

/// What an overflow or a division by zero leaves in place of a number.
bool is_finite_text(const std::string& text) {
  return text.find("nan") == std::string::npos && text.find("inf") == std::string::npos;
}

/// Throws PreconditionError naming the first number of an answer that is none: `place` is where
/// `answer` stands, "dA1[2][0]".
void require_numbers(const std::string& quantity, const std::string& place, const json& answer) {
  if (answer.is_object() && answer.contains("kind")) {
    for (const char* part : {"value", "radius"}) {
      const std::string text = answer.value(part, std::string("0"));
      if (is_finite_text(text)) continue;
      refuse(fmt::format(
          "{}: {} came out as {}, which is no number: an input is too large, or too small, for the "
          "arithmetic asked for; give a moderate one, or another --evidence",
          quantity, place, text));
    }
  } else if (answer.is_array()) {
    for (std::size_t k = 0; k < answer.size(); ++k) {
      require_numbers(quantity, fmt::format("{}[{}]", place, k), answer[k]);
    }
  } else if (answer.is_object()) {
    for (const auto& [key, item] : answer.items()) {
      require_numbers(quantity, place.empty() ? key : place + "." + key, item);
    }
  }
}

}  // namespace

std::string_view to_text(Method method) {
  switch (method) {
    case Method::fast:
      return "fast";
    case Method::enumerate:
      return "enumerate";
    case Method::polynomial:
      return "polynomial";
    case Method::both:
      return "both";
  }
  return "fast";
}

std::vector<Option> shared_options(const Calculator& calculator) {
  std::vector<Option> options;
  std::vector<std::string> arithmetics, methods;
  for (const Arithmetic a : calculator.arithmetics) arithmetics.emplace_back(to_text(a));
  for (const Method m : calculator.methods) methods.emplace_back(to_text(m));
  const bool precise =
      std::find(arithmetics.begin(), arithmetics.end(), "precise") != arithmetics.end();
  options.push_back({.name = "evidence",
                     .kind = OptionKind::choice,
                     .help = "arithmetic of the answer; the first unless given",
                     .choices = std::move(arithmetics)});
  if (precise) {
    options.push_back({.name = "digits",
                       .kind = OptionKind::whole,
                       .help = "digits for precise",
                       .usual = "50",
                       .least = "1",
                       .most = std::to_string(kMostDigits),
                       .needs = {"evidence=precise"}});
  }
  if (!methods.empty()) {
    options.push_back({.name = "method",
                       .kind = OptionKind::choice,
                       .help = "which algorithm, where there are two; the fast one unless given",
                       .choices = std::move(methods)});
  }
  return options;
}

std::vector<Option> every_option(const Calculator& calculator) {
  std::vector<Option> all, seeds;
  for (const Option& option : calculator.options) {
    (option.seeds_draws ? seeds : all).push_back(option);
  }
  for (Option& option : shared_options(calculator)) all.push_back(std::move(option));
  for (Option& option : seeds) all.push_back(std::move(option));
  return all;
}

Request request_of(const Calculator& calculator, const OptionValues& values,
                   const std::string& prefix) {
  std::vector<Option> known = every_option(calculator);
  known.insert(known.end(), budget_options().begin(), budget_options().end());
  for (const auto& [name, texts] : values) {
    if (find_option(known, name) == nullptr) {
      refuse_unknown(known, name, calculator.name, prefix + name);
    }
  }
  check_together(known, values, prefix);
  Request request;
  request.budget = budget_of(values);
  if (is_given(values, "evidence")) {
    request.arithmetic = arithmetic_named(text_of(values, "evidence"));
  }
  if (is_given(values, "digits")) request.digits = whole_of(values, "digits");
  // A calculator whose methods are not those of the engine declares --method itself.
  if (!calculator.methods.empty() && is_given(values, "method")) {
    request.method = method_named(text_of(values, "method"));
  }
  for (const Option& option : calculator.options) {
    const auto found = values.find(option.name);
    if (found != values.end()) request.options.insert(*found);
  }
  request.options = with_defaults(calculator.options, std::move(request.options));
  return settled(calculator, std::move(request));
}

Request settled(const Calculator& calculator, Request request) {
  const auto& known = calculator.arithmetics;
  if (request.arithmetic == Arithmetic::strongest) request.arithmetic = known.front();
  if (std::find(known.begin(), known.end(), request.arithmetic) == known.end()) {
    std::string names;
    for (const Arithmetic a : known)
      names += fmt::format("{}{}", names.empty() ? "" : ", ", to_text(a));
    refuse(fmt::format("--evidence {}: {} can be computed as {} only", to_text(request.arithmetic),
                       calculator.name, names));
  }
  return request;
}

nlohmann::json compute(const Calculator& calculator, const Request& request) {
  for (const auto& [name, value] : request.options) {
    if (find_option(calculator.options, name) == nullptr) {
      refuse_unknown(calculator.options, name, calculator.name, "--" + name);
    }
  }
  Request complete = settled(calculator, request);
  complete.options = with_defaults(calculator.options, std::move(complete.options));
  if (calculator.cost) {
    require_within(complete.budget, calculator.cost(complete), calculator.name);
  }
  nlohmann::json answer = calculator.run(complete);
  require_numbers(calculator.name, "", answer);
  return answer;
}

double operation_cost(const Request& request) {
  // Measured on products of small matrices to within a factor of a few; fractions grow with the
  // computation and have no bound of their own.
  switch (request.arithmetic) {
    case Arithmetic::binary64:
      return 1;
    case Arithmetic::precise:
      return 50;
    case Arithmetic::interval:
      return 100;
    case Arithmetic::exact:
    case Arithmetic::strongest:
      break;
  }
  return 500;
}

double number_bytes(const Request& request) {
  switch (request.arithmetic) {
    case Arithmetic::binary64:
      return sizeof(double);
    case Arithmetic::precise:
      return 32 + request.digits;  // the head of an MPFR number and its limbs
    case Arithmetic::interval:
      return 2 * (32 + 32);
    case Arithmetic::exact:
    case Arithmetic::strongest:
      break;
  }
  return 2 * (16 + 64);  // two GMP integers of a few limbs each
}

}  // namespace lemmascope::compute
