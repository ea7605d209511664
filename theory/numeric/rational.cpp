// Reading, writing and rounding of exact fractions.
#include "theory/numeric/rational.hpp"

#include <mpfr.h>

#include <algorithm>

#include "theory/numeric/require.hpp"

namespace lemmascope {
namespace {

/// Powers of ten beyond this are refused: "1e999999999" is a typing error, not a number to hold in
/// memory.
constexpr long kLargestExponent = 100000;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Takes the longest run of digits off the front of `rest`.
std::string_view take_digits(std::string_view& rest) {
  const auto end = std::find_if_not(rest.begin(), rest.end(), is_digit);
  const auto digits = rest.substr(0, static_cast<std::size_t>(end - rest.begin()));
  rest.remove_prefix(digits.size());
  return digits;
}

/// Takes one leading '+' or '-' off `rest`; true for '-'.
bool take_sign(std::string_view& rest) {
  if (rest.empty() || (rest.front() != '-' && rest.front() != '+')) return false;
  const bool negative = rest.front() == '-';
  rest.remove_prefix(1);
  return negative;
}

[[noreturn]] void refuse_text(std::string_view text, std::string_view why) {
  refuse(
      fmt::format("expected a number such as 3/8, -2, 0.125 or 1e-3, found \"{}\": {}", text, why));
}

Integer to_integer(std::string_view digits) {
  // A leading zero would make GMP read the digits in base eight.
  digits.remove_prefix(std::min(digits.find_first_not_of('0'), digits.size()));
  return digits.empty() ? Integer(0) : Integer(std::string(digits));
}

/// Reads the exponent after 'e' or 'E'.
long take_exponent(std::string_view text, std::string_view& rest) {
  const bool negative = take_sign(rest);
  const std::string_view digits = take_digits(rest);
  if (digits.empty()) refuse_text(text, "the exponent has no digits");
  const Integer exponent = to_integer(digits);
  if (exponent > kLargestExponent) {
    refuse_text(text, fmt::format("the exponent is beyond {}", kLargestExponent));
  }
  return exponent.convert_to<long>() * (negative ? -1 : 1);
}

Integer power_of_ten(long exponent) {
  return boost::multiprecision::pow(Integer(10), static_cast<unsigned>(exponent));
}

}  // namespace

Rational parse_rational(std::string_view text) {
  std::string_view rest = text;
  const bool negative = take_sign(rest);
  const std::string_view whole = take_digits(rest);
  Integer numerator = to_integer(whole);
  Integer denominator = 1;
  if (!whole.empty() && !rest.empty() && rest.front() == '/') {
    rest.remove_prefix(1);
    const std::string_view below = take_digits(rest);
    if (below.empty()) refuse_text(text, "the denominator has no digits");
    denominator = to_integer(below);
    if (denominator == 0) refuse_text(text, "the denominator is zero");
  } else {
    long exponent = 0;
    std::string_view fraction;
    if (!rest.empty() && rest.front() == '.') {
      rest.remove_prefix(1);
      fraction = take_digits(rest);
      numerator = to_integer(std::string(whole) + std::string(fraction));
      exponent = -static_cast<long>(fraction.size());
    }
    if (whole.empty() && fraction.empty()) refuse_text(text, "no digits");
    if (!rest.empty() && (rest.front() == 'e' || rest.front() == 'E')) {
      rest.remove_prefix(1);
      exponent += take_exponent(text, rest);
    }
    if (exponent > 0) numerator *= power_of_ten(exponent);
    if (exponent < 0) denominator = power_of_ten(-exponent);
  }
  if (!rest.empty()) refuse_text(text, fmt::format("trailing \"{}\"", rest));
  if (negative) numerator = -numerator;
  return Rational(numerator, denominator);
}

std::string to_text(const Rational& value) { return value.str(); }

double to_double(const Rational& value) {
  MPFR_DECL_INIT(nearest, 53);  // the precision of double, so there is one rounding only
  mpfr_set_q(nearest, value.backend().data(), MPFR_RNDN);
  return mpfr_get_d(nearest, MPFR_RNDN);
}

}  // namespace lemmascope
