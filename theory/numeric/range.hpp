// The range of a number type: what overflowed, what may be exponentiated as it stands, and the
// points that scores are measured from where it may not.
#pragma once

#include "theory/numeric/number.hpp"

namespace lemmascope {

/// Neither infinite nor "not a number"; an enclosure needs both ends.
template <Field N>
bool is_finite(const N& value);

/// Whether sums of e^x stay far inside the range of N: |x| <= 2^8 for double (e^256 is below
/// 10^112), 2^20 for the others (MPFR's exponents end at 2^30). Where it is not so, every score is
/// taken relative to the largest one.
template <Elementary N>
bool has_moderate_exponential(const N& x);

/// A point to measure `x` from: x itself, for an Interval its middle (taking an enclosure away
/// from itself would widen it).
template <Elementary N>
N point_of(const N& x);
/// The larger of two points.
template <Elementary N>
N larger_point(const N& a, const N& b);

}  // namespace lemmascope
