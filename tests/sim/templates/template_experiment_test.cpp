#include "sim/templates/template_experiment.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "sim/train/trainer.hpp"
#include "sim/transformer/encoder_reference.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::templates {
namespace {

TemplatePlan small_plan(Asked asked = Asked::template_number) {
  TemplatePlan plan;
  plan.law = {{parse_template("aa"), parse_template("ab")}, 6};
  plan.asked = asked;
  plan.query_identity = plan.value_identity = true;
  plan.width = 12;
  plan.hidden = 10;
  plan.steps = 6;
  plan.batch = 48;
  plan.evaluate_every = 6;
  plan.evaluation_size = 40;
  return plan;
}

/// Whether the encoder as its definition has it answers a string rightly, and its loss.
std::pair<bool, double> by_definition(const TemplateExperiment<double>& experiment,
                                      const std::vector<double>& weights,
                                      const DrawnString& drawn) {
  const TemplatePlan& plan = experiment.template_plan();
  std::vector<sim::DenseMatrix<double>> blocks;
  for (const sim::WeightBlock& block : experiment.blocks()) {
    sim::DenseMatrix<double> m(block.rows, block.columns);
    m.entries = sim::dense<double>(block, weights);
    blocks.push_back(std::move(m));
  }
  const std::vector<std::uint8_t> tokens(drawn.symbols.begin(), drawn.symbols.end());
  auto logits = sim::encoder_logits<double>(encoder_sizes(plan), tokens, blocks);
  const int target = plan.asked == Asked::first_symbol ? drawn.symbols[0] : drawn.template_number;
  const auto most = std::max_element(logits.entries.begin(), logits.entries.end());
  const bool right = most - logits.entries.begin() == target;
  sim::softmax_row(logits, 0, logits.columns);
  return {right, -std::log(logits(0, target))};
}

TEST(TemplateExperiment, ItsNumbersAreSharesOfAnswersByDefinition) {
  for (const Asked asked : {Asked::template_number, Asked::first_symbol}) {
    const TemplatePlan plan = small_plan(asked);
    const TemplateExperiment<double> experiment(plan);
    sim::Trainer<double> trainer(experiment);
    trainer.advance(plan.steps);
    const std::vector<double> weights(trainer.weights().begin(), trainer.weights().end());
    const sim::StreamKey key{plan.seed, plan.run, sim::Purpose::evaluation_set};
    double loss = 0, seen = 0, unseen = 0;
    for (std::uint64_t k = 0; k < 40; ++k) {
      const auto on_seen =
          by_definition(experiment, weights, draw_string(plan.law, Pool::seen, key, 2 * k));
      const auto on_unseen =
          by_definition(experiment, weights, draw_string(plan.law, Pool::unseen, key, 2 * k + 1));
      seen += on_seen.first ? 1 : 0;
      unseen += on_unseen.first ? 1 : 0;
      loss += on_unseen.second;
    }
    const std::vector<double> numbers = trainer.curve().back().numbers;
    EXPECT_EQ(experiment.numbers(),
              (std::vector<std::string>{"test loss", "accuracy on seen symbols",
                                        "accuracy on unseen symbols"}));
    EXPECT_LE(std::abs(numbers[0] - loss / 40), 1e-12 * numbers[0]);
    EXPECT_EQ(numbers[1], seen / 40);
    EXPECT_EQ(numbers[2], unseen / 40);
  }
}

TEST(TemplateExperiment, TrainsToTheSameBitsOnOneThreadAndOnTwo) {
  const TemplateExperiment<float> experiment(small_plan());
  sim::Trainer<float> one(experiment, 1), two(experiment, 2);
  one.advance(6);
  two.advance(6);
  EXPECT_EQ(sim::signature(one.weights()), sim::signature(two.weights()));
  EXPECT_EQ(one.curve(), two.curve());
}

// What a fully connected network does, an encoder does as well: the embedding of a symbol that is
// neither read nor asked for gets no gradient.
TEST(TemplateExperiment, LeavesTheEmbeddingsOfUnseenSymbolsBitwiseUnchanged) {
  const TemplatePlan plan = small_plan();
  const TemplateExperiment<float> experiment(plan);
  std::vector<float> start(static_cast<std::size_t>(experiment.storage()));
  experiment.initialise(start);
  sim::Trainer<float> trainer(experiment);
  trainer.advance(plan.steps);
  const auto of_seen = static_cast<std::size_t>(plan.law.symbols * plan.width);
  for (std::size_t k = 0; k < of_seen; ++k) EXPECT_NE(trainer.weights()[k], start[k]) << k;
  for (std::size_t k = of_seen; k < 2 * of_seen; ++k) {
    EXPECT_EQ(trainer.weights()[k], start[k]) << k;
  }
}

TEST(TemplateExperiment, WithoutTheIdentitiesTheOtherWeightsStartTheSame) {
  TemplatePlan plan = small_plan();
  const TemplateExperiment<double> with(plan);
  plan.query_identity = plan.value_identity = false;
  const TemplateExperiment<double> without(plan);
  EXPECT_EQ(with.storage(), without.storage() + 2);
  std::vector<double> a(static_cast<std::size_t>(with.storage())),
      b(static_cast<std::size_t>(without.storage()));
  with.initialise(a);
  without.initialise(b);
  for (const sim::WeightBlock& block : without.blocks()) {
    const auto same = [&](const sim::WeightBlock& other) { return other.name == block.name; };
    const auto blocks = with.blocks();
    const auto found = std::find_if(blocks.begin(), blocks.end(), same);
    ASSERT_NE(found, blocks.end());
    EXPECT_EQ(sim::dense<double>(*found, a), sim::dense<double>(block, b)) << block.name;
  }
}

// One sample again and again is learned whatever else is: its own string has no loss left, others
// do.
TEST(TemplateExperiment, SamplesAreTheSameStringsAgainAndAgain) {
  TemplatePlan plan = small_plan();
  plan.samples = 2;
  plan.steps = plan.evaluate_every = 200;
  plan.rate = 1e-2;
  const TemplateExperiment<double> experiment(plan);
  sim::Trainer<double> trainer(experiment);
  trainer.advance(plan.steps);
  std::vector<double> gradient;
  EXPECT_LE(trainer.batch_gradient(plan.steps, gradient), 0.01);
  EXPECT_GE(trainer.curve().back().numbers[0], 0.1);
}

TEST(TemplateExperiment, RefusesPlansThatDoNotFit) {
  const auto refused = [](auto change) {
    TemplatePlan plan = small_plan();
    change(plan);
    EXPECT_THROW(TemplateExperiment<float>{plan}, PreconditionError);
  };
  refused([](TemplatePlan& p) { p.law.templates.pop_back(); });
  refused([](TemplatePlan& p) { p.batch = 40; });
  refused([](TemplatePlan& p) { p.heads = 5; });
  refused([](TemplatePlan& p) { p.samples = -1; });
  refused([](TemplatePlan& p) { p.evaluation_size = 0; });
}

}  // namespace
}  // namespace lemmascope::templates
