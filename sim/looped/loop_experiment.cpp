#include "sim/looped/loop_experiment.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "sim/cpu/aligned_buffer.hpp"
#include "sim/cpu/flush_to_zero.hpp"
#include "sim/transformer/model_size.hpp"
#include "theory/looped/isotropic.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::looped {
namespace {

constexpr int kMostShards = 8;
constexpr int kMostLoops = 64;
constexpr int kMostExactLoops = 12;  // of isotropic_loss

sim::TrainingPlan training_plan(const LoopTraining& plan) {
  sim::TrainingPlan training;
  training.root_seed = plan.seed;
  training.run = plan.run;
  training.batch = plan.batch;
  training.evaluate_every = plan.evaluate_every;
  training.evaluation_size = plan.evaluation_tasks;
  sim::Optimiser adam;
  adam.kind = sim::OptimiserKind::adam;
  adam.learning_rate = plan.rate;
  adam.clip = plan.clip;
  if (plan.decays) adam.schedule = sim::Schedule::cosine;
  training.stages = {{plan.steps, adam, {}}};
  return training;
}

/// Inputs of covariance diag(s^2), maps of its inverse.
sim::TaskSetting tasks_of(const LoopSizes& sizes, const std::vector<double>& scales) {
  sim::TaskSetting tasks{sizes.dimension, sizes.context, regression::gaussian_law(), scales,
                         scales};
  for (double& s : tasks.map_scale) s = 1 / s;
  return tasks;
}

void require_scales(const std::vector<double>& scales, int dimension) {
  const bool positive =
      std::all_of(scales.begin(), scales.end(), [](double s) { return std::isfinite(s) && s > 0; });
  require(positive && (scales.empty() || scales.size() == static_cast<std::size_t>(dimension)),
          fmt::format("expected none or {} positive scales, found {}", dimension,
                      fmt::join(scales, " ")));
}

const LoopTraining& checked(const LoopTraining& plan) {
  const LoopSizes& s = plan.sizes;
  require(1 <= s.dimension && s.dimension <= sim::kMostEntries,
          fmt::format("expected 1 to {} entries of an input, found {}", sim::kMostEntries,
                      s.dimension));
  require(1 <= s.loops && s.loops <= kMostLoops,
          fmt::format("expected 1 to {} loops, found {}", kMostLoops, s.loops));
  for (const auto& [what, count] :
       {std::pair{"batch", plan.batch}, {"evaluation", plan.evaluation_tasks}}) {
    require(count >= sim::kTaskLanes && count % sim::kTaskLanes == 0,
            fmt::format("{}: expected whole sixteens of tasks, found {}", what, count));
  }
  require(0 <= plan.most_test_loops && plan.most_test_loops <= kMostLoops,
          fmt::format("expected up to {} loops at test time, found {}", kMostLoops,
                      plan.most_test_loops));
  require(s.tied || plan.most_test_loops == 0,
          "loops at test time need one matrix that all loops share");
  require_scales(plan.scales, s.dimension);
  require_scales(plan.other_scales, s.dimension);
  return plan;
}

/// The best a; none beyond what is exact.
double best_isotropic_step(const LoopSizes& sizes) {
  if (sizes.loops > kMostExactLoops) return 0;
  const auto best = best_isotropic({sizes.dimension, sizes.context, sizes.loops});
  return to_double(Rational((best.at.first + best.at.second) / 2));
}

template <class F>
LoopKernel<F> kernel_for(sim::InstructionSet set) {
  return sim::choose_kernel(set, portable::loop_kernel<F>(), avx2::loop_kernel<F>(),
                            avx512::loop_kernel<F>());
}

}  // namespace

std::vector<double> geometric_scales(int dimension, double spread) {
  std::vector<double> scales(static_cast<std::size_t>(dimension), 1);
  for (int i = 0; i < dimension && dimension > 1; ++i) {
    scales[static_cast<std::size_t>(i)] =
        std::pow(spread, 0.5 * (static_cast<double>(i) / (dimension - 1) - 0.5));
  }
  return scales;
}

template <class F>
class LoopExperiment<F>::Worker : public sim::ExperimentWorker<F> {
 public:
  Worker(const LoopExperiment& experiment, const sim::StopFlag* stop)
      : experiment_(experiment),
        stop_(stop),
        kernel_(kernel_for<F>(sim::widest_instruction_set())),
        sampler_(tasks_of(experiment.plan_.sizes, experiment.plan_.scales)),
        every_task_(sim::kTaskLanes),
        errors_(sim::kTaskLanes) {
    std::fill(every_task_.data(), every_task_.data() + sim::kTaskLanes, F(1));
  }

  void prepare(const F*) override {}

  sim::SummedLoss differentiate(const F* weights, std::int64_t step, int shard,
                                F* gradient) override {
    const sim::FlushToZero flush;
    const LoopTraining& plan = experiment_.plan_;
    const sim::StreamKey key{plan.seed, plan.run, sim::Purpose::training_batch};
    const int chunks = plan.batch / sim::kTaskLanes, shards = experiment_.shards();
    std::fill(gradient, gradient + plan.sizes.storage(), F(0));
    sim::SummedLoss sum;
    F* arena = arena_for(plan.sizes);
    for (int c = chunks * shard / shards; c < chunks * (shard + 1) / shards; ++c) {
      if (is_raised(stop_)) break;
      const auto first = static_cast<std::uint64_t>(step * plan.batch + c * sim::kTaskLanes);
      sum.loss += kernel_.accumulate(plan.sizes, weights, arena, sampler_.draw(key, first),
                                     every_task_.data(), gradient);
      sum.weight += sim::kTaskLanes;
    }
    return sum;
  }

  /// Summed squared errors of chunk `c` of the tasks set aside.
  double squares(const LoopSizes& sizes, const F* weights, sim::TaskSampler<F>& sampler, int c) {
    const LoopTraining& plan = experiment_.plan_;
    const auto tasks = sampler.draw({plan.seed, plan.run, sim::Purpose::evaluation_set},
                                    static_cast<std::uint64_t>(c * sim::kTaskLanes));
    kernel_.errors(sizes, weights, arena_for(sizes), tasks, errors_.data());
    double sum = 0;
    for (int k = 0; k < sim::kTaskLanes; ++k) {
      sum += static_cast<double>(errors_.data()[k]) * static_cast<double>(errors_.data()[k]);
    }
    return sum;
  }

 private:
  F* arena_for(const LoopSizes& sizes) {
    const auto needed = static_cast<std::size_t>(kernel_.arena_size(sizes));
    if (arena_.size() < needed) arena_ = sim::AlignedBuffer<F>(needed);
    return arena_.data();
  }

  const LoopExperiment& experiment_;
  const sim::StopFlag* stop_;
  LoopKernel<F> kernel_;
  sim::TaskSampler<F> sampler_;
  sim::AlignedBuffer<F> every_task_, errors_, arena_;
};

template <class F>
LoopExperiment<F>::LoopExperiment(const LoopTraining& plan)
    : sim::Experiment<F>(training_plan(checked(plan))),
      plan_(plan),
      isotropic_(best_isotropic_step(plan.sizes)) {
  sim::TaskSampler<F>{tasks_of(plan.sizes, plan.scales)};
}

template <class F>
std::string LoopExperiment<F>::to_text() const {
  const LoopSizes& s = plan_.sizes;
  std::string text = fmt::format("{} {}loops; tasks of {}; from {} I and noise {}", s.loops,
                                 s.tied ? "" : "untied ", sim::to_text(tasks_of(s, plan_.scales)),
                                 plan_.start, plan_.noise);
  if (plan_.most_test_loops > 0) text += fmt::format("; up to {} at test", plan_.most_test_loops);
  if (!plan_.other_scales.empty()) {
    text += fmt::format("; tried at {}", fmt::join(plan_.other_scales, " "));
  }
  return text;
}

template <class F>
std::vector<sim::WeightBlock> LoopExperiment<F>::blocks() const {
  const int d = plan_.sizes.dimension, matrices = plan_.sizes.stored_matrices();
  std::vector<sim::WeightBlock> all;
  for (int l = 0; l < matrices; ++l) {
    all.push_back(
        {matrices == 1 ? "a" : fmt::format("a_{}", l + 1), d, d, std::ptrdiff_t{l} * d * d, d});
  }
  all.push_back({"u", 1, d, std::ptrdiff_t{matrices} * d * d, d});
  return all;
}

template <class F>
void LoopExperiment<F>::initialise(std::span<F> weights) const {
  std::uint64_t index = 0;
  for (const sim::WeightBlock& block : blocks()) {
    sim::Stream stream({plan_.seed, plan_.run, sim::Purpose::initial_parameters}, index++);
    sim::draw_normal(block, plan_.noise, stream, weights);
    if (block.name == "u") continue;
    for (int i = 0; i < block.rows; ++i) {
      weights[static_cast<std::size_t>(block.offset + i * (block.stride + 1))] +=
          static_cast<F>(plan_.start);
    }
  }
}

template <class F>
int LoopExperiment<F>::shards() const {
  return std::min(kMostShards, plan_.batch / sim::kTaskLanes);
}

template <class F>
std::unique_ptr<sim::ExperimentWorker<F>> LoopExperiment<F>::worker(
    const sim::StopFlag* stop) const {
  return std::make_unique<Worker>(*this, stop);
}

template <class F>
std::vector<std::string> LoopExperiment<F>::numbers() const {
  std::vector<std::string> names{"test loss"};
  if (isotropic_ > 0) names.emplace_back("isotropic loss");
  for (int t = 1; t <= plan_.most_test_loops; ++t) {
    names.push_back(fmt::format("loss of {} loop{}", t, t == 1 ? "" : "s"));
  }
  if (!plan_.other_scales.empty()) names.emplace_back("loss at other covariance");
  names.insert(names.end(), {"diagonal", "turn", "asymmetry", "bias"});
  return names;
}

template <class F>
double LoopExperiment<F>::loss_of(std::span<const F> weights, int loops,
                                  const std::vector<double>& scales,
                                  const sim::Crew<F>& crew) const {
  LoopSizes sizes = plan_.sizes;
  sizes.loops = loops;
  const int chunks = plan_.evaluation_tasks / sim::kTaskLanes;
  std::vector<double> parts(static_cast<std::size_t>(chunks));
  crew.team.run([&](int index) {
    const sim::FlushToZero flush;
    auto& mine = static_cast<Worker&>(*crew.workers[static_cast<std::size_t>(index)]);
    sim::TaskSampler<F> sampler(tasks_of(sizes, scales));
    for (int c = index; c < chunks && !is_raised(crew.stop); c += crew.team.size()) {
      parts[static_cast<std::size_t>(c)] = mine.squares(sizes, weights.data(), sampler, c);
    }
  });
  double sum = 0;
  for (const double part : parts) sum += part;
  return sum / plan_.evaluation_tasks;
}

template <class F>
double LoopExperiment<F>::loss_of(std::span<const F> weights, int loops,
                                  const std::vector<double>& scales) const {
  require(plan_.sizes.tied || loops == plan_.sizes.loops,
          "other loops need one matrix that all loops share");
  require(1 <= loops && loops <= kMostLoops,
          fmt::format("expected 1 to {} loops, found {}", kMostLoops, loops));
  require_scales(scales, plan_.sizes.dimension);
  sim::WorkerTeam team(1);
  std::vector<std::unique_ptr<sim::ExperimentWorker<F>>> workers;
  workers.push_back(worker(nullptr));
  return loss_of(weights, loops, scales, {team, workers, nullptr});
}

namespace {

/// Of one matrix, see numbers().
struct Shape {
  double diagonal = 0, turn = 0, asymmetry = 0;
};

template <class F>
Shape shape_of(const F* a, int d) {
  Shape shape;
  for (int i = 0; i < d; ++i) shape.diagonal += static_cast<double>(a[i * d + i]) / d;
  for (int i = 0; i < d; ++i) {
    for (int j = 0; j < d; ++j) {
      const double x = a[i * d + j], y = a[j * d + i];
      shape.turn += (x - y) * (x - y) / 8;
      const double rest = (x + y) / 2 - (i == j ? shape.diagonal : 0);
      shape.asymmetry += rest * rest;
    }
  }
  shape.turn = std::sqrt(shape.turn);
  shape.asymmetry = std::sqrt(shape.asymmetry);
  return shape;
}

}  // namespace

template <class F>
std::vector<double> LoopExperiment<F>::evaluate(std::int64_t, std::span<const F> weights,
                                                const sim::Crew<F>& crew) const {
  const LoopSizes& s = plan_.sizes;
  const int d = s.dimension, matrices = s.stored_matrices();
  std::vector<double> numbers{loss_of(weights, s.loops, plan_.scales, crew)};
  if (isotropic_ > 0) {
    std::vector<F> multiple(static_cast<std::size_t>(s.storage()), F(0));
    for (int i = 0; i < d * matrices; ++i) {
      const double root = plan_.scales.empty() ? 1 : plan_.scales[static_cast<std::size_t>(i % d)];
      multiple[static_cast<std::size_t>(i * d + i % d)] =
          static_cast<F>(isotropic_ / (root * root));
    }
    numbers.push_back(loss_of(multiple, s.loops, plan_.scales, crew));
  }
  for (int t = 1; t <= plan_.most_test_loops; ++t) {
    numbers.push_back(loss_of(weights, t, plan_.scales, crew));
  }
  if (!plan_.other_scales.empty()) {
    numbers.push_back(loss_of(weights, s.loops, plan_.other_scales, crew));
  }
  Shape mean;
  for (int l = 0; l < matrices; ++l) {
    const Shape one = shape_of(weights.data() + std::ptrdiff_t{l} * d * d, d);
    mean.diagonal += one.diagonal / matrices;
    mean.turn += one.turn / matrices;
    mean.asymmetry += one.asymmetry / matrices;
  }
  double bias = 0;
  for (int i = 0; i < d; ++i) {
    const auto at = static_cast<std::size_t>(d * d * matrices + i);
    bias = std::max(bias, std::abs(static_cast<double>(weights[at])));
  }
  numbers.insert(numbers.end(), {mean.diagonal, mean.turn, mean.asymmetry, bias});
  return numbers;
}

template class LoopExperiment<float>;
template class LoopExperiment<double>;

}  // namespace lemmascope::looped
