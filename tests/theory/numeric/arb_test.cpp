// Interval functions against Arb, an independent implementation of rigorous arithmetic.
#include <gtest/gtest.h>

#ifdef LEMMASCOPE_HAS_ARB
#include <arb.h>
#endif

#include "theory/numeric/interval.hpp"

namespace lemmascope {
namespace {

#ifdef LEMMASCOPE_HAS_ARB

/// Arb's enclosure of function(x) at 400 bits, as an interval between its exact endpoints.
using ArbFunction = void (*)(arb_ptr, arb_srcptr, slong);

Rational endpoint(mpfr_srcptr value) {
  Rational result;
  mpfr_get_q(result.backend().data(), value);
  return result;
}

struct Bounds {
  Rational lower;
  Rational upper;
};

Bounds by_arb(ArbFunction function, const Rational& x) {
  constexpr slong kBits = 400;
  fmpq_t fraction;
  fmpq_init(fraction);
  fmpq_set_mpq(fraction, x.backend().data());
  arb_t value;
  arb_init(value);
  arb_set_fmpq(value, fraction, kBits);
  function(value, value, kBits);
  mpfr_t low;
  mpfr_t high;
  mpfr_init2(low, 500);
  mpfr_init2(high, 500);
  arb_get_interval_mpfr(low, high, value);
  const Bounds bounds = {endpoint(low), endpoint(high)};
  mpfr_clear(low);
  mpfr_clear(high);
  arb_clear(value);
  fmpq_clear(fraction);
  return bounds;
}

using OurFunction = Interval (*)(const Interval&);

/// Both enclose the true value, so they must meet; and ours, 230 bits coarser, should hold all of
/// Arb's.
void expect_to_hold_arb(OurFunction ours, ArbFunction arb, const Rational& x) {
  const Bounds bounds = by_arb(arb, x);
  ASSERT_LT(bounds.upper - bounds.lower, parse_rational("1e-80"));
  const Interval mine = ours(Interval(x));
  EXPECT_TRUE(contains(mine, bounds.lower) && contains(mine, bounds.upper))
      << x << ": " << to_text(mine, 50) << " against [" << bounds.lower << ", " << bounds.upper
      << "]";
}

TEST(Arb, AgreesOnExpLogAndSqrt) {
  for (int k = 1; k <= 200; ++k) {
    const Rational x(k * k, 97);
    expect_to_hold_arb(exp, arb_exp, Rational(x / 20));
    expect_to_hold_arb(exp, arb_exp, Rational(-x / 20));
    expect_to_hold_arb(log, arb_log, x);
    expect_to_hold_arb(sqrt, arb_sqrt, x);
  }
}

#else

TEST(Arb, AgreesOnExpLogAndSqrt) {
  GTEST_SKIP() << "Arb (libflint-arb-dev) was not found when the build was configured";
}

#endif

}  // namespace
}  // namespace lemmascope
