#include "sim/cpu/flush_to_zero.hpp"

#if defined(__x86_64__)
#include <xmmintrin.h>
#endif

namespace lemmascope::sim {

#if defined(__x86_64__)
namespace {
constexpr unsigned kFlushResultsToZero = 0x8000;
constexpr unsigned kDenormalOperandsAreZero = 0x0040;
}  // namespace

FlushToZero::FlushToZero() : saved_(_mm_getcsr()) {
  _mm_setcsr(saved_ | kFlushResultsToZero | kDenormalOperandsAreZero);
}
FlushToZero::~FlushToZero() { _mm_setcsr(saved_); }
#else
// Elsewhere the guard changes nothing: slower, and tiny probabilities keep their denormal bits.
FlushToZero::FlushToZero() = default;
FlushToZero::~FlushToZero() = default;
#endif

}  // namespace lemmascope::sim
