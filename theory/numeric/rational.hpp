// Exact rational numbers, the evidence nobody argues with.
#pragma once

#include <boost/multiprecision/gmp.hpp>
#include <string>
#include <string_view>

namespace lemmascope {

/// An exact fraction on GMP. Expression templates are off, so `auto` and Eigen are safe.
using Rational = boost::multiprecision::number<boost::multiprecision::gmp_rational,
                                               boost::multiprecision::et_off>;
/// An exact integer on GMP.
using Integer =
    boost::multiprecision::number<boost::multiprecision::gmp_int, boost::multiprecision::et_off>;

/// Reads "3/8", "-2", "0.125" or "1e-3" exactly. Throws PreconditionError on anything else ("nan",
/// "inf", zero denominators, trailing text).
Rational parse_rational(std::string_view text);

/// "3/8" or "-2".
std::string to_text(const Rational& value);

/// The nearest double (ties to even are not promised; the error is below one ulp). For display and
/// for the guess of "guess, then certify", never for a verdict.
double to_double(const Rational& value);

}  // namespace lemmascope
