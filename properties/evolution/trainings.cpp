// What `lemmascope train` offers for this paper: the minimal model and the attention-only
// transformer, online on in-context chains.
#include "properties/evolution/trainings.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "properties/catalogue/curve_run.hpp"
#include "properties/compute/usual_options.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::evolution {
namespace {

using compute::Option;
using compute::OptionKind;
using compute::OptionValues;
using compute::whole_option;

std::vector<Option> data_options() {
  return {whole_option("states", "of a chain, k", "3", "2", "16"),
          whole_option("length", "tokens of a sequence, t", "100", "2", "1024"),
          {.name = "chains",
           .kind = OptionKind::choice,
           .help = "that training draws; distances are taken on uniform rows",
           .usual = "uniform",
           .choices = {"uniform", "equal-rows", "doubly-stochastic", "mixture"},
           .choice_help = {"rows uniform on the simplex", "independent tokens",
                           "every state as frequent", "of two states, by --balance"}},
          compute::number_option("balance", "of a mixture, p", "1", "0", "1")};
}

std::vector<Option> schedule_options(const char* rate, const char* steps) {
  return {whole_option("steps", "batches", steps, "1", "1000000"),
          whole_option("batch", "sequences per step; whole sixteens", "64", "16", "4096"),
          {.name = "rate",
           .kind = OptionKind::number,
           .help = "learning rate",
           .usual = rate,
           .least = "0",
           .above_least = true},
          whole_option("evaluations", "points of the curve", "40", "1", "100000"),
          whole_option("sequences", "set aside to evaluate on", "2048", "1", "1000000"),
          compute::seed_option("20240222")};
}

std::vector<Option> joined(std::vector<Option> all, const std::vector<Option>& more) {
  all.insert(all.end(), more.begin(), more.end());
  return all;
}

std::vector<Option> minimal_options() {
  return joined(
      joined(data_options(),
             {compute::number_option("start-weights", "every entry of W", "0", "-10", "10"),
              compute::number_option("start-lags", "every entry of v", "1/50", "-10", "10"),
              compute::number_option("margin", "of the margin loss; 0: cross-entropy", "0", "0",
                                     "1000000")}),
      schedule_options("1/500", "2000"));
}

std::vector<Option> attention_options() {
  return joined(
      joined(data_options(),
             {whole_option("order", "tokens that the next one depends on", "1", "1", "2"),
              whole_option("layers", "of attention", "2", "1", "8"),
              whole_option("width", "of the residual stream", "16", "2", "256"),
              whole_option("heads", "of a layer", "1", "1", "8"),
              whole_option("head-width", "of each of several heads", "16", "1", "256"),
              compute::number_option("start", "scale of the initial weights", "1", "0", "100")}),
      schedule_options("1/2000", "2000"));
}

/// Refuses what would keep a machine busy for days, before anything is made.
void require_affordable(double operations, double bytes) {
  constexpr double kMostOperations = 1e16, kMostBytes = 4e9;
  require(operations <= kMostOperations,
          fmt::format("about {:.1e} operations, of which {:.0e} are allowed: fewer --steps, a "
                      "smaller --batch or --length",
                      operations, kMostOperations));
  require(bytes <= kMostBytes,
          fmt::format("about {:.1f} GB for each thread, of which {:.0f} are allowed: a smaller "
                      "--length, fewer --layers or --heads",
                      bytes / 1e9, kMostBytes / 1e9));
}

StrategyPlan data_of(const OptionValues& values) {
  const auto count = [&values](const char* name) { return compute::whole_of(values, name); };
  StrategyPlan plan;
  plan.law.states = count("states");
  plan.law.length = count("length");
  const std::string chains = compute::text_of(values, "chains");
  plan.tested = {plan.law};
  if (chains == "equal-rows") plan.law.chains = ChainLaw::equal_rows;
  if (chains == "doubly-stochastic") plan.law.chains = ChainLaw::doubly_stochastic;
  if (chains == "mixture") {
    plan.law.chains = ChainLaw::mixture;
    plan.law.balance = to_double(compute::number_of(values, "balance"));
  }
  plan.steps = count("steps");
  plan.batch = count("batch");
  plan.optimiser.learning_rate = to_double(compute::number_of(values, "rate"));
  plan.evaluate_every = std::max<std::int64_t>(1, plan.steps / count("evaluations"));
  plan.evaluation_sequences = count("sequences");
  plan.seed = compute::seed_of(values);
  return plan;
}

double sequences_of(const StrategyPlan& plan) {
  const double looks = static_cast<double>(plan.steps) / static_cast<double>(plan.evaluate_every);
  return static_cast<double>(plan.steps) * plan.batch + looks * plan.evaluation_sequences;
}

std::vector<catalogue::CurveFigure> figures_of(const StrategyPlan& plan, bool minimal) {
  std::vector<std::string> distances{"KL from uniform", "KL from unigrams", "KL from bigrams"};
  if (plan.law.order == 2) distances.emplace_back("KL from trigrams");
  std::vector<catalogue::CurveFigure> all{
      {"test", "Divergence from the true row", "nats", {"test KL"}},
      {"strategies", "Divergence from the strategies", "nats", std::move(distances)}};
  if (minimal) {
    all.push_back({"weights", "Weights", "", {"W diagonal", "W off-diagonal", "v1", "v2"}});
  }
  return all;
}

std::unique_ptr<catalogue::TrainedRun> run_minimal(const OptionValues& given,
                                                   const catalogue::RunOptions& how) {
  const OptionValues values = compute::with_defaults(minimal_options(), given);
  MinimalPlan plan;
  plan.of = data_of(values);
  plan.start_weights = to_double(compute::number_of(values, "start-weights"));
  plan.start_lags = to_double(compute::number_of(values, "start-lags"));
  plan.margin = to_double(compute::number_of(values, "margin"));
  const double k = plan.of.law.states, t = plan.of.law.length;
  require_affordable(sequences_of(plan.of) * t * (t + 8 * k * k), 400 * k * t);
  return catalogue::run_experiment("minimal", MinimalExperiment<double>(plan), how,
                                   figures_of(plan.of, true));
}

std::unique_ptr<catalogue::TrainedRun> run_attention(const OptionValues& given,
                                                     const catalogue::RunOptions& how) {
  const OptionValues values = compute::with_defaults(attention_options(), given);
  const auto count = [&values](const char* name) { return compute::whole_of(values, name); };
  AttentionPlan plan;
  plan.of = data_of(values);
  plan.of.law.order = count("order");
  for (SequenceLaw& law : plan.of.tested) law.order = plan.of.law.order;
  plan.of.optimiser = adamw(plan.of.optimiser.learning_rate);
  plan.layers = count("layers");
  plan.width = count("width");
  plan.heads = count("heads");
  plan.head_width = count("head-width");
  plan.start = to_double(compute::number_of(values, "start"));
  const double t = plan.of.law.length, inner = attention_sizes(plan).inner();
  require_affordable(sequences_of(plan.of) * plan.layers * t * inner * (9 * t + 9 * plan.width),
                     128 * t * t * plan.layers * plan.heads);
  return catalogue::run_experiment("attention", AttentionExperiment<double>(plan), how,
                                   figures_of(plan.of, false));
}

}  // namespace

sim::Optimiser adamw(double rate) {
  sim::Optimiser optimiser;
  optimiser.kind = sim::OptimiserKind::adamw;
  optimiser.learning_rate = rate;
  optimiser.weight_decay = 0.01;  // PyTorch's own
  return optimiser;
}

std::vector<catalogue::Training> every_training() {
  return {{.name = "minimal",
           .summary = "the minimal model online on in-context chains, by SGD",
           .options = minimal_options(),
           .run = run_minimal},
          {.name = "attention",
           .summary = "the attention-only transformer online on in-context chains, by AdamW",
           .options = attention_options(),
           .run = run_attention}};
}

}  // namespace lemmascope::evolution
