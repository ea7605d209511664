#include "properties/evolution/trained_models.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <utility>

#include "properties/claim/parallel.hpp"
#include "properties/statistics/clopper_pearson.hpp"
#include "properties/statistics/ledger.hpp"
#include "properties/statistics/training_memo.hpp"
#include "sim/cpu/aligned_buffer.hpp"
#include "sim/train/trainer.hpp"

namespace lemmascope::evolution {
namespace {

using claim::CheckResult;
using claim::RunContext;
using claim::Verdict;

constexpr int kFresh = 4096;  ///< sequences that a look is judged on
constexpr std::int64_t kLongest = 1000;

int trainings_for(const TrainedModels& models, claim::Profile profile) {
  switch (profile) {
    case claim::Profile::quick:
      return models.quick;
    case claim::Profile::pr:
      return models.pr;
    case claim::Profile::nightly:
      return models.nightly;
  }
  return models.quick;
}

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

struct Judged {
  std::string where;
  claim::Finding finding;
  bool refuted = false;
  double margin = 0;  ///< room beyond one half; negative: not shown
};

Judged judge(const NearerBound& bound, std::size_t training, std::int64_t count, double rate) {
  const auto limits = statistics::clopper_pearson(count, kFresh, rate);
  Judged judged;
  judged.where = fmt::format("training {}, {}", training, bound.what);
  judged.finding.lhs = claim::proportion(count, kFresh, limits.lower, limits.upper);
  judged.finding.op = bound.more_than_half ? claim::Op::greater_equal : claim::Op::less_equal;
  judged.finding.rhs = claim::quantity(0.5);
  judged.margin = bound.more_than_half ? limits.lower - 0.5 : 0.5 - limits.upper;
  judged.refuted = bound.more_than_half ? limits.upper < 0.5 : limits.lower > 0.5;
  judged.finding.margin = claim::quantity(judged.margin);
  return judged;
}

/// The one nearest to breaking decides; what is refuted is nearer than what is open.
void decide(const std::vector<Judged>& all, CheckResult& result) {
  const Judged& worst =
      *std::min_element(all.begin(), all.end(), [](const Judged& a, const Judged& b) {
        return std::pair(!a.refuted, a.margin) < std::pair(!b.refuted, b.margin);
      });
  const claim::CaseFinding found{0, worst.where, worst.finding};
  if (!worst.refuted && worst.margin >= 0) {
    result.verdict = Verdict::holds;
    result.tightest = found;
    return;
  }
  result.verdict = worst.refuted ? Verdict::refuted : Verdict::undecided;
  result.failing = found;
  result.reason = fmt::format("{}: {}, {} {} {}", worst.where, claim::to_text(worst.finding.lhs),
                              worst.refuted ? "which is not" : "which may not be",
                              claim::to_text(worst.finding.op), claim::to_text(worst.finding.rhs));
}

nlohmann::json measured(const std::string& name, const std::vector<Judged>& all, double rate) {
  nlohmann::json shares = nlohmann::json::object();
  for (const Judged& judged : all) shares[judged.where] = claim::to_json(judged.finding.lhs);
  return {{"assertion", name},
          {"rule", "Clopper-Pearson, two-sided, for every training and bound"},
          {"error_rate", statistics::kAssertionRate},
          {"error_rate_of_each", rate},
          {"shares", shares}};
}

CheckResult run(const TrainedModels& models, const RunContext& context) {
  CheckResult result;
  result.name = models.name;
  result.domain = fmt::format(
      "minimal model, two states, 100 tokens, batches of 64, rate 2e-3; {} fresh sequences",
      kFresh);
  result.evidence = claim::Evidence::statistical;
  result.scope = claim::Scope::instance;
  const int count = trainings_for(models, context.profile);
  std::vector<std::vector<std::int64_t>> counts(static_cast<std::size_t>(count));
  claim::for_each_slot(context.jobs, count, [&](std::int64_t k) {
    const statistics::TrialKey key{context.seed, static_cast<std::uint32_t>(k)};
    for (const NearerBound& bound : models.bounds) {
      if (context.expired()) return;
      counts[static_cast<std::size_t>(k)].push_back(times_nearer(bound, key));
    }
  });
  result.tried = result.met = count;
  result.relations = count * static_cast<std::int64_t>(models.bounds.size());
  const double rate = statistics::kAssertionRate / static_cast<double>(result.relations);
  std::vector<Judged> all;
  for (std::size_t k = 0; k < counts.size(); ++k) {
    if (counts[k].size() != models.bounds.size()) {
      result.verdict = Verdict::undecided;
      result.reason = "the time budget ended before all models were trained";
      return result;
    }
    for (std::size_t n = 0; n < counts[k].size(); ++n) {
      all.push_back(judge(models.bounds[n], k, counts[k][n], rate));
    }
  }
  decide(all, result);
  result.measured = std::make_shared<const nlohmann::json>(measured(models.name, all, rate));
  return result;
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
  return {models.name, [models](const RunContext& context) { return run(models, context); }, 1};
}

claim::Twin models_twin(const TrainedModels& models) {
  return {models.name, claim::Twin::Kind::wrong,
          [models](const RunContext& context) { return run(models, context); }, 1};
}

bool seen_within(const TrainedModels& models, const statistics::TrialKey& key) {
  return std::all_of(models.bounds.begin(), models.bounds.end(), [&](const NearerBound& bound) {
    const std::int64_t twice = 2 * times_nearer(bound, key);
    return bound.more_than_half ? twice > kFresh : twice < kFresh;
  });
}

}  // namespace lemmascope::evolution
