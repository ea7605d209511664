// What `lemmascope train` offers for this paper: the authors' experiments, one a study, at a size
// of one's own. `compute topic-training` runs those at the authors' size beside recorded numbers.
#include <algorithm>

#include "properties/catalogue/curve_run.hpp"
#include "properties/compute/usual_options.hpp"
#include "sim/topic/topic_training.hpp"
#include "theory/numeric/require.hpp"
#include "theory/topic/value_matrix.hpp"

namespace lemmascope::topic {
namespace {

using compute::Option;
using compute::OptionKind;
using compute::OptionValues;
using compute::whole_option;

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

Option share(std::string name, std::string help, std::string usual) {
  return compute::number_option(std::move(name), std::move(help), std::move(usual), "0", "1");
}

std::vector<Option> options_of(Study study) {
  std::vector<Option> all{whole_option("topics", "T", "10", "2", "50"),
                          whole_option("words", "v, words of a topic", "10", "1", "100"),
                          whole_option("per-document", "tau, topics of a document", "2", "1", "50"),
                          share("mask", "p_m, share of words selected", "3/20"),
                          share("correct", "p_c, selected words shown as they are", "1/10"),
                          share("random", "p_r, selected words shown as a random one", "1/10"),
                          whole_option("length", "words of a document", "100", "1", "10000"),
                          whole_option("steps", "steps of the optimiser", "1000", "1", "1000000"),
                          whole_option("batch", "documents per step", "40", "1", "4096"),
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
  all.push_back(whole_option("evaluations", "points of the curve", "20", "1", "100000"));
  all.push_back(compute::seed_option("20240222"));
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

std::vector<catalogue::CurveFigure> figures_of(Study study) {
  const auto by_class = [](const std::string& what) {
    return std::vector<std::string>{what + " same word", what + " same topic",
                                    what + " other topic"};
  };
  std::vector<catalogue::CurveFigure> all{
      {"loss", "Loss", "loss of a batch", {"batch loss"}},
      {"value", "Entries of the output table", "mean over pairs of words", by_class("value")},
      {"attention", "Attention by class of pairs", "weight per ordered pair of positions",
       by_class("attention")}};
  if (study == Study::embedding) {
    all.push_back({"embedding", "Embeddings", "mean inner product", by_class("embedding")});
  }
  return all;
}

template <Study study>
std::unique_ptr<catalogue::TrainedRun> run(const OptionValues& values,
                                           const catalogue::RunOptions& how) {
  return catalogue::run_experiment(name_of(study), TopicRunExperiment(plan_of(study, values)), how,
                                   figures_of(study));
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
