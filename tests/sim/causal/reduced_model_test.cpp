#include "sim/causal/reduced_model.hpp"

#include <gtest/gtest.h>

#include <memory>

#include "tests/sim/transformer/gradient_check.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::causal {
namespace {

struct Case {
  int states, length;
};
// Beyond 32 states tokens are no longer compared but go through memory.
const Case kCases[] = {{3, 20},  {10, 20}, {2, 5},  {17, 33}, {40, 6},
                       {3, 300}, {32, 8},  {33, 9}, {16, 16}, {5, 17}};
constexpr double kSmoothing = 1e-3;

template <class N>
sim::Definition<N> definition(int states) {
  return [=](std::span<const std::uint8_t> tokens, const std::vector<sim::DenseMatrix<N>>& blocks) {
    return reduced_output<N>(tokens, states, blocks[0], blocks[1]);
  };
}

TEST(ReducedModel, GradientEqualsComplexStepOfTheDefinition) {
  for (const Case& c : kCases) {
    std::vector<std::unique_ptr<ReducedModel<double>>> owned;
    std::vector<const sim::Model<double>*> models;
    for (const sim::InstructionSet set : sim::available_instruction_sets()) {
      owned.push_back(
          std::make_unique<ReducedModel<double>>(c.states, c.length, kSmoothing, 0.1, set));
      models.push_back(owned.back().get());
    }
    sim::expect_gradient_of_definition(models, 0.8, sim::chain_batch(c.states, c.length, 20),
                                       definition<double>(c.states),
                                       definition<sim::Complex>(c.states), kSmoothing, 40);
  }
}

TEST(ReducedModel, SinglePrecisionAgreesWithDouble) {
  for (const Case& c : kCases) {
    const sim::Batch batch = sim::chain_batch(c.states, c.length, 100);
    const ReducedModel<double> exact(c.states, c.length, kSmoothing);
    const sim::LossAndGradient expected =
        sim::by_kernel(exact, sim::random_weights(exact, 0.8), batch.view());
    for (const sim::InstructionSet set : sim::available_instruction_sets()) {
      const ReducedModel<float> model(c.states, c.length, kSmoothing, 0.01, set);
      sim::expect_float_agrees(sim::by_kernel(model, sim::random_weights(model, 0.8), batch.view()),
                               expected);
    }
  }
}

TEST(ReducedModel, ABatchIsTheSumOfItsSequences) {
  for (const sim::InstructionSet set : sim::available_instruction_sets()) {
    sim::expect_sum_over_sequences(ReducedModel<double>(4, 9, kSmoothing, 0.1, set),
                                   sim::chain_batch(4, 9, 34), 0.8);
  }
}

TEST(ReducedModel, StaysExactWhenScoresAreFarBeyondWhatSinglePrecisionExponentiates) {
  constexpr double kScale = 60;
  const sim::Batch batch = sim::chain_batch(10, 20, 100);
  const ReducedModel<double> exact(10, 20, kSmoothing);
  const sim::LossAndGradient expected =
      sim::by_kernel(exact, sim::random_weights(exact, kScale), batch.view());
  for (const sim::InstructionSet set : sim::available_instruction_sets()) {
    const ReducedModel<float> model(10, 20, kSmoothing, 0.01, set);
    sim::expect_float_agrees(
        sim::by_kernel(model, sim::random_weights(model, kScale), batch.view()), expected,
        64 * kScale * 0x1p-24);
  }
}

TEST(ReducedModel, WithoutSmoothingATokenThatNeverOccursCostsAFiniteLoss) {
  sim::Batch batch = sim::chain_batch(5, 6, 16);
  std::fill(batch.tokens.begin(), batch.tokens.end(), std::uint8_t{0});
  for (const sim::InstructionSet set : sim::available_instruction_sets()) {
    const ReducedModel<float> model(5, 6, 0, 0.01, set);
    const sim::LossAndGradient found =
        sim::by_kernel(model, sim::random_weights(model, 0.5), batch.view());
    EXPECT_TRUE(std::isfinite(found.loss));
    EXPECT_GT(found.loss, 16);  // labels put weight on tokens of probability zero
    EXPECT_TRUE(std::isfinite(found.largest()));
  }
}

TEST(ReducedModel, GradientHasTheInvariantsOfTheTheory) {
  const ReducedModel<double> model(4, 9, 0.01);
  const auto weights = sim::random_weights(model, 0.5);
  const sim::LossAndGradient found =
      sim::by_kernel(model, weights, sim::chain_batch(4, 9, 64).view());
  for (const sim::WeightBlock& block : model.blocks()) {
    const std::vector<double> g = dense<double>(block, found.gradient);
    for (int i = 0; i < block.rows; ++i) {
      double sum = 0;
      for (int j = 0; j < block.columns; ++j)
        sum += g[static_cast<std::size_t>(i * block.columns + j)];
      // Each row of both gradients sums to zero: softmax rows and f are invariant under shifts. 64
      // sequences of nine terms each were rounded.
      EXPECT_LE(std::abs(sum), 64 * 9 * 0x1p-53 * found.largest()) << block.name << " " << i;
    }
  }
  EXPECT_EQ(found.gradient[0], 0.0);  // the first position attends to itself whatever its weight
}

TEST(ReducedModel, StartsFromAScaledIdentity) {
  const ReducedModel<float> model(3, 5, 0.01, 0.25);
  std::vector<float> weights(static_cast<std::size_t>(model.storage()), 7.0f);
  model.initialise(weights, {});
  EXPECT_EQ(dense<float>(model.blocks()[0], weights), std::vector<float>(25, 0.0f));
  EXPECT_EQ(dense<float>(model.blocks()[1], weights),
            (std::vector<float>{0.25f, 0, 0, 0, 0.25f, 0, 0, 0, 0.25f}));
}

TEST(ReducedModel, PaddingOfTheGradientIsZero) {
  const ReducedModel<float> model(10, 20, kSmoothing);
  sim::expect_zero_padding(model, sim::by_kernel(model, sim::random_weights(model, 0.5),
                                                 sim::chain_batch(10, 20, 30).view()));
}

TEST(ReducedModel, RefusesANegativeSmoothing) {
  EXPECT_THROW(ReducedModel<float>(3, 5, -0.1), PreconditionError);
}

}  // namespace
}  // namespace lemmascope::causal
