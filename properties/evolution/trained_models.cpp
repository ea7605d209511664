#include "properties/evolution/trained_models.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "properties/statistics/trained_shares.hpp"
#include "properties/statistics/training_memo.hpp"
#include "sim/cpu/aligned_buffer.hpp"
#include "sim/train/trainer.hpp"

namespace lemmascope::evolution {
namespace {

constexpr int kFresh = 4096;  ///< sequences that a look is judged on
constexpr std::int64_t kLongest = 1000;

SequenceLaw uniform_law() {
  SequenceLaw law;
  law.states = 2;
  return law;
}

MinimalPlan plan_of(const Look& look, const statistics::TrialKey& key) {
  MinimalPlan plan;
  plan.of.law = uniform_law();
  if (look.balance >= 0) {
    plan.of.law.chains = ChainLaw::mixture;
    plan.of.law.balance = look.balance;
  }
  plan.of.optimiser.learning_rate = 2e-3;
  plan.of.steps = kLongest;
  plan.of.evaluate_every = kLongest;
  plan.of.evaluation_sequences = 1;
  plan.of.seed = key.root_seed;
  plan.of.run = key.run;
  return plan;
}

/// Log-probabilities of every fresh sequence's two next tokens.
using Predictions = std::vector<double>;

Predictions predictions(const Look& look, const statistics::TrialKey& key,
                        const StrategyEvaluation& fresh) {
  const MinimalPlan plan = plan_of(look, key);
  const MinimalExperiment<float> experiment(plan);
  sim::Trainer<float> trainer(experiment);
  trainer.advance(look.step);
  const MinimalModel<float> model({2, plan.of.law.length, 0});
  sim::AlignedBuffer<float> arena(static_cast<std::size_t>(model.arena_size()));
  std::vector<float> logits(2 * kFresh);
  model.last(trainer.weights().data(), arena.data(), {fresh.tokens(), kFresh, nullptr},
             logits.data());
  Predictions logs;
  for (int b = 0; b < kFresh; ++b) {
    const double f = logits[2 * b], g = logits[2 * b + 1];
    const double total = std::max(f, g) + std::log1p(std::exp(-std::abs(f - g)));
    logs.push_back(f - total);
    logs.push_back(g - total);
  }
  return logs;
}

/// What sequences set aside say, drawn from streams that no training reads.
const StrategyEvaluation& fresh_of(const statistics::TrialKey& key) {
  static statistics::TrainingMemo<std::pair<std::uint64_t, std::uint32_t>, StrategyEvaluation> memo;
  return *memo.of({key.root_seed, key.run}, [&key] {
    return StrategyEvaluation(uniform_law(), {key.root_seed, key.run, sim::Purpose::probe}, kFresh);
  });
}

std::shared_ptr<const Predictions> predictions_of(const Look& look,
                                                  const statistics::TrialKey& key) {
  static statistics::TrainingMemo<std::string, Predictions> memo;
  return memo.of(fmt::format("{} {} {} {}", key.root_seed, key.run, look.balance, look.step),
                 [&] { return predictions(look, key, fresh_of(key)); });
}

/// KL(row || prediction) but for a term of the row alone.
double cross(const double* row, const double* logs) { return -row[0] * logs[0] - row[1] * logs[1]; }
double entropy(const double* row) {
  double sum = 0;
  for (int j = 0; j < 2; ++j) sum += row[j] > 0 ? row[j] * std::log(row[j]) : 0;
  return sum;
}

/// In how many of the fresh sequences the left divergence is the smaller.
std::int64_t times_nearer(const NearerBound& bound, const statistics::TrialKey& key) {
  const StrategyEvaluation& fresh = fresh_of(key);
  const auto own = predictions_of(bound.look, key);
  const auto other = bound.against_another ? predictions_of(bound.other, key) : own;
  std::int64_t count = 0;
  double row[2], left[2], right[2];
  for (int b = 0; b < kFresh; ++b) {
    const std::uint8_t* x = fresh.tokens() + std::ptrdiff_t{b} * (fresh.law().length + 1);
    const double* logs = own->data() + 2 * b;
    if (bound.against_another) {
      std::copy_n(fresh.true_row(b).data(), 2, row);
      count += cross(row, logs) < cross(row, other->data() + 2 * b) ? 1 : 0;
      continue;
    }
    predict(fresh.law(), x, Strategy::unigram, left);
    predict(fresh.law(), x, Strategy::bigram, right);
    count += entropy(left) + cross(left, logs) < entropy(right) + cross(right, logs) ? 1 : 0;
  }
  return count;
}

statistics::TrainedShares shares_of(const TrainedModels& models) {
  statistics::TrainedShares shares{
      models.name,
      fmt::format(
          "minimal model, two states, 100 tokens, batches of 64, rate 2e-3; {} fresh sequences",
          kFresh),
      {}};
  shares.quick = models.quick;
  shares.pr = models.pr;
  shares.nightly = models.nightly;
  for (const NearerBound& bound : models.bounds) {
    shares.bounds.push_back({bound.what,
                             [bound](const statistics::TrialKey& key) {
                               return statistics::SeenShare{times_nearer(bound, key), kFresh};
                             },
                             bound.more_than_half, 0.5});
  }
  return shares;
}

}  // namespace

NearerBound nearer_to_unigrams(std::int64_t step) {
  return {fmt::format("nearer to unigrams after {} steps", step), {-1, step}, false, {}, true};
}
NearerBound nearer_to_bigrams(std::int64_t step) {
  return {fmt::format("nearer to unigrams after {} steps", step), {-1, step}, false, {}, false};
}
NearerBound balanced_ahead(std::int64_t step) {
  return {fmt::format("balanced ahead after {} steps", step), {1, step}, true, {-1, step}, true};
}
NearerBound balanced_behind(std::int64_t step) {
  return {fmt::format("balanced ahead after {} steps", step), {1, step}, true, {-1, step}, false};
}

claim::Check models_check(const TrainedModels& models) {
  return statistics::shares_check(shares_of(models));
}

claim::Twin models_twin(const TrainedModels& models) {
  return statistics::shares_twin(shares_of(models));
}

bool seen_within(const TrainedModels& models, const statistics::TrialKey& key) {
  return statistics::seen_within(shares_of(models), key);
}

}  // namespace lemmascope::evolution
