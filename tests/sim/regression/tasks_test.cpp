#include "sim/regression/tasks.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "theory/numeric/require.hpp"

namespace lemmascope::sim {
namespace {

constexpr StreamKey kKey{20240222, 3, Purpose::training_batch};

TaskSetting setting(int dimension, int context, const regression::InputLaw& law) {
  return {dimension, context, law, {}, {}};
}

/// Both sides of whole tiles of the covariance, of pairs of normal numbers and of whole blocks.
std::vector<TaskSetting> settings() {
  std::vector<TaskSetting> all;
  for (const auto& law : {regression::uniform_law(Rational(1, 2)), regression::gaussian_law()}) {
    for (const auto& [d, n] :
         {std::pair{1, 1}, {2, 1}, {3, 5}, {4, 4}, {5, 20}, {10, 10}, {17, 3}}) {
      all.push_back(setting(d, n, law));
    }
  }
  all.push_back(setting(2, 3, regression::uniform_law(Rational(3))));
  all.back().input_scale = {2, 0.5};
  all.back().map_scale = {0.5, 2};
  return all;
}

/// Largest distance between a chunk and the tasks of its streams, and the largest entry.
template <class F>
std::pair<double, double> distance(const TaskSetting& s, InstructionSet set, std::uint64_t first) {
  TaskSampler<F> sampler(s, set);
  const TaskChunk<F> chunk = sampler.draw(kKey, first);
  double far = 0, largest = 0;
  const auto compare = [&](const F* at, int entry, int lane, double expected) {
    far = std::max(far, std::abs(at[entry * kTaskLanes + lane] - expected));
    largest = std::max(largest, std::abs(expected));
  };
  for (int lane = 0; lane < kTaskLanes; ++lane) {
    Stream stream(kKey, first + static_cast<std::uint64_t>(lane));
    const DrawnTask task = draw_task(s, stream);
    for (int i = 0; i < s.dimension; ++i) {
      const auto row = static_cast<std::size_t>(i);
      compare(chunk.map, i, lane, task.map[row]);
      compare(chunk.query, i, lane, task.query[row]);
      for (int j = 0; j < s.dimension; ++j) {
        double sum = 0;
        for (const auto& x : task.examples) sum += x[row] * x[static_cast<std::size_t>(j)];
        compare(chunk.covariance, i * s.dimension + j, lane, sum);
      }
    }
  }
  return {far, largest};
}

TEST(TaskSampler, DrawsTheTasksOfItsStreams) {
  for (const TaskSetting& s : settings()) {
    for (const InstructionSet set : available_instruction_sets()) {
      const auto [far, largest] = distance<double>(s, set, 32);
      // A few roundings an entry, sums of up to 20 products.
      EXPECT_LE(far, 64 * 0x1p-52 * largest) << to_text(s) << " " << to_text(set);
      const auto [far_in_float, largest_in_float] = distance<float>(s, set, 48);
      EXPECT_LE(far_in_float, 64 * 0x1p-23 * largest_in_float) << to_text(s) << " " << to_text(set);
    }
  }
}

/// Fourth moments of 2^14 tasks, each within six of its standard errors: 2e-9 to be wrong.
TEST(TaskSampler, DrawsTheStatedLaws) {
  struct Expected {
    regression::InputLaw law;
    double square, fourth;
  };
  for (const auto& [law, square, fourth] :
       {Expected{regression::uniform_law(Rational(1, 2)), 1.0 / 12, 1.0 / 80},
        Expected{regression::gaussian_law(), 1, 3}}) {
    TaskSampler<double> sampler(setting(2, 1, law));
    double squares = 0, of_map = 0, both = 0;
    constexpr int kChunks = 1 << 10;
    for (int c = 0; c < kChunks; ++c) {
      const auto chunk = sampler.draw(kKey, static_cast<std::uint64_t>(c * kTaskLanes));
      for (int k = 0; k < kTaskLanes; ++k) {
        squares += chunk.covariance[k];
        of_map += chunk.map[k] * chunk.map[k];
        both += chunk.map[k] * chunk.map[kTaskLanes + k];
      }
    }
    const double count = kChunks * kTaskLanes, unit = 6 / std::sqrt(count);
    EXPECT_LE(std::abs(squares / count - square), unit * std::sqrt(fourth - square * square));
    EXPECT_LE(std::abs(of_map / count - 1), unit * std::sqrt(2.0));
    EXPECT_LE(std::abs(both / count), unit);
  }
}

TEST(TaskSampler, RefusesWhatItCannotDraw) {
  const auto refused = [](const TaskSetting& s) {
    EXPECT_THROW(TaskSampler<double>{s}, PreconditionError) << to_text(s);
  };
  refused(setting(0, 1, regression::gaussian_law()));
  refused(setting(kMostEntries + 1, 1, regression::gaussian_law()));
  refused(setting(1, 0, regression::gaussian_law()));
  refused(setting(1, 1, regression::three_point_law(Rational(1, 2), Rational(1))));
  TaskSetting scaled = setting(2, 1, regression::gaussian_law());
  scaled.map_scale = {1};
  refused(scaled);
}

}  // namespace
}  // namespace lemmascope::sim
