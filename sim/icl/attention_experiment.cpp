#include "sim/icl/attention_experiment.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/cpu/aligned_buffer.hpp"
#include "sim/cpu/flush_to_zero.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::icl {
namespace {

constexpr int kMostShards = 8;

sim::TrainingPlan training_plan(const AttentionPlan& plan) {
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

sim::AttentionSizes sizes_of(const AttentionPlan& plan) {
  return {plan.setting.shape.dimension, plan.layers, plan.heads, plan.looped};
}

sim::TaskSetting tasks_of(const AttentionPlan& plan, double scale) {
  const auto& [d, n] = plan.setting.shape;
  sim::TaskSetting tasks{d, n, plan.setting.law, {}, {}};
  if (scale != 1) tasks.input_scale.assign(static_cast<std::size_t>(d), scale);
  return tasks;
}

const AttentionPlan& checked(const AttentionPlan& plan) {
  for (const auto& [what, count] :
       {std::pair{"batch", plan.batch}, {"evaluation", plan.evaluation_tasks}}) {
    require(count >= sim::kTaskLanes && count % sim::kTaskLanes == 0,
            fmt::format("{}: expected whole sixteens of tasks, found {}", what, count));
  }
  require(std::isfinite(plan.start) && plan.start > 0,
          fmt::format("expected a positive size of the first weights, found {}", plan.start));
  if (plan.beside) products_of<double>(*plan.beside, sizes_of(plan));
  return plan;
}

/// Sums over tasks, in double whatever is trained.
struct Sums {
  double loss = 0, descent = 0, interpolated = 0, distance = 0, cosine = 0, apart = 0, squares = 0;

  void add(const Sums& other) {
    loss += other.loss;
    descent += other.descent;
    interpolated += other.interpolated;
    distance += other.distance;
    cosine += other.cosine;
    apart += other.apart;
    squares += other.squares;
  }
};

/// What a network answers to a chunk.
template <class F>
struct Answers {
  explicit Answers(int dimension)
      : prediction(sim::kTaskLanes),
        sensitivity(static_cast<std::size_t>(dimension * sim::kTaskLanes)) {}
  sim::AlignedBuffer<F> prediction, sensitivity;
};

double half_square(double x) { return x * x / 2; }

}  // namespace

template <class F>
class AttentionExperiment<F>::Worker : public sim::ExperimentWorker<F> {
 public:
  Worker(const AttentionExperiment& experiment, const sim::StopFlag* stop)
      : experiment_(experiment),
        stop_(stop),
        model_(experiment.sizes()),
        descent_(experiment.sizes()),
        half_way_(experiment.sizes()),
        sampler_(tasks_of(experiment.plan_, 1)),
        every_task_(sim::kTaskLanes),
        ours_(model_.sizes().dimension),
        theirs_(model_.sizes().dimension),
        between_(model_.sizes().dimension) {
    std::fill(every_task_.data(), every_task_.data() + sim::kTaskLanes, F(1));
    if (experiment.plan_.beside) {
      descent_.use(products_of<F>(*experiment.plan_.beside, experiment.sizes()));
    }
  }

  void prepare(const F* weights) override { model_.prepare(weights); }

  sim::SummedLoss differentiate(const F* weights, std::int64_t step, int shard,
                                F* gradient) override {
    const sim::FlushToZero flush;
    const AttentionPlan& plan = experiment_.plan_;
    const sim::StreamKey key{plan.seed, plan.run, sim::Purpose::training_batch};
    const int chunks = plan.batch / sim::kTaskLanes, shards = experiment_.shards();
    sim::SummedLoss sum;
    model_.clear();
    for (int c = chunks * shard / shards; c < chunks * (shard + 1) / shards; ++c) {
      if (is_raised(stop_)) break;
      const auto first = static_cast<std::uint64_t>(step * plan.batch + c * sim::kTaskLanes);
      sum.loss += model_.accumulate(sampler_.draw(key, first), every_task_.data());
      sum.weight += sim::kTaskLanes;
    }
    model_.by_weights(weights, gradient);
    if (!plan.transforms) drop_transformations(gradient);
    return sum;
  }

  /// Of chunk `c` of the tasks set aside, from weights that were prepared.
  Sums compared(sim::TaskSampler<F>& sampler, int c) {
    const AttentionPlan& plan = experiment_.plan_;
    const auto tasks = sampler.draw({plan.seed, plan.run, sim::Purpose::evaluation_set},
                                    static_cast<std::uint64_t>(c * sim::kTaskLanes));
    model_.respond(tasks, ours_.prediction.data(), ours_.sensitivity.data());
    if (plan.beside) {
      descent_.respond(tasks, theirs_.prediction.data(), theirs_.sensitivity.data());
      half_way_.respond(tasks, between_.prediction.data(), between_.sensitivity.data());
    }
    Sums sums;
    for (int lane = 0; lane < sim::kTaskLanes; ++lane) sums.add(of_task(tasks, lane));
    return sums;
  }

  /// Weights half way to the descent's.
  void prepare_between() {
    if (!experiment_.plan_.beside) return;
    half_way_.use(interpolated(model_.products(), descent_.products(), model_.sizes()));
  }
  const std::vector<F>& products() const { return model_.products(); }

 private:
  Sums of_task(const sim::TaskChunk<F>& tasks, int lane) const {
    const int d = model_.sizes().dimension;
    double target = 0, dot = 0, our_square = 0, their_square = 0, apart = 0;
    for (int i = 0; i < d; ++i) {
      const int at = i * sim::kTaskLanes + lane;
      target += static_cast<double>(tasks.map[at]) * static_cast<double>(tasks.query[at]);
      const double a = ours_.sensitivity.data()[at], b = theirs_.sensitivity.data()[at];
      dot += a * b;
      our_square += a * a;
      their_square += b * b;
      apart += (a - b) * (a - b);
    }
    Sums sums;
    const double prediction = ours_.prediction.data()[lane];
    sums.loss = half_square(prediction - target);
    if (!experiment_.plan_.beside) return sums;
    const double other = theirs_.prediction.data()[lane];
    sums.descent = half_square(other - target);
    sums.interpolated = half_square(between_.prediction.data()[lane] - target);
    sums.distance = std::abs(prediction - other);
    // Weights of zero have no direction.
    sums.cosine = our_square * their_square > 0 ? dot / std::sqrt(our_square * their_square) : 0;
    sums.apart = std::sqrt(apart);
    sums.squares = (sums.loss - sums.descent) * (sums.loss - sums.descent);
    return sums;
  }

  /// Nothing learns to write to inputs: the x-rows of every projection stay as they are, zero.
  void drop_transformations(F* gradient) const {
    const sim::AttentionSizes& s = model_.sizes();
    for (std::ptrdiff_t at = 3 * s.matrix(); at < model_.storage(); at += 4 * s.matrix()) {
      std::fill(gradient + at, gradient + at + std::ptrdiff_t{s.dimension} * s.token(), F(0));
    }
  }

  const AttentionExperiment& experiment_;
  const sim::StopFlag* stop_;
  sim::LinearAttention<F> model_, descent_, half_way_;
  sim::TaskSampler<F> sampler_;
  sim::AlignedBuffer<F> every_task_;
  Answers<F> ours_, theirs_, between_;
};

template <class F>
AttentionExperiment<F>::AttentionExperiment(const AttentionPlan& plan)
    : sim::Experiment<F>(training_plan(checked(plan))), plan_(plan) {
  sim::LinearAttention<F>{sizes()};
  sim::TaskSampler<F>{tasks_of(plan, 1)};
}

template <class F>
sim::AttentionSizes AttentionExperiment<F>::sizes() const {
  return sizes_of(plan_);
}

template <class F>
std::string AttentionExperiment<F>::to_text() const {
  std::string text = fmt::format("{}{}; tasks of {}; weights from {}", sim::to_text(sizes()),
                                 plan_.transforms ? "" : " that leave inputs alone",
                                 sim::to_text(tasks_of(plan_, 1)), plan_.start);
  if (!plan_.beside) return text;
  text += "; beside " + plan_.beside->name;
  for (const DescentRates& r : plan_.beside->layers) text += fmt::format(" {} {}", r.step, r.gamma);
  return text;
}

template <class F>
std::ptrdiff_t AttentionExperiment<F>::storage() const {
  return 2 * sizes().products();
}

template <class F>
std::vector<sim::WeightBlock> AttentionExperiment<F>::blocks() const {
  return sim::LinearAttention<F>(sizes()).blocks();
}

template <class F>
void AttentionExperiment<F>::initialise(std::span<F> weights) const {
  std::uint64_t index = 0;
  for (const sim::WeightBlock& block : blocks()) {
    sim::Stream stream({plan_.seed, plan_.run, sim::Purpose::initial_parameters}, index++);
    sim::draw_normal(block, plan_.start / plan_.layers, stream, weights);
    if (plan_.transforms || !block.name.starts_with("projection")) continue;
    F* rows = weights.data() + block.offset;
    std::fill(rows, rows + std::ptrdiff_t{block.rows - 1} * block.stride, F(0));
  }
}

template <class F>
int AttentionExperiment<F>::shards() const {
  return std::min(kMostShards, plan_.batch / sim::kTaskLanes);
}

template <class F>
std::unique_ptr<sim::ExperimentWorker<F>> AttentionExperiment<F>::worker(
    const sim::StopFlag* stop) const {
  return std::make_unique<Worker>(*this, stop);
}

template <class F>
std::vector<std::string> AttentionExperiment<F>::numbers() const {
  std::vector<std::string> names{"test loss"};
  if (plan_.beside) {
    names.insert(names.end(), {"descent loss", "excess", "prediction distance", "cosine",
                               "sensitivity distance", "interpolated excess"});
  }
  for (int l = 1; plan_.heads == 1 && l <= sizes().stored_layers(); ++l) {
    names.push_back(fmt::format("rate {}", l));
    names.push_back(fmt::format("gamma {}", l));
  }
  return names;
}

template <class F>
Comparison AttentionExperiment<F>::compared(std::span<const F> weights, double scale,
                                            const sim::Crew<F>& crew) const {
  const int chunks = plan_.evaluation_tasks / sim::kTaskLanes;
  std::vector<Sums> parts(static_cast<std::size_t>(chunks));
  crew.team.run([&](int index) {
    const sim::FlushToZero flush;
    auto& mine = static_cast<Worker&>(*crew.workers[static_cast<std::size_t>(index)]);
    mine.prepare(weights.data());
    mine.prepare_between();
    sim::TaskSampler<F> scaled(tasks_of(plan_, scale));
    for (int c = index; c < chunks && !is_raised(crew.stop); c += crew.team.size()) {
      parts[static_cast<std::size_t>(c)] = mine.compared(scaled, c);
    }
  });
  Sums all;
  for (const Sums& part : parts) all.add(part);
  const auto n = static_cast<double>(plan_.evaluation_tasks);
  const double mean = (all.loss - all.descent) / n;
  return {all.loss / n,
          all.descent / n,
          all.interpolated / n,
          all.distance / n,
          all.cosine / n,
          all.apart / n,
          std::sqrt(std::max(0.0, all.squares / n - mean * mean) / n)};
}

template <class F>
Comparison AttentionExperiment<F>::compared(std::span<const F> weights, double scale) const {
  sim::WorkerTeam team(1);
  std::vector<std::unique_ptr<sim::ExperimentWorker<F>>> workers;
  workers.push_back(worker(nullptr));
  return compared(weights, scale, {team, workers, nullptr});
}

template <class F>
std::vector<double> AttentionExperiment<F>::evaluate(std::int64_t, std::span<const F> weights,
                                                     const sim::Crew<F>& crew) const {
  const Comparison all = compared(weights, 1, crew);
  std::vector<double> numbers{all.loss};
  if (plan_.beside) {
    const double expected = plan_.beside->half_loss;
    numbers.insert(numbers.end(), {all.descent_loss, (all.loss - all.descent_loss) / expected,
                                   all.prediction_distance, all.cosine, all.sensitivity_distance,
                                   (all.interpolated_loss - all.descent_loss) / expected});
  }
  const auto& products = static_cast<Worker&>(*crew.workers.front()).products();
  for (int l = 0; plan_.heads == 1 && l < sizes().stored_layers(); ++l) {
    const DescentRates rates = rates_of(products, sizes(), l);
    numbers.push_back(rates.step * plan_.setting.shape.context);
    numbers.push_back(rates.gamma);
  }
  return numbers;
}

template class AttentionExperiment<float>;
template class AttentionExperiment<double>;

}  // namespace lemmascope::icl
