// Calculators: one quantity a call, in the arithmetic the user picks.
#pragma once

#include <functional>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "properties/causal/quantities/task.hpp"
#include "properties/claim/verdict.hpp"

namespace lemmascope::compute {

/// Which arithmetic answers. `strongest` is what a request means that names none: the first of the
/// calculator's.
enum class Arithmetic { exact, interval, precise, binary64, strongest };
/// Which algorithm answers where two exist; `both` runs and compares them.
enum class Method { fast, enumerate, polynomial, both };

std::string_view to_text(Arithmetic arithmetic);

/// One call of a calculator.
struct Request {
  causal::TaskText task;
  Arithmetic arithmetic = Arithmetic::strongest;
  int digits = 50;
  Method method = Method::fast;
  /// Options of this quantity alone, by flag name without dashes: kind, tokens, eta1, roots, ...
  std::map<std::string, std::string> options;
  int jobs = 1;
};

/// A quantity the program can compute. `run` returns an object whose scalars are tagged quantities
/// and whose matrices are arrays of rows; it throws PreconditionError on bad input or an arithmetic
/// that cannot answer.
struct Calculator {
  std::string name;
  std::string summary;
  std::string formula;
  std::vector<Arithmetic> arithmetics;  ///< strongest first
  /// Extra options this quantity reads, with their help.
  std::map<std::string, std::string> options;
  std::function<nlohmann::json(const Request&)> run;
};

/// The request with its arithmetic settled. Throws PreconditionError when the calculator lacks the
/// one asked for.
Request settled(const Calculator& calculator, Request request);

/// Runs a calculator on the settled request after checking that it knows every option.
nlohmann::json compute(const Calculator& calculator, const Request& request);

}  // namespace lemmascope::compute
