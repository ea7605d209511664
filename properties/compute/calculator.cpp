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
  return calculator.run(settled(calculator, request));
}

}  // namespace lemmascope::compute
