// What `lemmascope train` offers for this paper: the simplified transformer with two attention
// layers, in stages or jointly, and the full one.
#include <fmt/format.h>

#include "properties/catalogue/curve_run.hpp"
#include "properties/ngram/training_options.hpp"

namespace lemmascope::ngram {
namespace {

std::vector<catalogue::CurveFigure> figures_of(const NgramPlan& plan) {
  std::vector<std::string> shares, attention;
  for (const LagSet& set : head_sets(plan.shape)) shares.push_back("p " + to_text(set));
  for (int h = 1; h <= plan.shape.heads; ++h) attention.push_back(fmt::format("attention {}", h));
  return {{"loss", "Loss", "mean loss of a prompt", {"train loss", "validation loss"}},
          {"selector", "Shares of the sets of heads", "p", std::move(shares)},
          {"copiers", "Attention of heads on their own lag", "attention", std::move(attention)},
          {"classifier", "Strength of the classifier", "a", {"a"}}};
}

template <bool full>
std::unique_ptr<catalogue::TrainedRun> run(const compute::OptionValues& values,
                                           const catalogue::RunOptions& how) {
  const NgramPlan plan = plan_of(values, full);
  return catalogue::run_experiment(full ? "full" : "simplified", NgramExperiment(plan), how,
                                   figures_of(plan));
}

}  // namespace

std::vector<catalogue::Training> every_training() {
  return {{.name = "simplified",
           .summary = "copiers, selector and classifier on random n-gram chains",
           .options = training_options(false),
           .run = run<false>},
          {.name = "full",
           .summary = "the same with queries, keys and values in every copier",
           .options = training_options(true),
           .run = run<true>}};
}

}  // namespace lemmascope::ngram
