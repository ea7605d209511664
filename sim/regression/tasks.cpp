#include "sim/regression/tasks.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cmath>
#include <numbers>
#include <optional>

#include "sim/transformer/model_size.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::sim {
namespace {

constexpr int kMostExamples = 4096;

void require_setting(const TaskSetting& s) {
  require(1 <= s.dimension && s.dimension <= kMostEntries,
          fmt::format("expected 1 to {} entries of an input, found {}", kMostEntries, s.dimension));
  require(1 <= s.context && s.context <= kMostExamples,
          fmt::format("expected 1 to {} examples, found {}", kMostExamples, s.context));
  require(s.inputs.kind != regression::InputLaw::Kind::three_point,
          "tasks are drawn with uniform or Gaussian inputs");
  for (const auto* scale : {&s.input_scale, &s.map_scale}) {
    require(scale->empty() || scale->size() == static_cast<std::size_t>(s.dimension),
            fmt::format("expected a scale for each of {} entries, found {}", s.dimension,
                        scale->size()));
  }
}

TaskLaw law_of(const TaskSetting& s) {
  TaskLaw law;
  law.dimension = s.dimension;
  law.context = s.context;
  law.inputs = s.inputs.kind == regression::InputLaw::Kind::gaussian ? InputKind::gaussian
                                                                     : InputKind::uniform;
  law.half_width = to_double(s.inputs.size);
  if (!s.input_scale.empty()) law.input_scale = s.input_scale.data();
  if (!s.map_scale.empty()) law.map_scale = s.map_scale.data();
  return law;
}

/// Normal numbers in pairs of words.
class NormalPairs {
 public:
  explicit NormalPairs(Stream& stream) : stream_(stream) {}
  double next() {
    if (spare_) return *std::exchange(spare_, std::nullopt);
    const double radius = std::sqrt(-2 * std::log(stream_.next_uniform()));
    const double turn = 2 * std::numbers::pi * stream_.next_uniform();
    spare_ = radius * std::sin(turn);
    return radius * std::cos(turn);
  }

 private:
  Stream& stream_;
  std::optional<double> spare_;
};

}  // namespace

std::string to_text(const TaskSetting& s) {
  std::string text = fmt::format("{} entries, {} examples, {}", s.dimension, s.context,
                                 regression::to_text(s.inputs));
  if (!s.input_scale.empty())
    text += fmt::format(", inputs times {}", fmt::join(s.input_scale, " "));
  if (!s.map_scale.empty()) text += fmt::format(", maps times {}", fmt::join(s.map_scale, " "));
  return text;
}

template <class F>
TaskSampler<F>::TaskSampler(TaskSetting setting, InstructionSet set)
    : setting_((require_setting(setting), std::move(setting))),
      kernel_(choose_kernel(set, portable::task_kernel<F>(), avx2::task_kernel<F>(),
                            avx512::task_kernel<F>())),
      scratch_(static_cast<std::size_t>((setting_.context + 1) * setting_.dimension * kTaskLanes)),
      memory_(static_cast<std::size_t>(TaskChunk<F>::size(setting_.dimension))) {}

template <class F>
TaskChunk<F> TaskSampler<F>::draw(const StreamKey& key, std::uint64_t first) {
  const PhiloxKey philox = philox_key(key);
  const TaskStreams streams{
      {philox[0], philox[1]}, first, static_cast<std::uint32_t>(key.purpose), key.run};
  kernel_.draw(law_of(setting_), streams, scratch_.data(), memory_.data());
  return TaskChunk<F>::at(memory_.data(), setting_.dimension);
}

DrawnTask draw_task(const TaskSetting& s, Stream& stream) {
  require_setting(s);
  NormalPairs normals(stream);
  const auto entries = [&](bool normal, const std::vector<double>& scale) {
    std::vector<double> all;
    for (int i = 0; i < s.dimension; ++i) {
      const double factor = scale.empty() ? 1 : scale[static_cast<std::size_t>(i)];
      const double entry =
          normal ? normals.next() : (stream.next_uniform() - 0.5) * 2 * to_double(s.inputs.size);
      all.push_back(entry * factor);
    }
    return all;
  };
  const bool gaussian = s.inputs.kind == regression::InputLaw::Kind::gaussian;
  DrawnTask task;
  task.map = entries(true, s.map_scale);
  task.query = entries(gaussian, s.input_scale);
  for (int n = 0; n < s.context; ++n) task.examples.push_back(entries(gaussian, s.input_scale));
  return task;
}

template class TaskSampler<float>;
template class TaskSampler<double>;

}  // namespace lemmascope::sim
