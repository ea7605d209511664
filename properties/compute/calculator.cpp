#include "properties/compute/calculator.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "theory/numeric/require.hpp"

namespace lemmascope::compute {

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
    if (calculator.options.count(name) == 0) {
      refuse(fmt::format("--{}: {} has no such option", name, calculator.name));
    }
  }
  json answer = calculator.run(settled(calculator, request));
  require_numbers(calculator.name, "", answer);
  return answer;
}

}  // namespace lemmascope::compute
