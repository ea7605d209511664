// Numbers that carry their evidence: tagged, lossless, readable years later.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "theory/numeric/truth.hpp"

namespace lemmascope::claim {

using lemmascope::to_text;  // of a Truth, beside the overloads below

/// A number as it stands in a result: how it was obtained, an exact text, and a double for drawing.
struct Quantity {
  enum class Kind { rational, ball, real, f64, proportion };
  Kind kind = Kind::rational;
  /// rational: "3/8"; ball: the middle; real and f64: shortest text that reads back; proportion:
  /// "k/n".
  std::string value;
  /// ball: radius. proportion: lower confidence limit. f64: hexadecimal. Otherwise empty.
  std::string detail;
  /// proportion: upper confidence limit. ball and real: bits of precision. Otherwise empty.
  std::string second_detail;
  /// Nearest double, for drawing and sorting only.
  double approximate = 0;
};

/// Instantiated for every number type (Rational, Interval, Real50, Real100, Real200, double).
template <class N>
Quantity quantity(const N& value);
/// k successes of n with confidence limits.
Quantity proportion(std::int64_t k, std::int64_t n, double lower, double upper);

/// What a person reads: the exact text where short, with the decimal value beside long fractions.
std::string to_text(const Quantity& quantity);
/// `{"kind":"rational","value":"3/8","approximate":0.375}` and so on.
nlohmann::json to_json(const Quantity& quantity);

}  // namespace lemmascope::claim
