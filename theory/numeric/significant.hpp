// Doubles with few digits, for what is looked at and not computed with.
#pragma once

namespace lemmascope {

/// The double nearest to `value` written with `digits` significant decimal digits. Subnormal
/// numbers, infinities and what is no number pass through like any other.
double significant(double value, int digits);

}  // namespace lemmascope
