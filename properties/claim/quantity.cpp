#include "properties/claim/quantity.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

#include "theory/numeric/number.hpp"

namespace lemmascope::claim {

using lemmascope::to_text;  // fractions
namespace {

template <class R>
Quantity high_precision(const R& value, unsigned digits) {
  Quantity q;
  q.kind = Quantity::Kind::real;
  q.value = value.str(static_cast<std::streamsize>(digits));
  q.second_detail = std::to_string(std::numeric_limits<R>::digits);
  q.approximate = static_cast<double>(value);
  return q;
}

constexpr int kDigitsOfAMiddle = 40;

/// A finite fraction may lie beyond double: the nearest finite one still draws and sorts it.
double nearest_finite(double value) {
  const double largest = std::numeric_limits<double>::max();
  return std::isnan(value) ? value : std::clamp(value, -largest, largest);
}

/// An upper bound on the distance from the number that `middle` says to any point of the enclosure:
/// the text is a rounded number too.
Real50 radius_around(const std::string& middle, const Interval& enclosure) {
  const auto ends = enclosure.view();
  Real50 radius, distance;
  for (const auto rounding : {MPFR_RNDD, MPFR_RNDU}) {  // both neighbours of what the text says
    Real50 said;
    mpfr_set_str(said.backend().data(), middle.c_str(), 10, rounding);
    mpfr_sub(distance.backend().data(), said.backend().data(), &ends.left, MPFR_RNDU);
    mpfr_max(radius.backend().data(), radius.backend().data(), distance.backend().data(),
             MPFR_RNDU);
    mpfr_sub(distance.backend().data(), &ends.right, said.backend().data(), MPFR_RNDU);
    mpfr_max(radius.backend().data(), radius.backend().data(), distance.backend().data(),
             MPFR_RNDU);
  }
  return radius;
}

std::string text_rounded_up(const Real50& radius) {
  char* text = nullptr;
  mpfr_asprintf(&text, "%.6RUe", radius.backend().data());
  std::string result = text;
  mpfr_free_str(text);
  return result;
}

std::string_view name(Quantity::Kind kind) {
  switch (kind) {
    case Quantity::Kind::rational:
      return "rational";
    case Quantity::Kind::ball:
      return "ball";
    case Quantity::Kind::real:
      return "real";
    case Quantity::Kind::f64:
      return "f64";
    case Quantity::Kind::proportion:
      return "proportion";
  }
  return "f64";
}

}  // namespace

template <>
Quantity quantity(const Rational& value) {
  Quantity q;
  q.value = to_text(value);
  q.approximate = nearest_finite(to_double(value));
  return q;
}

template <>
Quantity quantity(const Interval& value) {
  Quantity q;
  q.kind = Quantity::Kind::ball;
  q.value = value.middle().str(kDigitsOfAMiddle);
  q.detail = text_rounded_up(radius_around(q.value, value));
  q.second_detail = std::to_string(std::numeric_limits<Real50>::digits);
  q.approximate = static_cast<double>(value.middle());
  return q;
}

template <>
Quantity quantity(const Real50& value) {
  return high_precision(value, 50);
}
template <>
Quantity quantity(const Real100& value) {
  return high_precision(value, 100);
}
template <>
Quantity quantity(const Real200& value) {
  return high_precision(value, 200);
}

template <>
Quantity quantity(const double& value) {
  Quantity q;
  q.kind = Quantity::Kind::f64;
  q.value = fmt::format("{}", value);
  q.detail = fmt::format("{:a}", value);
  q.approximate = value;
  return q;
}

Quantity proportion(std::int64_t k, std::int64_t n, double lower, double upper) {
  Quantity q;
  q.kind = Quantity::Kind::proportion;
  q.value = fmt::format("{}/{}", k, n);
  q.detail = fmt::format("{}", lower);
  q.second_detail = fmt::format("{}", upper);
  q.approximate = n == 0 ? 0 : static_cast<double>(k) / static_cast<double>(n);
  return q;
}

std::string to_text(const Quantity& q) {
  // Longer fractions say less than their decimal value; the exact text stays in the files.
  constexpr std::size_t kReadable = 24;
  switch (q.kind) {
    case Quantity::Kind::rational:
      return q.value.size() <= kReadable ? q.value : fmt::format("≈ {:.6g}", q.approximate);
    case Quantity::Kind::ball:
      return fmt::format("≈ {:.6g} ± {}", q.approximate, q.detail);
    case Quantity::Kind::real:
      return fmt::format("{:.6g}", q.approximate);
    case Quantity::Kind::f64:
      return fmt::format("{:.6g}", q.approximate);
    case Quantity::Kind::proportion:
      return fmt::format("{} [{}, {}]", q.value, q.detail, q.second_detail);
  }
  return q.value;
}

nlohmann::json to_json(const Quantity& q) {
  nlohmann::json json = {
      {"kind", name(q.kind)}, {"value", q.value}, {"approximate", q.approximate}};
  switch (q.kind) {
    case Quantity::Kind::ball:
      json["radius"] = q.detail;
      json["bits"] = std::stoi(q.second_detail);
      break;
    case Quantity::Kind::real:
      json["bits"] = std::stoi(q.second_detail);
      break;
    case Quantity::Kind::f64:
      json["hex"] = q.detail;
      break;
    case Quantity::Kind::proportion:
      json["lower"] = q.detail;
      json["upper"] = q.second_detail;
      break;
    case Quantity::Kind::rational:
      break;
  }
  return json;
}

}  // namespace lemmascope::claim
