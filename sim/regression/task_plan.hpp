// Random regression tasks in lanes: their law, their layout and the entry points of the kernels
// that draw them, as plain data.
#pragma once

#include <cstddef>
#include <cstdint>

namespace lemmascope::sim {

enum class InputKind : std::uint8_t { uniform, gaussian };

/// Tasks that lie side by side, one a lane.
inline constexpr int kTaskLanes = 16;
inline constexpr int kMostEntries = 64;

/// y = w^T x without noise: `context` examples and a query x of `dimension` independent entries,
/// uniform on [-half_width, half_width] or standard normal, and w standard normal.
struct TaskLaw {
  int dimension = 10;
  int context = 10;
  InputKind inputs = InputKind::uniform;
  double half_width = 0.5;
  /// Entry i of every input is multiplied by input_scale[i], that of w by map_scale[i]; null: by 1.
  const double* input_scale = nullptr;
  const double* map_scale = nullptr;
};

/// What is kept of kTaskLanes tasks, arrays over (…, task): C = X X^T (dimension x dimension), w
/// and the query (dimension each). Examples enter every loss through C and w alone.
template <class F>
struct TaskChunk {
  F* covariance;
  F* map;
  F* query;

  static constexpr std::ptrdiff_t size(int dimension) {
    return (std::ptrdiff_t{dimension} * dimension + 2 * dimension) * kTaskLanes;
  }
  static TaskChunk at(F* memory, int dimension) {
    F* map = memory + std::ptrdiff_t{dimension} * dimension * kTaskLanes;
    return {memory, map, map + std::ptrdiff_t{dimension} * kTaskLanes};
  }
};

/// Where the numbers of a task come from; the task of lane k is stream first + k.
struct TaskStreams {
  std::uint32_t key[2];
  std::uint64_t first;
  std::uint32_t purpose;
  std::uint32_t run;
};

/// `draw` writes a chunk to `memory`; `scratch` has (context + 1) * dimension * kTaskLanes
/// elements. Both are 64-byte aligned. The words of a stream are read in the order w, query, x_1,
/// x_2, …; a normal number without a spare one from before takes two words, u and v, and is sqrt(-2
/// ln u) cos(2 pi v), the sine being the spare one.
template <class F>
struct TaskKernel {
  void (*draw)(const TaskLaw&, const TaskStreams&, F* scratch, F* memory);
};

namespace portable {
template <class F>
TaskKernel<F> task_kernel();
}
namespace avx2 {
template <class F>
TaskKernel<F> task_kernel();
}
namespace avx512 {
template <class F>
TaskKernel<F> task_kernel();
}

}  // namespace lemmascope::sim
