#include "sim/ngram/ngram_experiment.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "theory/numeric/require.hpp"

namespace lemmascope::ngram {
namespace {

constexpr int kMostShards = 8;
constexpr int kPromptsOfAShard = 256;  // fewer are not worth another

NgramPlan checked(NgramPlan plan) {
  require_law(plan.law);
  plan.shape.symbols = plan.law.symbols;
  plan.shape.length = plan.law.length;
  require_shape(plan.shape);
  require(plan.prompts >= 1 && plan.validation_prompts >= 1,
          "expected at least one prompt to train on and one to validate on");
  require(plan.c_start != 0, "expected a selector that starts away from zero");
  require(plan.shape.shifted || plan.shape.heads <= plan.shape.lags,
          "expected a lag of its own for every head in the window that all share");
  return plan;
}

sim::TrainingPlan training_plan(const NgramPlan& plan) {
  sim::TrainingPlan training;
  training.root_seed = plan.seed;
  training.run = plan.run;
  training.batch = plan.prompts;
  training.evaluate_every = plan.evaluate_every;
  training.evaluation_size = plan.validation_prompts;
  for (const NgramStage& stage : plan.stages) {
    sim::Optimiser descent;
    descent.learning_rate = stage.rate;
    training.stages.push_back({stage.steps, descent, stage.blocks});
  }
  return training;
}

std::vector<CountedPrompts> sharded(const ModelShape& shape, const PromptSet& set) {
  const std::vector<int> order = by_query(shape, set);
  const int shards = std::clamp(set.count() / kPromptsOfAShard, 1, kMostShards);
  std::vector<CountedPrompts> all;
  for (int s = 0; s < shards; ++s) {
    const auto bound = [&](int k) {
      return order.begin() + static_cast<std::ptrdiff_t>(order.size()) * k / shards;
    };
    all.emplace_back(shape, set, std::vector<int>(bound(s), bound(s + 1)));
  }
  return all;
}

}  // namespace

int own_place(const ModelShape& shape, int head) { return shape.shifted ? 0 : head; }

class NgramExperiment::Worker : public sim::ExperimentWorker<double> {
 public:
  Worker(const NgramExperiment& experiment, const sim::StopFlag* stop)
      : experiment_(experiment),
        stop_(stop),
        network_(experiment.plan_.shape, experiment.plan_.loss, experiment.all_counted()) {}

  void prepare(const double* weights) override { network_.prepare(weights); }

  sim::SummedLoss differentiate(const double* weights, std::int64_t, int shard,
                                double* gradient) override {
    const CountedPrompts& mine = experiment_.shards_[static_cast<std::size_t>(shard)];
    return {network_.accumulate(mine, weights, gradient), static_cast<double>(mine.count())};
  }

  double loss(const CountedPrompts& prompts, const double* weights) {
    return is_raised(stop_) ? 0 : network_.accumulate(prompts, weights, nullptr);
  }

 private:
  const NgramExperiment& experiment_;
  const sim::StopFlag* stop_;
  PromptNetwork network_;
};

NgramExperiment::NgramExperiment(const NgramPlan& plan)
    : Experiment<double>(training_plan(plan)),
      plan_(checked(plan)),
      at_(weight_offsets(plan_.shape)),
      training_(draw_prompts(plan_.law, {plan_.seed, plan_.run, sim::Purpose::training_batch},
                             plan_.prompts)),
      validation_(draw_prompts(plan_.law, {plan_.seed, plan_.run, sim::Purpose::evaluation_set},
                               plan_.validation_prompts)),
      shards_(sharded(plan_.shape, training_)),
      validation_shards_(sharded(plan_.shape, validation_)) {}

std::vector<const CountedPrompts*> NgramExperiment::all_counted() const {
  std::vector<const CountedPrompts*> all;
  for (const auto* shards : {&shards_, &validation_shards_}) {
    for (const CountedPrompts& shard : *shards) all.push_back(&shard);
  }
  return all;
}

std::string NgramExperiment::to_text() const {
  return fmt::format(
      "{}; {} loss, epsilon {}; Dirichlet {} with {} parents{}; start w {} {}, c {}, a {}, maps {}",
      ngram::to_text(plan_.shape),
      plan_.loss.criterion == Criterion::paper ? "paper's" : "released", plan_.loss.epsilon,
      plan_.law.concentration, plan_.law.parents, plan_.law.uniform_query ? ", uniform query" : "",
      plan_.own_logit, plan_.other_logit, plan_.c_start, plan_.a_start, plan_.map_start);
}

void NgramExperiment::initialise(std::span<double> weights) const {
  const ModelShape& shape = plan_.shape;
  std::fill(weights.begin(), weights.end(), 0.0);
  const auto at = [&weights](std::ptrdiff_t k) -> double& {
    return weights[static_cast<std::size_t>(k)];
  };
  at(at_.a) = plan_.a_start;
  for (std::ptrdiff_t k = at_.c; k < at_.w; ++k) at(k) = plan_.c_start;
  for (int h = 0; h < shape.heads; ++h) {
    for (int i = 0; i < shape.lags; ++i) {
      at(at_.w + h * shape.lags + i) =
          i == own_place(shape, h) ? plan_.own_logit : plan_.other_logit;
    }
  }
  const int d = shape.symbols;
  for (int h = 0; shape.maps && h < shape.heads; ++h) {
    for (const std::ptrdiff_t map : {at_.query, at_.key, at_.value}) {
      for (int k = 0; k < d; ++k) at(map + (h * d + k) * d + k) = plan_.map_start;
    }
  }
  for (int k = 0; shape.norm == HeadNorm::layer && k < d; ++k) at(at_.gain + k) = 1;
}

std::unique_ptr<sim::ExperimentWorker<double>> NgramExperiment::worker(
    const sim::StopFlag* stop) const {
  return std::make_unique<Worker>(*this, stop);
}

std::vector<std::string> NgramExperiment::numbers() const {
  std::vector<std::string> names{"train loss", "validation loss", "a", "c squared"};
  for (const LagSet& set : head_sets(plan_.shape)) names.push_back("p " + ngram::to_text(set));
  for (int h = 1; h <= plan_.shape.heads; ++h) names.push_back(fmt::format("attention {}", h));
  for (int h = 1; h <= plan_.shape.heads; ++h) {
    for (int i = 0; i < plan_.shape.lags; ++i) {
      names.push_back(fmt::format("w {},{}", h, plan_.shape.first_lag(h - 1) + i));
    }
  }
  return names;
}

std::vector<double> NgramExperiment::evaluate(std::int64_t, std::span<const double> weights,
                                              const sim::Crew<double>& crew) const {
  const std::vector<const CountedPrompts*> all = all_counted();
  std::vector<double> losses(all.size());
  crew.team.run([&](int index) {
    auto& mine = static_cast<Worker&>(*crew.workers[static_cast<std::size_t>(index)]);
    mine.prepare(weights.data());
    for (std::size_t k = static_cast<std::size_t>(index); k < all.size();
         k += static_cast<std::size_t>(crew.team.size())) {
      losses[k] = mine.loss(*all[k], weights.data());
    }
  });
  double training = 0, validation = 0, squares = 0;
  for (std::size_t k = 0; k < all.size(); ++k) {
    (k < shards_.size() ? training : validation) += losses[k];
  }
  const double* w = weights.data() + at_.w;
  const std::size_t sets = head_sets(plan_.shape).size();
  for (std::size_t s = 0; s < sets; ++s) {
    const double c = weights[static_cast<std::size_t>(at_.c) + s];
    squares += c * c;
  }
  std::vector<double> numbers{training / plan_.prompts, validation / plan_.validation_prompts,
                              weights[static_cast<std::size_t>(at_.a)], squares};
  for (const double p : set_shares(weights.data() + at_.c, static_cast<int>(sets))) {
    numbers.push_back(p);
  }
  for (int h = 0; h < plan_.shape.heads; ++h) {
    const double* mine = w + std::ptrdiff_t{h} * plan_.shape.lags;
    double total = 0;
    for (int i = 0; i < plan_.shape.lags; ++i) {
      total += std::exp(mine[i] - mine[own_place(plan_.shape, h)]);
    }
    numbers.push_back(1 / total);
  }
  numbers.insert(numbers.end(), w, w + plan_.shape.heads * plan_.shape.lags);
  return numbers;
}

TrainingCost cost_of(const NgramPlan& plan) {
  constexpr double kBytesOfAPlace = 64;  // while pairs are counted; less is kept
  const double places = static_cast<double>(plan.prompts + plan.validation_prompts) *
                        static_cast<double>(plan.law.length);
  double steps = 1;
  for (const NgramStage& stage : plan.stages) steps += static_cast<double>(stage.steps);
  return {places * kBytesOfAPlace, places * steps};
}

}  // namespace lemmascope::ngram
