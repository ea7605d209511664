#include "properties/claim/quantity.hpp"

#include <fmt/format.h>

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
  q.approximate = to_double(value);
  return q;
}

template <>
Quantity quantity(const Interval& value) {
  Quantity q;
  q.kind = Quantity::Kind::ball;
  q.value = value.middle().str(40);
  q.detail = value.radius().str(6, std::ios_base::scientific);
  q.second_detail = std::to_string(std::numeric_limits<Real50>::digits);
  q.approximate = static_cast<double>(value.middle());
  return q;
}

template <>
Quantity quantity(const Real50& value) { return high_precision(value, 50); }
template <>
Quantity quantity(const Real100& value) { return high_precision(value, 100); }
template <>
Quantity quantity(const Real200& value) { return high_precision(value, 200); }

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
      return fmt::format("{:.6g} ± {}", q.approximate, q.detail);
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
