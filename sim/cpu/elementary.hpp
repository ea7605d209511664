// Exponential and logarithm of vectors of any width. Kernel code: same rules as sim/cpu/lanes.hpp;
// like everything there they have the same bits on every instruction set where nothing is
// contracted.
#pragma once

#include "sim/cpu/lanes.hpp"

namespace lemmascope::sim::LEMMASCOPE_ISA {

/// e^x for a vector of floats, -87 <= x <= 88, relative error below 2^-22. Cody-Waite reduction to
/// |r| <= ln(2)/2 and the Taylor polynomial of degree 7 (remainder r^8/8! < 2^-27).
template <class V>
LEMMASCOPE_INLINE V exp_within_range(V x) {
  using I = decltype(x > x);
  constexpr float kRounder = 12582912.0f;  // 3 * 2^22: adding it rounds to an integer
  const V shifted = x * 1.44269504088896341f + kRounder;
  const V n = shifted - kRounder;
  const V r = (x - n * 0.693359375f) + n * 2.12194440e-4f;  // ln 2 in two parts
  V p = V{} + 1.0f / 5040;
  p = p * r + 1.0f / 720;
  p = p * r + 1.0f / 120;
  p = p * r + 1.0f / 24;
  p = p * r + 1.0f / 6;
  p = p * r + 0.5f;
  p = p * r + 1.0f;
  p = p * r + 1.0f;
  return reinterpret_cast<V>(reinterpret_cast<I>(p) +
                             ((reinterpret_cast<I>(shifted) - 0x4B400000) << 23));
}

/// e^x for a vector of floats, x <= 88; below -87 the result is e^-87.
template <class V>
LEMMASCOPE_INLINE V exp_of_floats(V x) {
  const V bound = V{} - 87.0f;
  return exp_within_range(x > bound ? x : bound);
}

/// e^x for a vector of doubles, x <= 700; below -700 the result is e^-700. Taylor polynomial of
/// degree 13 on |r| <= ln(2)/2: remainder r^14/14! < 2^-57.
template <class V>
LEMMASCOPE_INLINE V exp_of_doubles(V x) {
  using I = decltype(x > x);
  const V bound = V{} - 700.0;
  x = x > bound ? x : bound;
  constexpr double kRounder = 6755399441055744.0;  // 3 * 2^51
  const V shifted = x * 1.44269504088896340736 + kRounder;
  const V n = shifted - kRounder;
  const V r = (x - n * 0.693145751953125) - n * 1.42860682030941723212e-6;
  constexpr double factorial[] = {6227020800.0, 479001600.0, 39916800.0, 3628800.0, 362880.0,
                                  40320.0,      5040.0,      720.0,      120.0,     24.0,
                                  6.0,          2.0,         1.0,        1.0};
  V p = V{} + 1 / factorial[0];
#pragma GCC unroll 16
  for (int k = 1; k < 14; ++k) p = p * r + 1 / factorial[k];
  return reinterpret_cast<V>(reinterpret_cast<I>(p) +
                             ((reinterpret_cast<I>(shifted) - 0x4338000000000000) << 52));
}

/// ln x for a vector of positive normal floats: with x = 2^e m, 3/4 <= m < 3/2, ln m = 2 artanh(s),
/// s = (m-1)/(m+1), |s| <= 1/5. The series ends at s^9: remainder < 2^-27.
template <class V>
LEMMASCOPE_INLINE V log_of_floats(V x) {
  using I = decltype(x > x);
  const I bits = reinterpret_cast<I>(x);
  const I e = (bits - 0x3F400000) >> 23;  // 0x3F400000 is 3/4
  const V m = reinterpret_cast<V>(bits - (e << 23));
  const V s = (m - 1.0f) / (m + 1.0f);
  const V s2 = s * s;
  V p = V{} + 2.0f / 9;
#pragma GCC unroll 8
  for (int n = 7; n > 0; n -= 2) p = p * s2 + 2.0f / static_cast<float>(n);
  return __builtin_convertvector(e, V) * 0.693147180559945f + p * s;
}
/// The same for doubles: the series ends at s^25, remainder < 2^-60.
template <class V>
LEMMASCOPE_INLINE V log_of_doubles(V x) {
  using I = decltype(x > x);
  const I bits = reinterpret_cast<I>(x);
  const I e = (bits - 0x3FE8000000000000) >> 52;  // 3/4
  const V m = reinterpret_cast<V>(bits - (e << 52));
  const V s = (m - 1.0) / (m + 1.0);
  const V s2 = s * s;
  V p = V{} + 2.0 / 25;
#pragma GCC unroll 16
  for (int n = 23; n > 0; n -= 2) p = p * s2 + 2.0 / n;
  return __builtin_convertvector(e, V) * 0.69314718055994530942 + p * s;
}

/// e^x and ln x for vectors of F.
template <class F, class V>
LEMMASCOPE_INLINE V exp_of(V x) {
  if constexpr (sizeof(F) == 4) {
    return exp_of_floats(x);
  } else {
    return exp_of_doubles(x);
  }
}
template <class F, class V>
LEMMASCOPE_INLINE V log_of(V x) {
  if constexpr (sizeof(F) == 4) {
    return log_of_floats(x);
  } else {
    return log_of_doubles(x);
  }
}

}  // namespace lemmascope::sim::LEMMASCOPE_ISA
