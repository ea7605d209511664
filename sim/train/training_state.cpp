#include "sim/train/training_state.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <sstream>

#include "sim/train/npz.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::sim {
namespace {

/// "'batch 64', here 'batch 32'": the first word in which two plans differ, with the word before
/// it.
std::string first_difference(const std::string& saved, const std::string& here) {
  const auto words = [](const std::string& text) {
    std::istringstream in(text);
    return std::vector<std::string>(std::istream_iterator<std::string>(in), {});
  };
  const auto a = words(saved);
  const auto b = words(here);
  std::size_t k = 0;
  while (k < a.size() && k < b.size() && a[k] == b[k]) ++k;
  const auto around = [k](const std::vector<std::string>& all) {
    const std::string before = k > 0 && k <= all.size() ? all[k - 1] + " " : "";
    return before + (k < all.size() ? all[k] : "no more");
  };
  return fmt::format("'{}', here '{}'", around(a), around(b));
}

template <class T>
bool all_finite(const std::vector<T>& values) {
  return std::all_of(values.begin(), values.end(), [](T v) { return std::isfinite(v); });
}

/// A checkpoint being read: arrays by name, with messages that start with the file.
class Reader {
 public:
  explicit Reader(const std::filesystem::path& path)
      : path_(path.string()), arrays_(read_npz(path)) {}

  void check(bool holds, const std::string& what) const {
    require(holds, fmt::format("{}: {}", path_, what));
  }

  const NpyArray& array(const std::string& name) const {
    const auto found = arrays_.find(name);
    check(found != arrays_.end(), fmt::format("no array named '{}'", name));
    return found->second;
  }

  std::string text(const std::string& name) const { return array(name).text(); }

  template <class T>
  std::vector<T> values(const std::string& name, std::size_t count) const {
    const NpyArray& from = array(name);
    std::vector<T> all;
    try {
      if constexpr (std::is_same_v<T, std::int64_t>) {
        all = from.integers();
      } else if constexpr (sizeof(T) == 4) {
        all = from.floats();
      } else {
        all = from.doubles();
      }
    } catch (const PreconditionError& error) {
      check(false, fmt::format("'{}': {}", name, error.what()));
    }
    check(all.size() == count,
          fmt::format("'{}': expected {} values, found {}", name, count, all.size()));
    return all;
  }

  /// Values that must be finite.
  template <class T>
  std::vector<T> numbers(const std::string& name, std::size_t count) const {
    std::vector<T> all = values<T>(name, count);
    check(all_finite(all), fmt::format("'{}': expected finite numbers", name));
    return all;
  }

 private:
  std::string path_;
  NpzArrays arrays_;
};

std::size_t size_of(const WeightBlock& block) {
  return static_cast<std::size_t>(block.rows) * static_cast<std::size_t>(block.columns);
}

std::vector<CurvePoint> curve_of(const Reader& in, std::size_t numbers) {
  const std::size_t width = 2 + numbers;
  const std::vector<std::int64_t>& shape = in.array("curve").shape;
  in.check(shape.size() == 2 && shape[0] >= 1 && shape[1] == static_cast<std::int64_t>(width),
           fmt::format("'curve': expected at least one point of {} numbers, found shape ({})",
                       width, fmt::join(shape, ", ")));
  const std::size_t points = static_cast<std::size_t>(shape[0]);
  const std::vector<double> rows = in.numbers<double>("curve", points * width);
  std::vector<CurvePoint> curve;
  for (std::size_t k = 0; k < points; ++k) {
    const double* row = rows.data() + k * width;
    const bool goes_on = k == 0 ? row[0] == 0 : row[0] > rows[(k - 1) * width];
    // 2^53: larger steps are not told apart by doubles.
    in.check(
        goes_on && row[0] == std::floor(row[0]) && row[0] < 9007199254740992.0,
        fmt::format("'curve': expected steps that rise from 0, found {} at point {}", row[0], k));
    curve.push_back({static_cast<std::int64_t>(row[0]), row[1], {row + 2, row + width}});
  }
  return curve;
}

/// Step counters that lead from the last point of the curve to a step of the plan.
template <class F>
void read_counters(const Reader& in, std::int64_t steps, TrainingState<F>& state) {
  const auto counters = in.values<std::int64_t>("step", 2);
  in.check(counters[0] >= 0 && counters[0] <= steps,
           fmt::format("'step': expected a step from 0 to {}, found {}", steps, counters[0]));
  const std::int64_t last = state.curve.back().step;
  in.check(counters[1] == counters[0] - last,
           fmt::format("'step': step {} with {} steps since the last point of the curve, which is "
                       "at step {}",
                       counters[0], counters[1], last));
  state.step = counters[0];
  state.loss_steps = counters[1];
  state.loss_sum = in.numbers<double>("loss_sum", 1)[0];
  state.seconds = in.numbers<double>("seconds", 1)[0];
  in.check(state.seconds >= 0, fmt::format("'seconds': found {}", state.seconds));
}

// Snapshots at points of the curve, the first at its start.
std::vector<Snapshot> snapshots_of(const Reader& in, const std::vector<CurvePoint>& curve,
                                   std::size_t size) {
  const std::size_t count = in.array("snapshot_steps").integers().size();
  const auto steps = in.values<std::int64_t>("snapshot_steps", count);
  const auto rows = in.numbers<float>("snapshots", count * size);
  in.check(count >= 1 && steps[0] == 0, "'snapshot_steps': expected steps from 0 on");
  std::vector<Snapshot> snapshots;
  for (std::size_t k = 0; k < count; ++k) {
    const bool at_a_point = std::any_of(curve.begin(), curve.end(), [&](const CurvePoint& point) {
      return point.step == steps[k];
    });
    in.check(
        at_a_point && (k == 0 || steps[k] > steps[k - 1]),
        fmt::format("'snapshot_steps': expected rising steps of the curve, found {}", steps[k]));
    const auto row = rows.begin() + static_cast<std::ptrdiff_t>(k * size);
    snapshots.push_back({steps[k], {row, row + static_cast<std::ptrdiff_t>(size)}});
  }
  return snapshots;
}

template <class F>
void read_blocks(const Reader& in, const std::vector<WeightBlock>& blocks, const char* suffix,
                 F* to, std::size_t storage) {
  for (const WeightBlock& block : blocks) {
    place<F>(block, in.numbers<F>(block.name + suffix, size_of(block)), {to, storage});
  }
}

template <class F>
void read_best(const Reader& in, const std::vector<WeightBlock>& blocks, TrainingState<F>& state) {
  const auto best = in.numbers<double>("best", 2);
  in.check(
      best[0] >= 0 && best[0] <= static_cast<double>(state.step) && best[0] == std::floor(best[0]),
      fmt::format("'best': expected a step from 0 to {}, found {}", state.step, best[0]));
  state.best.step = static_cast<std::int64_t>(best[0]);
  state.best.loss = best[1];
  state.best.weights.resize(state.weights.size());
  read_blocks(in, blocks, ".best", state.best.weights.data(), state.best.weights.size());
}

}  // namespace

template <class F>
void save_checkpoint(const std::filesystem::path& path, const TrainingState<F>& state,
                     const CheckpointLayout& layout) {
  NpzArrays arrays;
  const auto add = [&arrays](const std::string& name, const WeightBlock& block,
                             std::span<const F> from) {
    arrays[name] = NpyArray::of(dense<F>(block, from), {block.rows, block.columns});
  };
  for (const WeightBlock& block : layout.blocks) {
    add(block.name, block, {state.weights.data(), state.weights.size()});
    add(block.name + ".moment1", block, {state.moment1.data(), state.moment1.size()});
    add(block.name + ".moment2", block, {state.moment2.data(), state.moment2.size()});
    if (state.best.step >= 0) add(block.name + ".best", block, state.best.weights);
  }
  std::vector<double> curve;
  for (const CurvePoint& p : state.curve) {
    curve.insert(curve.end(), {static_cast<double>(p.step), p.training_loss});
    curve.insert(curve.end(), p.numbers.begin(), p.numbers.end());
  }
  arrays["curve"] = NpyArray::of(curve, {static_cast<std::int64_t>(state.curve.size()),
                                         static_cast<std::int64_t>(2 + layout.numbers)});
  arrays["step"] = NpyArray::of(std::vector<std::int64_t>{state.step, state.loss_steps});
  arrays["loss_sum"] = NpyArray::of(std::vector<double>{state.loss_sum}, {1});
  arrays["seconds"] = NpyArray::of(std::vector<double>{state.seconds}, {1});
  if (layout.snapshot > 0) {
    std::vector<std::int64_t> steps;
    std::vector<float> rows;
    for (const Snapshot& snapshot : state.snapshots) {
      steps.push_back(snapshot.step);
      rows.insert(rows.end(), snapshot.values.begin(), snapshot.values.end());
    }
    arrays["snapshots"] = NpyArray::of(rows, {static_cast<std::int64_t>(steps.size()),
                                              static_cast<std::int64_t>(layout.snapshot)});
    arrays["snapshot_steps"] = NpyArray::of(steps);
  }
  if (state.best.step >= 0) {
    arrays["best"] = NpyArray::of(
        std::vector<double>{static_cast<double>(state.best.step), state.best.loss}, {2});
  }
  arrays["plan"] = NpyArray::of(layout.plan);
  write_npz(path, arrays);
}

template <class F>
void load_checkpoint(const std::filesystem::path& path, TrainingState<F>& state,
                     const CheckpointLayout& layout) {
  const Reader in(path);
  const std::string plan = in.text("plan");
  in.check(plan == layout.plan,
           fmt::format("saved by another training ({}); choose another folder, or delete the file "
                       "to begin anew",
                       first_difference(plan, layout.plan)));
  TrainingState<F> read(state.weights.size());
  const std::size_t storage = read.weights.size();
  read_blocks(in, layout.blocks, "", read.weights.data(), storage);
  read_blocks(in, layout.blocks, ".moment1", read.moment1.data(), storage);
  read_blocks(in, layout.blocks, ".moment2", read.moment2.data(), storage);
  in.check(
      std::all_of(read.moment2.data(), read.moment2.data() + storage, [](F m) { return m >= 0; }),
      "'moment2': expected means of squares, found a negative one");
  read.curve = curve_of(in, layout.numbers);
  read_counters(in, layout.steps, read);
  if (layout.snapshot > 0) read.snapshots = snapshots_of(in, read.curve, layout.snapshot);
  if (layout.keeps_best) read_best(in, layout.blocks, read);
  state = std::move(read);
}

template void save_checkpoint(const std::filesystem::path&, const TrainingState<float>&,
                              const CheckpointLayout&);
template void save_checkpoint(const std::filesystem::path&, const TrainingState<double>&,
                              const CheckpointLayout&);
template void load_checkpoint(const std::filesystem::path&, TrainingState<float>&,
                              const CheckpointLayout&);
template void load_checkpoint(const std::filesystem::path&, TrainingState<double>&,
                              const CheckpointLayout&);

}  // namespace lemmascope::sim
