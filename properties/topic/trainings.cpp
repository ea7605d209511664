// What `lemmascope train` offers for this paper: the authors' experiments, one a study, at a size
// of one's own. `compute topic-training` runs those at the authors' size beside recorded numbers.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "properties/catalogue/curve_document.hpp"
#include "properties/catalogue/training.hpp"
#include "sim/topic/topic_training.hpp"
#include "theory/numeric/require.hpp"
#include "theory/topic/value_matrix.hpp"

namespace lemmascope::topic {
namespace {

using compute::Option;
using compute::OptionKind;
using compute::OptionValues;
using nlohmann::json;

const char* name_of(Study study) {
  switch (study) {
    case Study::value_matrix:
      return "value-matrix";
    case Study::attention:
      return "attention";
    case Study::joint:
      return "joint";
    case Study::embedding:
      break;
  }
  return "embedding";
}

Option whole(std::string name, std::string help, std::string usual, std::string least,
             std::string most) {
  return {.name = std::move(name),
          .kind = OptionKind::whole,
          .help = std::move(help),
          .usual = std::move(usual),
          .least = std::move(least),
          .most = std::move(most)};
}

Option share(std::string name, std::string help, std::string usual) {
  return {.name = std::move(name),
          .kind = OptionKind::number,
          .help = std::move(help),
          .usual = std::move(usual),
          .least = "0",
          .most = "1"};
}

std::vector<Option> options_of(Study study) {
  std::vector<Option> all{whole("topics", "T", "10", "2", "50"),
                          whole("words", "v, words of a topic", "10", "1", "100"),
                          whole("per-document", "tau, topics of a document", "2", "1", "50"),
                          share("mask", "p_m, share of words selected", "3/20"),
                          share("correct", "p_c, selected words shown as they are", "1/10"),
                          share("random", "p_r, selected words shown as a random one", "1/10"),
                          whole("length", "words of a document", "100", "1", "10000"),
                          whole("steps", "steps of the optimiser", "1000", "1", "1000000"),
                          whole("batch", "documents per step", "40", "1", "4096"),
                          {.name = "loss",
                           .kind = OptionKind::choice,
                           .help = "on selected positions",
                           .usual = "squared",
                           .choices = {"squared", "cross-entropy"}},
                          {.name = "optimiser",
                           .kind = OptionKind::choice,
                           .help = "plain descent or Adam",
                           .usual = "adam",
                           .choices = {"sgd", "adam"},
                           .aliases = {"optimizer"}},
                          {.name = "rate",
                           .kind = OptionKind::number,
                           .help = "learning rate",
                           .usual = study == Study::attention ? "1/100" : "3/1000",
                           .least = "0",
                           .above_least = true}};
  if (study == Study::attention) {
    all.push_back({.name = "value",
                   .kind = OptionKind::choice,
                   .help = "the frozen value matrix: of the infinite-length limit, or 0/1 blocks",
                   .usual = "limit",
                   .choices = {"limit", "blocks"}});
  }
  all.push_back(whole("evaluations", "points of the curve", "20", "1", "100000"));
  all.push_back({.name = "seed",
                 .kind = OptionKind::whole,
                 .help = "root seed",
                 .usual = "20240222",
                 .least = "0",
                 .most = "18446744073709551615",
                 .seeds_draws = true});
  return all;
}

TopicRunPlan plan_of(Study study, const OptionValues& given) {
  const OptionValues values = compute::with_defaults(options_of(study), given);
  const auto number = [&values](const char* name) {
    return to_double(compute::number_of(values, name));
  };
  const auto count = [&values](const char* name) { return compute::whole_of(values, name); };
  TopicRunPlan plan{.corpus = {.model = TopicParametersOf<double>(
                                   count("topics"), count("words"), count("per-document"),
                                   number("mask"), number("correct"), number("random"))}};
  plan.corpus.shortest = plan.corpus.longest = count("length");
  plan.study = study;
  plan.loss =
      compute::text_of(values, "loss") == "squared" ? TopicLoss::squared : TopicLoss::cross_entropy;
  plan.rule = compute::text_of(values, "optimiser") == "sgd" ? sim::OptimiserKind::sgd
                                                             : sim::OptimiserKind::adam;
  plan.rate = number("rate");
  plan.batch = count("batch");
  plan.steps = count("steps");
  plan.record_every = std::max(1, plan.steps / count("evaluations"));
  plan.seed = compute::seed_of(values);
  if (study == Study::attention) {
    BlockValues<double> blocks;
    blocks.same_word = blocks.same_topic = 1;
    if (compute::text_of(values, "value") == "limit") {
      blocks = limit_value_matrix(plan.corpus.model);
    }
    plan.frozen_value = block_matrix(plan.corpus.model, blocks);
  }
  return plan;
}

class Run : public catalogue::TrainedRun {
 public:
  Run(catalogue::TrainedCurve curve, Study study) : curve_(std::move(curve)), study_(study) {}

  std::uint64_t root_seed() const override { return curve_.plan.root_seed; }
  std::int64_t steps_done() const override { return curve_.steps_done; }
  std::int64_t steps() const override { return curve_.plan.steps(); }
  bool finished() const override { return curve_.finished; }
  json data() const override { return curve_json(curve_); }
  json figures(const std::string& prefix) const override {
    const auto by_class = [](const std::string& what) {
      return std::vector<std::string>{what + " same word", what + " same topic",
                                      what + " other topic"};
    };
    json all = json::array();
    all.push_back(
        curve_figure(curve_, prefix + "/loss", "Loss", "loss of a batch", {"batch loss"}));
    all.push_back(curve_figure(curve_, prefix + "/value", "Entries of the output table",
                               "mean over pairs of words", by_class("value")));
    all.push_back(curve_figure(curve_, prefix + "/attention", "Attention by class of pairs",
                               "weight per ordered pair of positions", by_class("attention")));
    if (study_ == Study::embedding) {
      all.push_back(curve_figure(curve_, prefix + "/embedding", "Embeddings", "mean inner product",
                                 by_class("embedding")));
    }
    return all;
  }
  std::vector<std::string> summary() const override { return curve_summary(curve_); }
  json values() const override { return last_values(curve_); }

 private:
  catalogue::TrainedCurve curve_;
  Study study_;
};

template <Study study>
std::unique_ptr<catalogue::TrainedRun> run(const OptionValues& values,
                                           const catalogue::RunOptions& how) {
  const TopicRunExperiment experiment(plan_of(study, values));
  if (how.begin) how.begin();
  sim::RunOptions options{how.threads, how.checkpoint, {}, how.stop};
  if (how.watch) {
    options.watch = [&how](const sim::Progress& p) { return how.watch({name_of(study), 0, 1, p}); };
  }
  sim::Trainer<double> trainer(experiment, how.threads, how.stop);
  const bool finished = run_to_end(trainer, name_of(study), options);
  if (trainer.curve().empty()) return nullptr;
  return std::make_unique<Run>(
      catalogue::TrainedCurve{name_of(study), experiment.plan(), experiment.numbers(),
                              trainer.curve(), trainer.step(), finished, trainer.seconds()},
      study);
}

template <Study study>
catalogue::Training training(std::string summary) {
  return {.name = name_of(study),
          .summary = std::move(summary),
          .options = options_of(study),
          .run = run<study>};
}

}  // namespace

std::vector<catalogue::Training> every_training() {
  return {training<Study::value_matrix>("the value matrix alone, attention frozen uniform"),
          training<Study::attention>("key and query alone, on a frozen value matrix"),
          training<Study::joint>("value, key and query together from near zero"),
          training<Study::embedding>("the embedding alone, with identity value matrix")};
}

}  // namespace lemmascope::topic
