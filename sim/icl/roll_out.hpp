// One layer of linear attention applied again and again, damped: does it keep descending?
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "sim/regression/attention_plan.hpp"
#include "sim/regression/tasks.hpp"

namespace lemmascope::icl {

/// Half squared errors of `tasks` tasks of a stream family after 1, …, `steps` applications of the
/// layer with every change multiplied by `damping`: one list a step; infinite where they overflow.
/// `products` are A and B of one layer (see AttentionSizes).
std::vector<std::vector<double>> roll_out_losses(const std::vector<double>& products,
                                                 const sim::AttentionSizes& sizes,
                                                 const sim::TaskSetting& setting, double damping,
                                                 int steps, const sim::StreamKey& key, int tasks);

/// How many of `tasks` tasks have an eigenvalue of X X^T above `most`, and below `least`.
struct BeyondBounds {
  int above = 0, below = 0;
};
BeyondBounds beyond_bounds(const sim::TaskSetting& setting, double least, double most,
                           const sim::StreamKey& key, int tasks);

/// Single tasks of a seed, task k being stream k of the purpose probe; drawn sixteen at a time and
/// kept for the next. Not for several threads at once.
class SingleTasks {
 public:
  explicit SingleTasks(sim::TaskSetting setting) : sampler_(std::move(setting)) {}

  /// Are all eigenvalues of X X^T between `least` and `most`?
  bool are_eigenvalues_within(std::uint64_t seed, std::uint64_t task, double least, double most);

 private:
  sim::TaskSampler<double> sampler_;
  sim::TaskChunk<double> chunk_{};
  std::uint64_t seed_ = 0, first_ = 0;
};

}  // namespace lemmascope::icl
