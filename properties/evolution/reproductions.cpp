// What `lemmascope reproduce` offers for this paper: the phases of its figures by our trainings,
// and its first two steps exactly.
#include "properties/evolution/reproductions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "properties/compute/usual_options.hpp"
#include "properties/evolution/phase_figure.hpp"
#include "properties/evolution/trainings.hpp"
#include "theory/evolution/two_steps.hpp"

namespace lemmascope::evolution {
namespace {

using catalogue::ReproducedFigure;
using compute::Option;
using compute::OptionKind;
using compute::OptionValues;
using compute::whole_option;
using nlohmann::json;

constexpr double kRead = 0.005;      ///< what can be read off the paper's figures
constexpr double kReadExamples = 2;  ///< thousands, the same of their horizontal axis
constexpr int kEvaluations = 50;
constexpr int kMinimalEvaluations = 100;    ///< its dip is after 3,000 examples of 128,000
constexpr std::uint32_t kMinimalSeeds = 5;  ///< trainings of a second each

std::vector<Option> options() {
  return {whole_option("seeds", "trainings of each transformer", "1", "1", "20"),
          {.name = "full", .kind = OptionKind::flag, .help = "the paper's scale where it is long"},
          compute::seed_option("20240222")};
}

struct Asked {
  std::uint32_t seeds = 1;
  bool full = false;
  std::uint64_t seed = 0;
};

Asked asked(const OptionValues& given) {
  const OptionValues values = compute::with_defaults(options(), given);
  return {static_cast<std::uint32_t>(compute::whole_of(values, "seeds")),
          compute::flag_of(values, "full"), compute::seed_of(values)};
}

StrategyPlan plan_of(int states, std::int64_t steps, const Asked& how, std::uint32_t run) {
  StrategyPlan plan;
  plan.law.states = states;
  plan.steps = steps;
  plan.evaluate_every = std::max<std::int64_t>(1, steps / kEvaluations);
  plan.seed = how.seed;
  plan.run = run;
  return plan;
}

/// The authors' minimal model: SGD of rate 2e-3 from W = 0 and v = 0.02.
MinimalPlan minimal_plan(StrategyPlan of) {
  MinimalPlan plan;
  plan.of = std::move(of);
  plan.of.evaluate_every = std::max<std::int64_t>(1, plan.of.steps / kMinimalEvaluations);
  plan.of.optimiser.learning_rate = 2e-3;
  return plan;
}

/// Width 16, one head, AdamW at the rate of the authors' program.
AttentionPlan attention_plan(StrategyPlan of, double rate = 5e-4) {
  AttentionPlan plan;
  plan.of = std::move(of);
  plan.of.evaluation_sequences = 1024;
  plan.of.optimiser = adamw(rate);
  return plan;
}

const std::vector<std::string> kDistances{"test KL", "KL from uniform", "KL from unigrams",
                                          "KL from bigrams"};
const std::string kStart =
    "Initial weights are ours (normal, variance 1 / inputs): the paper does not give its own. Its "
    "text has a rate of 3e-5, its program 5e-4, which is used here: at 3e-5 our start is after "
    "32,000 examples still 0.29 from the true row, where unigrams are 0.17.";
const std::string kSeeds =
    "Chains start from their stationary law, as the paper says; its program starts them uniformly.";

/// Trainings of both models on chains of `states` states.
PhaseFigure phases(const char* id, int states, const Asked& how, bool transformer, bool minimal) {
  PhaseFigure figure;
  figure.trainings.id = id;
  figure.trainings.title = fmt::format("Phases on chains of {} states", states);
  figure.trainings.number = "test KL";
  figure.trainings.remarks = {kStart, kSeeds};
  figure.drawn = kDistances;
  for (std::uint32_t run = 0; run < how.seeds && transformer; ++run) {
    AttentionExperiment<double> experiment(attention_plan(plan_of(states, 2000, how, run)));
    if (run == 0) figure.lines = lines_of(experiment.evaluation());
    figure.add("transformer", run, std::move(experiment));
  }
  for (std::uint32_t run = 0; run < kMinimalSeeds && minimal; ++run) {
    MinimalExperiment<double> experiment(minimal_plan(plan_of(states, 2000, how, run)));
    if (run == 0) figure.lines = lines_of(experiment.evaluation());
    figure.add("minimal model", run, std::move(experiment));
  }
  return figure;
}

PublishedReading final_of(const char* kind, const char* number, double value, const char* source) {
  return {kind, number, Reading::last, value, kRead, source};
}

std::unique_ptr<ReproducedFigure> figure_1(const OptionValues& given,
                                           const catalogue::RunOptions& how) {
  PhaseFigure figure = phases("fig1", 3, asked(given), true, false);
  figure.published = {
      final_of("transformer", "test KL", 0.05, "read off Figure 1"),
      {"transformer", "", Reading::switch_at, 96, 4, "read off Figure 3, top: 92 to 100"}};
  return reproduce_phases(figure, how);
}

std::unique_ptr<ReproducedFigure> figure_3(const OptionValues& given,
                                           const catalogue::RunOptions& how) {
  PhaseFigure figure = phases("fig3", 3, asked(given), true, true);
  figure.published = {
      final_of("transformer", "test KL", 0.05, "read off Figure 3, top"),
      {"transformer", "", Reading::switch_at, 96, 4, "read off Figure 3, top: 92 to 100"},
      {"minimal model", "test KL", Reading::least, 0.165, kRead, "read off Figure 3, bottom"},
      {"minimal model", "test KL", Reading::rise, 0.195, kRead, "read off Figure 3, bottom"},
      final_of("minimal model", "test KL", 0.07, "read off Figure 3, bottom, at 100 thousand"),
      {"minimal model", "", Reading::switch_at, 62, kReadExamples, "read off Figure 3, bottom"},
      final_of("minimal model", "KL from uniform", 0.42, "read off Figure 3, bottom"),
      final_of("minimal model", "KL from unigrams", 0.26, "read off Figure 3, bottom"),
      final_of("minimal model", "KL from bigrams", 0.04, "read off Figure 3, bottom")};
  return reproduce_phases(figure, how);
}

std::unique_ptr<ReproducedFigure> figure_12(const OptionValues& given,
                                            const catalogue::RunOptions& how) {
  PhaseFigure figure = phases("fig12", 2, asked(given), true, true);
  figure.published = {
      {"transformer", "", Reading::switch_at, 69, kReadExamples, "read off Figure 12, top"},
      {"minimal model", "test KL", Reading::rise, 0.125, kRead, "read off Figure 12, bottom"},
      final_of("minimal model", "test KL", 0.033, "read off Figure 12, bottom"),
      {"minimal model", "", Reading::switch_at, 36, kReadExamples, "read off Figure 12, bottom"}};
  return reproduce_phases(figure, how);
}

std::unique_ptr<ReproducedFigure> figure_4(const OptionValues& given,
                                           const catalogue::RunOptions& how) {
  const Asked wanted = asked(given);
  PhaseFigure figure;
  figure.trainings.id = wanted.full ? "fig4" : "fig4-quick";
  figure.trainings.title = "Data between uniform and doubly stochastic chains";
  figure.trainings.number = "test KL";
  figure.drawn = kDistances;
  for (const double balance : {0.0, 0.5, 1.0}) {
    for (std::uint32_t run = 0; run < wanted.seeds; ++run) {
      StrategyPlan plan = plan_of(2, wanted.full ? 4000 : 1000, wanted, run);
      plan.tested = {plan.law};
      plan.law.chains = ChainLaw::mixture;
      plan.law.balance = balance;
      AttentionExperiment<double> experiment(attention_plan(plan, wanted.full ? 5e-4 : 1e-3));
      figure.lines = lines_of(experiment.evaluation());
      figure.add(fmt::format("p = {}", balance), run, std::move(experiment));
    }
  }
  figure.published = {
      {"p = 1", "", Reading::switch_at, 45, 5, "read off Figure 4a: 40 to 50"},
      final_of("p = 0", "test KL", 0.08, "read off Figure 4a: p near 0 never drops")};
  figure.trainings.remarks = {
      "Two states, evaluated on uniform rows. p = 1 is the case without a unigram signal; the "
      "caption of Figure 4a has it the other way round.",
      kStart};
  if (!wanted.full) {
    figure.trainings.remarks.push_back(
        "A quarter of the steps at twice the rate: the numbers of the paper are those of --full.");
    figure.published.clear();
  }
  return reproduce_phases(figure, how);
}

std::unique_ptr<ReproducedFigure> figure_5(const OptionValues& given,
                                           const catalogue::RunOptions& how) {
  const Asked wanted = asked(given);
  PhaseFigure figure;
  figure.trainings.id = wanted.full ? "fig5" : "fig5-quick";
  figure.trainings.title = "The hierarchy of trigrams";
  figure.trainings.number = "test KL";
  figure.drawn = {"test KL", "KL from unigrams", "KL from bigrams", "KL from trigrams"};
  for (std::uint32_t run = 0; run < wanted.seeds; ++run) {
    StrategyPlan plan = plan_of(3, wanted.full ? 2000 : 1200, wanted, run);
    plan.law.order = 2;
    plan.law.length = wanted.full ? 200 : 60;
    AttentionPlan of = attention_plan(plan);
    of.of.optimiser = {};
    of.of.optimiser.kind = sim::OptimiserKind::adam;
    of.of.optimiser.learning_rate = 3e-2;
    of.heads = 3;
    AttentionExperiment<double> experiment(of);
    if (run == 0) figure.lines = lines_of(experiment.evaluation());
    figure.add("three heads", run, std::move(experiment));
  }
  figure.trainings.remarks = {
      "Three heads of width 16 a layer with an output map, three states, Adam of rate 3e-2; the "
      "first two tokens are uniform. Initial weights are ours."};
  if (wanted.full) {
    figure.published = {final_of("three heads", "test KL", 0.06, "read off Figure 5"),
                        {"three heads", "", Reading::switch_at, 58, kReadExamples,
                         "read off Figure 5: unigrams to bigrams"},
                        {"three heads", "", Reading::switch_to_trigrams, 73, kReadExamples,
                         "read off Figure 5: bigrams to trigrams"}};
  } else {
    figure.trainings.remarks.push_back(
        "60 tokens and 1200 steps: the numbers of the paper are those of --full.");
  }
  return reproduce_phases(figure, how);
}

std::unique_ptr<ReproducedFigure> figure_11(const OptionValues& given,
                                            const catalogue::RunOptions& how) {
  const Asked wanted = asked(given);
  PhaseFigure figure;
  figure.trainings.id = "fig11";
  figure.trainings.title = "Chains of other laws";
  figure.trainings.number = "test KL";
  figure.drawn = {"test KL", "test KL on equal rows", "test KL on doubly stochastic"};
  const auto plan = [&wanted](std::uint32_t run) {
    StrategyPlan of = plan_of(3, 2000, wanted, run);
    of.tested = {of.law, of.law, of.law};
    of.tested[1].chains = ChainLaw::equal_rows;
    of.tested[2].chains = ChainLaw::doubly_stochastic;
    return of;
  };
  for (std::uint32_t run = 0; run < wanted.seeds; ++run) {
    AttentionExperiment<double> experiment(attention_plan(plan(run)));
    if (run == 0) figure.lines = lines_of(experiment.evaluation());
    figure.add("transformer", run, std::move(experiment));
  }
  for (std::uint32_t run = 0; run < kMinimalSeeds; ++run) {
    figure.add("minimal model", run, MinimalExperiment<double>(minimal_plan(plan(run))));
  }
  const char* source = "read off Figure 11";
  const char* equal = "test KL on equal rows";
  figure.published = {final_of("transformer", equal, 0.05, source),
                      {"minimal model", equal, Reading::least, 0.035, kRead, source},
                      {"minimal model", equal, Reading::rise, 0.195, kRead, source},
                      final_of("minimal model", equal, 0.085, source),
                      final_of("minimal model", "test KL on doubly stochastic", 0.05, source)};
  figure.trainings.remarks = {
      "Doubly stochastic chains are uniform rows balanced by scaling; how the authors draw theirs "
      "is not printed.",
      kStart};
  return reproduce_phases(figure, how);
}

std::unique_ptr<ReproducedFigure> figure_13(const OptionValues& given,
                                            const catalogue::RunOptions& how) {
  const Asked wanted = asked(given);
  PhaseFigure figure;
  figure.trainings.id = wanted.full ? "fig13" : "fig13-quick";
  figure.trainings.title = "One layer";
  figure.trainings.number = "test KL";
  figure.drawn = kDistances;
  for (std::uint32_t run = 0; run < wanted.seeds; ++run) {
    AttentionPlan plan = attention_plan(plan_of(3, wanted.full ? 16000 : 2000, wanted, run));
    plan.layers = 1;
    AttentionExperiment<double> experiment(plan);
    if (run == 0) figure.lines = lines_of(experiment.evaluation());
    figure.add("one layer", run, std::move(experiment));
  }
  figure.published = {final_of("one layer", "test KL", figure.lines[1].value,
                               "Figure 13: it never beats the unigram line, here ours")};
  figure.trainings.remarks = {kStart};
  if (!wanted.full) {
    figure.trainings.remarks.push_back("An eighth of the paper's 1.02 million examples.");
  }
  return reproduce_phases(figure, how);
}

// ---- the first two steps, exactly ---------------------------------------------------------------

/// Lags of v after one step and after two.
class StepsReproduced : public ReproducedFigure {
 public:
  StepsReproduced()
      : steps_(
            two_steps(prior_tensor_by_quadrature<double>(kLength, kLength / 2 + 22), 0.02, 0.03)) {}
  bool finished() const override { return true; }
  json data() const override {
    return {{"figure", "fig6"},
            {"finished", true},
            {"runs", json::array()},
            {"numbers", json::array()},
            {"W1", {steps_.w1(0, 0), steps_.w1(0, 1)}},
            {"W2", {steps_.w2(0, 0), steps_.w2(0, 1)}},
            {"v1", steps_.v1},
            {"v2", steps_.v2},
            {"remarks", remarks()}};
  }
  json figures() const override {
    json x = json::array();
    for (int j = 1; j <= kLength; ++j) x.push_back(j);
    json series = json::array({{{"name", "after one step"}, {"x", x}, {"y", steps_.v1}},
                               {{"name", "after two steps"}, {"x", x}, {"y", steps_.v2}}});
    return json::array({{{"id", "fig6/lags"},
                         {"kind", "curve"},
                         {"title", "Two steps of gradient descent"},
                         {"caption", fmt::format("{}", fmt::join(remarks(), " "))},
                         {"x", {{"label", "lag"}}},
                         {"y", {{"label", "v"}}},
                         {"series", series},
                         {"references", json::array()}}});
  }
  std::vector<std::string> summary() const override {
    return {fmt::format("  W after one step: {:.12f} on the diagonal, {:.12f} off it",
                        steps_.w1(0, 0), steps_.w1(0, 1)),
            fmt::format("  v after one step: {:.12f}, {:.12f}, {:.12f}, …", steps_.v1[0],
                        steps_.v1[1], steps_.v1[2]),
            fmt::format("  v after two steps: {:.12f}, {:.12f}, {:.12f}, {:.12f}, …", steps_.v2[0],
                        steps_.v2[1], steps_.v2[2], steps_.v2[3])};
  }
  std::vector<std::string> remarks() const override {
    return {
        "The population gradient over uniform a and b at 100 tokens from W = 0.02 and v = 0.02 "
        "at rate 0.03: no sample is drawn. The paper draws these without printing numbers.",
        "Even lags stand out after the second step; the second is the largest because the rate "
        "is above 0.00356 (see compute icl-markov-two-steps --length 100)."};
  }
  double seconds() const override { return 0; }
  json seconds_by_run() const override { return json::object(); }

 private:
  static constexpr int kLength = 100;
  Steps<double> steps_;
};

std::unique_ptr<ReproducedFigure> figure_6(const OptionValues&, const catalogue::RunOptions& how) {
  if (how.begin) how.begin();
  return std::make_unique<StepsReproduced>();
}

}  // namespace

std::vector<catalogue::Reproduction> every_reproduction() {
  return {
      {.name = "fig1",
       .title = "phases of the two-layer transformer",
       .shows = "three states, 128,000 examples: divergence from the true row and the strategies",
       .options = options(),
       .in_all = false,
       .run = figure_1},
      {.name = "fig3",
       .title = "closest strategies of transformer and minimal model",
       .shows = "three states, 128,000 examples: divergence from the strategies, switch to bigrams",
       .options = options(),
       .run = figure_3},
      {.name = "fig4",
       .title = "data without a unigram signal (4a)",
       .shows = "two states, mixtures of balance 0, 1/2 and 1, evaluated on uniform rows",
       .options = options(),
       .run = figure_4},
      {.name = "fig5",
       .title = "the hierarchy of trigrams",
       .shows = "three states, three heads: unigrams, bigrams, trigrams",
       .options = options(),
       .run = figure_5},
      {.name = "fig6",
       .title = "the first two steps",
       .shows = "two states, the population gradient: lags after one step and after two",
       .options = {},
       .run = figure_6},
      {.name = "fig11",
       .title = "chains of other laws",
       .shows = "three states: independent tokens and doubly stochastic chains along training",
       .options = options(),
       .run = figure_11},
      {.name = "fig12",
       .title = "the same on two states",
       .shows = "two states, 128,000 examples: divergence from the strategies, switch to bigrams",
       .options = options(),
       .run = figure_12},
      {.name = "fig13",
       .title = "one layer",
       .shows = "three states, one layer: never below the unigram line",
       .options = options(),
       .run = figure_13}};
}

}  // namespace lemmascope::evolution
