// A task flattened to plain arrays, the form the sampling kernels read. No inline code of the
// standard library may reach a kernel, hence pointers (see sim/cpu/lanes.hpp).
#pragma once

#include <cstdint>

namespace lemmascope::sim {
struct GammaTable;
}

namespace lemmascope::causal {

struct SamplerPlan {
  int states = 0;
  int length = 0;
  int node_count = 0;  ///< length, or length - 1 when the last token is a uniform query
  int drawn_rows = 0;
  int total_rows = 0;
  int row_stride = 0;  ///< floats of one cumulative row: states - 1 rounded up to 16
  bool stationary_root = false;
  bool uniform_root = false;
  const int* first_row = nullptr;     ///< node_count + 1 entries, the target last
  const int* parent_begin = nullptr;  ///< node_count + 2 entries
  const int* parents = nullptr;
  const sim::GammaTable* gamma = nullptr;
  const float* fixed_rows = nullptr;  ///< fixed_chains x drawn_rows x states, or null
  int fixed_chains = 0;
  float keep = 1;   ///< 1 - uniform share
  float floor = 0;  ///< uniform share / states
};

struct SamplerStream {
  std::uint32_t key[2];
  std::uint32_t purpose;
  std::uint32_t run;
};

/// Scratch of one worker, allocated by the caller, 64-byte aligned.
struct SamplerScratch {
  std::uint32_t* words = nullptr;  ///< (drawn_rows * states + length + 3) * 16
  float* rows = nullptr;           ///< total_rows * states * 16: entry, then lane
  float* elimination = nullptr;    ///< states * states * 16
  float* cumulative = nullptr;     ///< 16 * total_rows * row_stride: lane, row, entry
  std::int32_t* tokens = nullptr;  ///< length * 16: position, then lane
};

/// Draws sequences first .. first + count - 1 (count <= 16) of a stream family.
using SampleLanes = void (*)(const SamplerPlan&, const SamplerStream&, const SamplerScratch&,
                             std::uint64_t first, int count, std::uint8_t* tokens, float* labels);

namespace portable {
void sample_lanes(const SamplerPlan&, const SamplerStream&, const SamplerScratch&,
                  std::uint64_t first, int count, std::uint8_t* tokens, float* labels);
}
namespace avx2 {
void sample_lanes(const SamplerPlan&, const SamplerStream&, const SamplerScratch&,
                  std::uint64_t first, int count, std::uint8_t* tokens, float* labels);
}
namespace avx512 {
void sample_lanes(const SamplerPlan&, const SamplerStream&, const SamplerScratch&,
                  std::uint64_t first, int count, std::uint8_t* tokens, float* labels);
}

}  // namespace lemmascope::causal
