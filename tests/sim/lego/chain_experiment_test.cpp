#include "sim/lego/chain_experiment.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "sim/train/trainer.hpp"
#include "sim/transformer/encoder_reference.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::lego {
namespace {

ChainPlan small_plan() {
  ChainPlan plan{{}, {group_by_name("z2"), 3, 4}};
  plan.supervised = 2;
  plan.width = 16;
  plan.hidden = 16;
  plan.layers = plan.heads = 2;
  plan.steps = 6;
  plan.batch = 48;
  plan.evaluate_every = 6;
  plan.evaluation_size = 40;
  return plan;
}

/// The answers of the encoder as its definition has it, and the loss over supervised variables.
struct ByDefinition {
  std::vector<Element> answers;  // by variable
  double loss = 0;
};

ByDefinition by_definition(const ChainExperiment<double>& experiment,
                           const std::vector<double>& weights, const DrawnSentence& drawn) {
  const ChainPlan& plan = experiment.chain_plan();
  std::vector<sim::DenseMatrix<double>> blocks;
  for (const sim::WeightBlock& block : experiment.blocks()) {
    sim::DenseMatrix<double> m(block.rows, block.columns);
    m.entries = sim::dense<double>(block, weights);
    blocks.push_back(std::move(m));
  }
  std::vector<std::uint8_t> tokens(static_cast<std::size_t>(plan.law.length()));
  write_tokens(plan.law, drawn, tokens.data());
  auto logits = sim::encoder_logits<double>(encoder_sizes(plan), tokens, blocks);
  const std::vector<Element> values = values_by_clauses(drawn.sentence, plan.law.group);
  ByDefinition out{std::vector<Element>(values.size()), 0};
  for (int place = 0; place < plan.law.clauses; ++place) {
    const auto v =
        static_cast<std::size_t>(drawn.sentence[static_cast<std::size_t>(place)].variable);
    out.answers[v] = logits(place, 1) > logits(place, 0) ? 1 : 0;
    sim::softmax_row(logits, place, 2);
    if (static_cast<int>(v) < plan.supervised) out.loss -= std::log(logits(place, values[v]));
  }
  return out;
}

TEST(ChainExperiment, ItsNumbersAreSharesOfAnswersByDefinition) {
  const ChainPlan plan = small_plan();
  const ChainExperiment<double> experiment(plan);
  sim::Trainer<double> trainer(experiment);
  trainer.advance(plan.steps);
  const std::vector<double> weights(trainer.weights().begin(), trainer.weights().end());
  const sim::StreamKey key{plan.seed, plan.run, sim::Purpose::evaluation_set};
  double loss = 0;
  std::vector<double> right(5);  // x1, x2, x3, on branches, changed
  for (std::uint64_t k = 0; k < 40; ++k) {
    const DrawnSentence drawn = draw_sentence(plan.law, key, k);
    const auto values = values_by_clauses(drawn.sentence, plan.law.group);
    const ByDefinition found = by_definition(experiment, weights, drawn);
    loss += found.loss;
    for (std::size_t v = 0; v < 3; ++v) right[v] += found.answers[v] == values[v] ? 1 : 0;
    const DrawnSentence branch = branched(drawn);
    right[3] += by_definition(experiment, weights, branch).answers[2] ==
                        values_by_clauses(branch.sentence, plan.law.group)[2]
                    ? 1
                    : 0;
    sim::Stream pairs({plan.seed, plan.run, sim::Purpose::probe}, k);
    const int i = static_cast<int>(pairs.next_below(3)),
              j = 1 + static_cast<int>(pairs.next_below(2));
    const auto exchanged = by_definition(experiment, weights, swapped(drawn, i, (i + j) % 3));
    right[4] += exchanged.answers[2] != found.answers[2] ? 1 : 0;
  }
  const std::vector<double> numbers = trainer.curve().back().numbers;
  EXPECT_EQ(experiment.numbers(),
            (std::vector<std::string>{"test loss", "accuracy x1", "accuracy x2", "accuracy x3",
                                      "accuracy on branches", "changed by swaps"}));
  EXPECT_LE(std::abs(numbers[0] - loss / (40 * 2)), 1e-12 * numbers[0]);
  for (std::size_t k = 0; k < right.size(); ++k) EXPECT_EQ(numbers[k + 1], right[k] / 40) << k;
}

TEST(ChainExperiment, TrainsToTheSameBitsOnOneThreadAndOnTwo) {
  const ChainExperiment<float> experiment(small_plan());
  sim::Trainer<float> one(experiment, 1), two(experiment, 2);
  one.advance(6);
  two.advance(6);
  EXPECT_EQ(sim::signature(one.weights()), sim::signature(two.weights()));
  EXPECT_EQ(one.curve(), two.curve());
}

TEST(ChainExperiment, FewerVariablesSupervisedLeaveTheOthersWithoutALoss) {
  ChainPlan plan = small_plan();
  const auto gradient_at_start = [&plan](int supervised) {
    plan.supervised = supervised;
    const ChainExperiment<double> experiment(plan);
    sim::Trainer<double> trainer(experiment);
    std::vector<double> gradient;
    const double loss = trainer.batch_gradient(0, gradient);
    return std::pair(loss * supervised, gradient);
  };
  const auto one = gradient_at_start(1), all = gradient_at_start(3);
  EXPECT_LT(one.first, all.first);
  EXPECT_NE(one.second, all.second);
}

TEST(ChainExperiment, LearnsTheFirstVariableFirst) {
  ChainPlan plan = small_plan();
  plan.supervised = 3;
  plan.steps = plan.evaluate_every = 150;
  plan.rate = 8e-3;
  plan.evaluation_size = 256;
  const ChainExperiment<float> experiment(plan);
  sim::Trainer<float> trainer(experiment);
  trainer.advance(plan.steps);
  const std::vector<double>& numbers = trainer.curve().back().numbers;
  EXPECT_GE(numbers[1], 0.95);
  EXPECT_LT(numbers[3], numbers[1]);
}

TEST(ChainExperiment, RefusesPlansThatDoNotFit) {
  const auto refused = [](auto change) {
    ChainPlan plan = small_plan();
    change(plan);
    EXPECT_THROW(ChainExperiment<float>{plan}, PreconditionError);
  };
  refused([](ChainPlan& p) { p.law.clauses = 2; });
  refused([](ChainPlan& p) { p.law.alphabet = 2; });
  refused([](ChainPlan& p) { p.supervised = 4; });
  refused([](ChainPlan& p) { p.batch = 40; });
  refused([](ChainPlan& p) { p.heads = 3; });
  refused([](ChainPlan& p) { p.evaluation_size = 0; });
}

}  // namespace
}  // namespace lemmascope::lego
