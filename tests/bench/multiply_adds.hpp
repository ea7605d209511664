// The machine's limit: how many multiplications and additions it can do, to hold a kernel's time
// against what no program of as many of them can beat.
#pragma once

#include <cstdint>

namespace lemmascope::bench {

/// Does `rounds` rounds of independent multiply-adds in registers, by the widest vectors the
/// processor has, and returns how many floating-point operations that were (two each).
template <class F>
std::int64_t multiply_adds(std::int64_t rounds);
template <>
std::int64_t multiply_adds<float>(std::int64_t rounds);
template <>
std::int64_t multiply_adds<double>(std::int64_t rounds);

}  // namespace lemmascope::bench
