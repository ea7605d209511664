// Runs one piece of generic code in the number type a request asks for.
#pragma once

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "properties/compute/calculator.hpp"
#include "theory/numeric/number.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::compute {

/// Calls body(N()) for Real50, Real100 or Real200, the smallest that holds the digits asked for, up
/// to `most` digits. Throws PreconditionError beyond.
template <int most = 200, class Body>
nlohmann::json in_precise(const Request& request, Body body) {
  if (request.digits <= 50) return body(Real50());
  if constexpr (most >= 100) {
    if (request.digits <= 100) return body(Real100());
  }
  if constexpr (most >= 200) {
    if (request.digits <= 200) return body(Real200());
  }
  refuse(fmt::format("--digits: expected at most {} for this quantity, found {}", most,
                     request.digits));
}

/// Calls body with a value of the requested type that has exp and log; refuses exact arithmetic.
template <int most = 200, class Body>
nlohmann::json in_elementary(const Request& request, Body body) {
  switch (request.arithmetic) {
    case Arithmetic::interval:
      return body(Interval());
    case Arithmetic::binary64:
      return body(double());
    case Arithmetic::precise:
      return in_precise<most>(request, body);
    case Arithmetic::exact:
    case Arithmetic::strongest:
      break;  // settled before a calculator runs
  }
  refuse(
      "--evidence exact: this needs exponentials or logarithms, which fractions do not have; use "
      "interval");
}

/// Calls body with a value of the requested type, fractions included.
template <class Body>
nlohmann::json in_field(const Request& request, Body body) {
  return request.arithmetic == Arithmetic::exact ? body(Rational()) : in_elementary(request, body);
}

}  // namespace lemmascope::compute
