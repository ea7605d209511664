// The known answers and how they are checked. Operands of the double checks pass through `opaque`,
// so that the processor computes them and not the compiler.
#include "theory/numeric/canary.hpp"

#include <cfenv>
#include <cfloat>
#include <cmath>

#include "theory/numeric/interval.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope {
namespace {

/// Hides a value from the optimiser.
double opaque(double value) {
  volatile double hidden = value;
  return hidden;
}

CanaryCheck one_third_is_enclosed() {
  const Interval third("1/3");
  const bool width = third.lower() < third.upper();
  return {"interval of 1/3", contains(third, Rational(1, 3)) && width,
          fmt::format("expected 1/3 inside an interval of positive width, found {} of radius {}",
                      to_text(third, 20), third.radius().str(3))};
}

CanaryCheck fractions_sum_outwards() {
  Interval sum(0);
  for (int k = 1; k <= 10; ++k) sum += Interval(1) / Interval(k);
  const Rational harmonic(7381, 2520);  // 1 + 1/2 + ... + 1/10
  const bool width = sum.lower() < sum.upper();
  return {"interval sums round outwards", contains(sum, harmonic) && width,
          fmt::format("expected 7381/2520 inside an interval of positive width, found {}",
                      to_text(sum, 20))};
}

/// Does the enclosure meet [digits, digits + one unit of the 60th digit]? And is it as tight as 45
/// digits?
CanaryCheck known_constant(const std::string& name, const Interval& enclosure,
                           const std::string& digits) {
  const Rational known = parse_rational(digits);
  const Rational unit = parse_rational("1e-59");
  const bool holds = contains(enclosure, Interval::between(known, known + unit));
  const bool tight = enclosure.radius() < Real50("1e-45");
  return {name, holds && tight,
          fmt::format("expected {}... inside, radius below 1e-45, found {} of radius {}", digits,
                      to_text(enclosure, 50), enclosure.radius().str(3))};
}

CanaryCheck real_matches_known_digits() {
  // log 2 to 50 digits; a unit in the last place of Real50 is 2^-169 or 1e-51.
  const Real50 known("0.69314718055994530941723212145817656807550013436026");
  const Real50 error = abs(Real50(log(Real50(2)) - known));
  return {"log 2 in 50 digits", error < Real50("1e-49"),
          "expected 0.693147... to 49 places, found an error of " + error.str(3)};
}

CanaryCheck rationals_are_exact() {
  const Rational sum = parse_rational("0.1") + parse_rational("2e-1") - Rational(3, 10);
  return {"rational 0.1 + 0.2 - 0.3", sum == 0, "expected 0, found " + to_text(sum)};
}

CanaryCheck rounding_is_to_nearest() {
  const double u = std::ldexp(1.0, -53);  // half a unit in the last place of 1
  const bool ties_to_even = opaque(1) + opaque(u) == 1.0;
  const bool above_tie = opaque(1) + opaque(std::nextafter(u, 1.0)) == 1.0 + 2 * u;
  const bool symmetric = opaque(-1) - opaque(u) == -1.0;
  const int mode = std::fegetround();
  return {
      "double rounds to nearest even",
      mode == FE_TONEAREST && ties_to_even && above_tie && symmetric,
      fmt::format(
          "expected mode {} with ties to even, found mode {}; ties {}, above tie {}, negative {}",
          FE_TONEAREST, mode, ties_to_even, above_tie, symmetric)};
}

CanaryCheck subnormals_survive() {
  const double half = opaque(DBL_MIN) / opaque(2);                       // flushed to zero?
  const double back = opaque(std::ldexp(1.0, -1074)) * opaque(DBL_MAX);  // read as zero?
  return {"subnormal doubles are kept", half > 0 && back > 0,
          fmt::format("expected positive results from subnormal operands, found {} and {}", half,
                      back)};
}

CanaryCheck doubles_have_no_extra_precision() {
  const double sum = opaque(1) + opaque(std::ldexp(1.0, -60));  // x87 would keep the 61st bit
  const double factor = opaque(1 + std::ldexp(1.0, -30));
  const double product = opaque(factor * factor);
  const double residue = factor * opaque(factor) - product;  // 2^-60 when fused
  return {"no extended or fused arithmetic", FLT_EVAL_METHOD == 0 && sum - 1 == 0 && residue == 0,
          fmt::format("expected evaluation method 0 and residues 0, found method {}, {} and {}",
                      FLT_EVAL_METHOD, sum - 1, residue)};
}

CanaryCheck sums_keep_their_order() {
  const double big = opaque(1e16);
  const double small = opaque(1);
  const double sum = ((big + small) - big) + small;  // 1e16 + 1 rounds to 1e16
  const double nan = opaque(NAN);
  const bool nan_differs = nan != nan;
#ifdef __FAST_MATH__
  const bool fast = true;
#else
  const bool fast = false;
#endif
  return {"sums are not reassociated", sum == 1 && nan_differs && !fast,
          fmt::format("expected (1e16 + 1 - 1e16) + 1 = 1 and nan != nan, found {} and {}", sum,
                      nan_differs)};
}

CanaryCheck library_is_thread_safe() {
  const bool local = mpfr_buildopt_tls_p() != 0;
  return {"MPFR keeps its state per thread", local,
          fmt::format("expected a thread-safe build, found MPFR {} {}", mpfr_get_version(),
                      local ? "with thread-local state" : "with process-wide state")};
}

}  // namespace

std::vector<CanaryCheck> run_canary() {
  return {
      one_third_is_enclosed(),
      fractions_sum_outwards(),
      // 60 digits each, cut off, not rounded.
      known_constant("exp 1 is enclosed", exp(Interval(1)),
                     "2.71828182845904523536028747135266249775724709369995957496696"),
      known_constant("sqrt 2 is enclosed", sqrt(Interval(2)),
                     "1.41421356237309504880168872420969807856967187537694807317667"),
      known_constant("log 10 is enclosed", log(Interval(10)),
                     "2.30258509299404568401799145468436420760110148862877297603332"),
      real_matches_known_digits(),
      rationals_are_exact(),
      rounding_is_to_nearest(),
      subnormals_survive(),
      doubles_have_no_extra_precision(),
      sums_keep_their_order(),
      library_is_thread_safe(),
  };
}

bool all_passed(const std::vector<CanaryCheck>& checks) {
  for (const CanaryCheck& check : checks) {
    if (!check.passed) return false;
  }
  return true;
}

}  // namespace lemmascope
