// The canary sings on a healthy machine and stops when the rounding of this thread is spoilt.
#include "theory/numeric/canary.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#if defined(__x86_64__)
#include <xmmintrin.h>
#endif

namespace lemmascope {
namespace {

bool passed(const std::vector<CanaryCheck>& checks, const std::string& name) {
  const auto found = std::find_if(checks.begin(), checks.end(),
                                  [&](const CanaryCheck& check) { return check.name == name; });
  EXPECT_NE(found, checks.end()) << "no check is named " << name;
  return found != checks.end() && found->passed;
}

TEST(Canary, PassesHere) {
  std::set<std::string> names;
  for (const CanaryCheck& check : run_canary()) {
    EXPECT_TRUE(check.passed) << check.name << ": " << check.detail;
    EXPECT_FALSE(check.detail.empty());
    EXPECT_TRUE(names.insert(check.name).second) << check.name << " is listed twice";
  }
  EXPECT_TRUE(all_passed(run_canary()));
}

TEST(Canary, OneFailureIsEnough) {
  EXPECT_TRUE(all_passed({{"a", true, ""}}));
  EXPECT_FALSE(all_passed({{"a", true, ""}, {"b", false, ""}}));
}

#if defined(__x86_64__)
/// The canary's answer while the processor's SSE control word has `bits` set.
std::vector<CanaryCheck> run_with_control_bits(unsigned bits) {
  const unsigned before = _mm_getcsr();
  _mm_setcsr(before | bits);
  std::vector<CanaryCheck> checks = run_canary();
  _mm_setcsr(before);
  return checks;
}

TEST(Canary, NoticesSubnormalsFlushedToZero) {
  constexpr unsigned kFlushToZero = 0x8000;
  constexpr unsigned kDenormalsAreZero = 0x0040;
  EXPECT_FALSE(passed(run_with_control_bits(kFlushToZero), "subnormal doubles are kept"));
  EXPECT_FALSE(passed(run_with_control_bits(kDenormalsAreZero), "subnormal doubles are kept"));
}

TEST(Canary, NoticesEveryDirectedRounding) {
  for (const unsigned mode : {0x2000U, 0x4000U, 0x6000U}) {  // down, up, towards zero
    EXPECT_FALSE(passed(run_with_control_bits(mode), "double rounds to nearest even")) << mode;
  }
}

TEST(Canary, IntervalsDoNotDependOnTheRoundingOfDoubles) {
  const auto checks = run_with_control_bits(0x6000);
  EXPECT_TRUE(passed(checks, "interval of 1/3"));
  EXPECT_TRUE(passed(checks, "exp 1 is enclosed"));
}
#else
TEST(Canary, NoticesASpoiltControlWord) {
  GTEST_SKIP() << "the SSE control word can be spoilt on x86-64 only";
}
#endif

}  // namespace
}  // namespace lemmascope
