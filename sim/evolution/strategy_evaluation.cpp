#include "sim/evolution/strategy_evaluation.hpp"

#include <algorithm>
#include <cmath>

#include "sim/train/batch_shards.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::evolution {
namespace {

constexpr int kLanes = 16;  // sequences that a kernel takes at once
constexpr int kPart = 128;  // sequences of one thread's turn in an evaluation
constexpr int kMostShards = 4;

double divergence(std::span<const double> from, std::span<const double> to) {
  double sum = 0;
  for (std::size_t j = 0; j < from.size(); ++j) {
    if (from[j] > 0) sum += from[j] * std::log(from[j] / to[j]);
  }
  return sum;
}

/// KL(from || softmax(logits)).
template <class F>
double divergence_from_logits(std::span<const double> from, const F* logits) {
  const auto k = from.size();
  const double largest = static_cast<double>(*std::max_element(logits, logits + k));
  double total = 0, sum = 0;
  for (std::size_t j = 0; j < k; ++j) total += std::exp(static_cast<double>(logits[j]) - largest);
  const double log_total = std::log(total) + largest;
  for (std::size_t j = 0; j < k; ++j) {
    if (from[j] > 0) {
      sum += from[j] * (std::log(from[j]) - static_cast<double>(logits[j]) + log_total);
    }
  }
  return sum;
}

sim::TrainingPlan training_plan(const StrategyPlan& plan) {
  sim::TrainingPlan training;
  training.root_seed = plan.seed;
  training.run = plan.run;
  training.batch = plan.batch;
  training.evaluate_every = plan.evaluate_every;
  training.evaluation_size = plan.evaluation_sequences;
  training.stages = {{plan.steps, plan.optimiser, {}}};
  return training;
}

const StrategyPlan& checked(const StrategyPlan& plan) {
  require_law(plan.law);
  for (const SequenceLaw& law : plan.tested) {
    require_law(law);
    require(law.states == plan.law.states && law.length == plan.law.length &&
                law.order == plan.law.order,
            "expected tested sequences of the states, length and order that are trained on");
  }
  require(plan.batch >= kLanes && plan.batch % kLanes == 0,
          fmt::format("expected a batch of whole sixteens, found {}", plan.batch));
  require(plan.evaluation_sequences >= 1, "expected at least one sequence to evaluate on");
  return plan;
}

std::string name_of(ChainLaw law) {
  switch (law) {
    case ChainLaw::uniform_rows:
      return "uniform rows";
    case ChainLaw::equal_rows:
      return "equal rows";
    case ChainLaw::doubly_stochastic:
      return "doubly stochastic";
    case ChainLaw::mixture:
      return "mixture";
  }
  return "";
}

}  // namespace

StrategyEvaluation::StrategyEvaluation(const SequenceLaw& law, const sim::StreamKey& key, int count)
    : law_(law), count_(count) {
  require_law(law);
  const auto k = static_cast<std::size_t>(law.states),
             row = static_cast<std::size_t>(law.length + 1);
  tokens_.resize(row * static_cast<std::size_t>(count));
  targets_.assign(static_cast<std::size_t>(1 + strategies_of(law)),
                  std::vector<double>(k * static_cast<std::size_t>(count)));
  for (std::size_t b = 0; b < static_cast<std::size_t>(count); ++b) {
    std::uint8_t* x = tokens_.data() + row * b;
    draw_sequence(law, key, b, x, targets_[0].data() + k * b);
    for (int s = 0; s < strategies_of(law); ++s) {
      predict(law, x, static_cast<Strategy>(s),
              targets_[static_cast<std::size_t>(s + 1)].data() + k * b);
    }
  }
}

std::span<const double> StrategyEvaluation::row(int target, int sequence) const {
  const auto k = static_cast<std::size_t>(law_.states);
  return {
      targets_[static_cast<std::size_t>(target)].data() + k * static_cast<std::size_t>(sequence),
      k};
}

template <class F>
std::vector<double> StrategyEvaluation::distances(std::span<const F> logits) const {
  std::vector<double> means(targets_.size(), 0.0);
  for (int b = 0; b < count_; ++b) {
    for (std::size_t n = 0; n < means.size(); ++n) {
      means[n] += divergence_from_logits<F>(row(static_cast<int>(n), b),
                                            logits.data() + std::ptrdiff_t{b} * law_.states);
    }
  }
  for (double& mean : means) mean /= count_;
  return means;
}

StrategyEvaluation::Line StrategyEvaluation::line(Strategy strategy) const {
  double sum = 0, squares = 0;
  for (int b = 0; b < count_; ++b) {
    const double d = divergence(row(0, b), row(static_cast<int>(strategy) + 1, b));
    sum += d;
    squares += d * d;
  }
  const double mean = sum / count_;
  return {mean, std::sqrt(std::max(0.0, squares / count_ - mean * mean) / count_)};
}

template <class F>
StrategyExperiment<F>::StrategyExperiment(const StrategyPlan& plan)
    : sim::Experiment<F>(training_plan(checked(plan))), plan_(plan) {
  if (plan_.tested.empty()) plan_.tested = {plan_.law};
  auto sets = std::make_shared<Sets>();
  for (const SequenceLaw& law : plan_.tested) {
    sets->push_back(std::make_unique<const StrategyEvaluation>(
        law, sim::StreamKey{plan_.seed, plan_.run, sim::Purpose::evaluation_set},
        plan_.evaluation_sequences));
  }
  sets_ = std::move(sets);
}

template <class F>
int StrategyExperiment<F>::shards() const {
  return sim::BatchShards(plan_.batch, kLanes, kMostShards).count();
}

template <class F>
std::vector<std::uint8_t> StrategyExperiment<F>::batch_tokens(std::int64_t step, int shard) const {
  const sim::BatchShards shards(plan_.batch, kLanes, kMostShards);
  const int begin = shards.first(shard) * kLanes, end = shards.past(shard) * kLanes;
  const auto row = static_cast<std::size_t>(plan_.law.length + 1);
  const sim::StreamKey key{plan_.seed, plan_.run, sim::Purpose::training_batch};
  std::vector<std::uint8_t> tokens(row * static_cast<std::size_t>(end - begin));
  for (int b = begin; b < end; ++b) {
    draw_sequence(plan_.law, key, static_cast<std::uint64_t>(step * plan_.batch + b),
                  tokens.data() + row * static_cast<std::size_t>(b - begin), nullptr);
  }
  return tokens;
}

template <class F>
std::string StrategyExperiment<F>::law_text() const {
  std::string text = to_text(plan_.law);
  for (const SequenceLaw& law : plan_.tested) text += "; tested on " + to_text(law);
  return text;
}

template <class F>
std::vector<std::string> StrategyExperiment<F>::numbers() const {
  std::vector<std::string> names{"test KL", "KL from uniform", "KL from unigrams",
                                 "KL from bigrams"};
  if (plan_.law.order == 2) names.emplace_back("KL from trigrams");
  for (std::size_t n = 1; n < plan_.tested.size(); ++n) {
    names.push_back("test KL on " + name_of(plan_.tested[n].chains));
  }
  for (std::string& name : own_numbers()) names.push_back(std::move(name));
  return names;
}

template <class F>
std::vector<double> StrategyExperiment<F>::evaluate(std::int64_t, std::span<const F> weights,
                                                    const sim::Crew<F>& crew) const {
  const int k = plan_.law.states, count = plan_.evaluation_sequences;
  const std::ptrdiff_t row = plan_.law.length + 1;
  std::vector<double> numbers;
  for (std::size_t n = 0; n < sets_->size(); ++n) {
    const StrategyEvaluation& set = *(*sets_)[n];
    std::vector<F> logits(static_cast<std::size_t>(k * count));
    crew.team.run([&](int index) {
      auto& mine = static_cast<StrategyWorker<F>&>(*crew.workers[static_cast<std::size_t>(index)]);
      for (int first = index * kPart; first < count && !is_raised(crew.stop);
           first += crew.team.size() * kPart) {
        mine.last(weights.data(), set.tokens() + row * first, std::min(kPart, count - first),
                  logits.data() + std::ptrdiff_t{k} * first);
      }
    });
    const std::vector<double> found = set.template distances<F>(logits);
    numbers.insert(numbers.end(), found.begin(), n == 0 ? found.end() : found.begin() + 1);
  }
  for (const double value : own_values(weights)) numbers.push_back(value);
  return numbers;
}

template std::vector<double> StrategyEvaluation::distances(std::span<const float>) const;
template std::vector<double> StrategyEvaluation::distances(std::span<const double>) const;
template class StrategyExperiment<float>;
template class StrategyExperiment<double>;

}  // namespace lemmascope::evolution
