// High-precision floating point at fixed precision. The precision is part of the type because the
// run-time default precision of Boost 1.74 is one process-wide variable, a race between threads.
#pragma once

#include <boost/multiprecision/mpfr.hpp>
#include <string>

#include "theory/numeric/rational.hpp"

namespace lemmascope {

template <unsigned Digits>
using Real = boost::multiprecision::number<boost::multiprecision::mpfr_float_backend<Digits>,
                                           boost::multiprecision::et_off>;
using Real50 = Real<50>;
using Real100 = Real<100>;
using Real200 = Real<200>;

/// The shortest decimal text that reads back to the same double.
std::string to_text(double value);
/// Decimal text with `digits` significant digits.
std::string to_text(const Real50& value, int digits = 50);
std::string to_text(const Real100& value, int digits = 100);
std::string to_text(const Real200& value, int digits = 200);

}  // namespace lemmascope
