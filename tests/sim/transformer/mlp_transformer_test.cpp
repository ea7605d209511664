#include "sim/transformer/mlp_transformer.hpp"

#include <gtest/gtest.h>

#include <memory>

#include "tests/sim/transformer/gradient_check.hpp"

namespace lemmascope::sim {
namespace {

struct Case {
  int states, length;
};
// Both sides of whole segments of 8, of 32 compared states, and of tiles of rows.
const Case kCases[] = {{10, 20}, {3, 6}, {2, 7}, {8, 8}, {9, 9}, {32, 16}, {33, 17}};

template <class N>
Definition<N> definition() {
  return [](std::span<const std::uint8_t> tokens, const std::vector<DenseMatrix<N>>& blocks) {
    MlpWeights<N> weights;
    weights.token = blocks[0];
    weights.position = blocks[1];
    for (std::size_t layer = 0; layer < 2; ++layer) {
      const std::size_t at = 2 + 5 * layer;
      weights.layers.push_back(
          {blocks[at], blocks[at + 1], blocks[at + 2], blocks[at + 3], blocks[at + 4]});
    }
    weights.read_out = blocks.back();
    return mlp_output<N>(tokens, weights);
  };
}

TEST(MlpTransformer, GradientEqualsComplexStepOfTheDefinition) {
  for (const Case& c : kCases) {
    std::vector<std::unique_ptr<MlpTransformer<double>>> owned;
    std::vector<const Model<double>*> models;
    for (const InstructionSet set : available_instruction_sets()) {
      owned.push_back(std::make_unique<MlpTransformer<double>>(c.states, c.length, set));
      models.push_back(owned.back().get());
    }
    expect_gradient_of_definition(models, 0.3, chain_batch(c.states, c.length, 10),
                                  definition<double>(), definition<Complex>(), 0, 6);
  }
}

TEST(MlpTransformer, SinglePrecisionAgreesWithDouble) {
  for (const Case& c : kCases) {
    const Batch batch = chain_batch(c.states, c.length, 30);
    const MlpTransformer<double> exact(c.states, c.length);
    const LossAndGradient expected = by_kernel(exact, random_weights(exact, 0.2), batch.view());
    for (const InstructionSet set : available_instruction_sets()) {
      const MlpTransformer<float> model(c.states, c.length, set);
      expect_float_agrees(by_kernel(model, random_weights(model, 0.2), batch.view()), expected);
    }
  }
}

TEST(MlpTransformer, ABatchIsTheSumOfItsSequences) {
  for (const InstructionSet set : available_instruction_sets()) {
    expect_sum_over_sequences(MlpTransformer<double>(4, 7, set), chain_batch(4, 7, 34), 0.3);
  }
}

TEST(MlpTransformer, StartsAtTheUniformPrediction) {
  const MlpTransformer<float> model(3, 6);
  std::vector<float> weights(static_cast<std::size_t>(model.storage()));
  model.initialise(weights, {1, 2, Purpose::initial_parameters});
  const Batch batch = chain_batch(3, 6, 16);
  // log 3 for each sequence, from labels and logarithms in single precision.
  EXPECT_LE(std::abs(by_kernel(model, weights, batch.view()).loss - 16 * std::log(3.0)),
            16 * 0x1p-20);
}

TEST(MlpTransformer, MeanAttentionStartsUniform) {
  const MlpTransformer<float> model(3, 4);
  std::vector<float> weights(static_cast<std::size_t>(model.storage()));
  model.initialise(weights, {1, 2, Purpose::initial_parameters});
  const std::vector<double> mean = model.mean_attention(weights, chain_batch(3, 4, 4).view());
  EXPECT_DOUBLE_EQ(mean[4 * 3 + 2], 0.25);
  EXPECT_EQ(mean[4 * 1 + 2], 0.0);
}

TEST(MlpTransformer, PaddingOfTheGradientIsZero) {
  const MlpTransformer<float> model(3, 6);
  expect_zero_padding(model,
                      by_kernel(model, random_weights(model, 0.3), chain_batch(3, 6, 30).view()));
}

}  // namespace
}  // namespace lemmascope::sim
