// Calculators: one quantity a call, in the arithmetic the user picks.
#pragma once

#include <functional>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "properties/compute/budget.hpp"
#include "properties/compute/option.hpp"

namespace lemmascope::compute {

/// Which arithmetic answers. `strongest` is what a request means that names none: the first of the
/// calculator's.
enum class Arithmetic { exact, interval, precise, binary64, strongest };
/// Which algorithm answers where two exist; `both` runs and compares them.
enum class Method { fast, enumerate, polynomial, both };

std::string_view to_text(Arithmetic arithmetic);
std::string_view to_text(Method method);

/// One call of a calculator.
struct Request {
  Arithmetic arithmetic = Arithmetic::strongest;
  int digits = 50;
  Method method = Method::fast;
  /// Canonical values of the calculator's own options, defaults included.
  OptionValues options;
  int jobs = 1;
  Budget budget;
};

/// What the rows and columns of a matrix in an answer are, for tables: "query position i".
struct MatrixAxes {
  std::string rows;
  std::string columns;
};

/// A quantity the program can compute. `run` returns an object whose scalars are tagged quantities
/// and whose matrices are arrays of rows; it throws PreconditionError on bad input or an arithmetic
/// that cannot answer.
struct Calculator {
  std::string name;
  std::string summary;
  std::string formula;
  std::vector<Arithmetic> arithmetics;  ///< strongest first
  std::vector<Method> methods = {};     ///< that may be asked for; empty: there is one way only
  std::vector<Option> options = {};     ///< what this quantity reads, in the order of keys
  std::function<nlohmann::json(const Request&)> run = {};
  /// Memory and work of a settled request, before anything is allocated. Null: too little to ask.
  std::function<Estimate(const Request&)> cost = {};
  /// Arguments of a call that works: "--chain \"7/10,3/10;4/10,6/10\"".
  std::string example = {};
  /// Of the matrices in the answer, by field; the rest is numbered from 0.
  std::map<std::string, MatrixAxes> axes = {};
  std::string paper = {};  ///< key of the paper that brings it; filled in by the catalogue
};

/// What may be said about a call beside the calculator's own options: evidence, digits, method and
/// the budget, as far as the calculator has a choice.
std::vector<Option> shared_options(const Calculator& calculator);
/// Both, in the order of keys.
std::vector<Option> every_option(const Calculator& calculator);

/// The call that these values ask for. Throws PreconditionError when they do not fit together;
/// `prefix` comes before the names of options in messages.
Request request_of(const Calculator& calculator, const OptionValues& values,
                   const std::string& prefix = "--");

/// The request with its arithmetic settled. Throws PreconditionError when the calculator lacks the
/// one asked for.
Request settled(const Calculator& calculator, Request request);

/// Runs a calculator on the settled request after checking its options and its cost.
nlohmann::json compute(const Calculator& calculator, const Request& request);

/// How many double-precision operations one operation of the request's arithmetic takes, roughly.
double operation_cost(const Request& request);
/// Bytes of one number of the request's arithmetic, roughly.
double number_bytes(const Request& request);

}  // namespace lemmascope::compute
