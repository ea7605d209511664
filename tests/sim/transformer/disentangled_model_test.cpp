#include "sim/transformer/disentangled_model.hpp"

#include <gtest/gtest.h>

#include <memory>

#include "tests/sim/transformer/gradient_check.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::sim {
namespace {

struct Case {
  int states, length, heads;
  double scale;
};

// Up to 8 states tables take one segment, up to 16 two; up to 32 tokens are compared, beyond they
// go through memory. Lengths with and without remainders of 4, of 5 and of 8. Both sides of each.
const Case kCases[] = {{3, 20, 1, 0.7},  {10, 20, 1, 0.7}, {5, 32, 2, 0.5}, {5, 32, 3, 0.5},
                       {4, 7, 3, 0.6},   {20, 9, 2, 0.5},  {2, 33, 1, 0.7}, {40, 6, 2, 0.5},
                       {16, 2, 1, 0.7},  {8, 8, 1, 0.5},   {9, 9, 1, 0.5},  {16, 15, 2, 0.5},
                       {17, 16, 1, 0.5}, {32, 17, 1, 0.4}, {33, 10, 1, 0.4}};

template <class N>
Definition<N> definition(int states, int heads) {
  return [=](std::span<const std::uint8_t> tokens, const std::vector<DenseMatrix<N>>& blocks) {
    const auto first = static_cast<std::ptrdiff_t>(heads);
    const std::vector<std::vector<DenseMatrix<N>>> attention{
        {blocks.begin(), blocks.begin() + first}, {blocks[static_cast<std::size_t>(heads)]}};
    return disentangled_output<N>(tokens, states, attention, blocks.back());
  };
}

TEST(DisentangledModel, GradientEqualsComplexStepOfTheDefinition) {
  for (const Case& c : kCases) {
    std::vector<std::unique_ptr<DisentangledModel<double>>> owned;
    std::vector<const Model<double>*> models;
    for (const InstructionSet set : available_instruction_sets()) {
      owned.push_back(
          std::make_unique<DisentangledModel<double>>(c.states, c.length, c.heads, 0, set));
      models.push_back(owned.back().get());
    }
    expect_gradient_of_definition(models, c.scale, chain_batch(c.states, c.length, 2),
                                  definition<double>(c.states, c.heads),
                                  definition<Complex>(c.states, c.heads), 0, 12);
  }
}

TEST(DisentangledModel, SinglePrecisionAgreesWithDouble) {
  for (const Case& c : kCases) {
    const Batch batch = chain_batch(c.states, c.length, 100);
    const DisentangledModel<double> exact(c.states, c.length, c.heads);
    const LossAndGradient expected = by_kernel(exact, random_weights(exact, c.scale), batch.view());
    for (const InstructionSet set : available_instruction_sets()) {
      const DisentangledModel<float> model(c.states, c.length, c.heads, 0, set);
      expect_float_agrees(by_kernel(model, random_weights(model, c.scale), batch.view()), expected);
    }
  }
}

TEST(DisentangledModel, StaysExactWhenScoresSpanMoreThanSinglePrecisionCanMultiply) {
  const Case c{10, 20, 1, 0.3};
  const Batch batch = chain_batch(c.states, c.length, 40);
  for (const double scale : {15.0, 60.0}) {  // ranges of four entries far beyond e^87
    const DisentangledModel<double> exact(c.states, c.length, c.heads);
    std::vector<double> weights = random_weights(exact, c.scale);
    const WeightBlock a1 = exact.blocks().front();
    const std::vector<double> wide = random_weights(exact, scale);
    place<double>(a1, dense<double>(a1, wide), weights);
    const LossAndGradient expected = by_kernel(exact, weights, batch.view());
    const std::vector<float> single(weights.begin(), weights.end());
    for (const InstructionSet set : available_instruction_sets()) {
      const DisentangledModel<float> model(c.states, c.length, c.heads, 0, set);
      // A score of size 4 * scale has that many units of 2^-24 of absolute error before it is
      // exponentiated.
      expect_float_agrees(by_kernel(model, single, batch.view()), expected,
                          std::max(1e-5, 64 * scale * 0x1p-24));
    }
  }
}

TEST(DisentangledModel, StaysExactWhenTheSecondLayerAndTheOutputAreWide) {
  const Batch batch = chain_batch(10, 20, 40);
  constexpr double kScale = 60;  // scores and logits far beyond what single precision exponentiates
  for (const std::size_t wide_block : {1u, 2u}) {  // A2, W
    const DisentangledModel<double> exact(10, 20, 1);
    std::vector<double> weights = random_weights(exact, 0.3);
    const WeightBlock block = exact.blocks()[wide_block];
    const std::vector<double> wide = random_weights(exact, kScale);
    place<double>(block, dense<double>(block, wide), weights);
    const LossAndGradient expected = by_kernel(exact, weights, batch.view());
    const std::vector<float> single(weights.begin(), weights.end());
    for (const InstructionSet set : available_instruction_sets()) {
      const DisentangledModel<float> model(10, 20, 1, 0, set);
      expect_float_agrees(by_kernel(model, single, batch.view()), expected,
                          std::max(1e-5, 64 * kScale * 0x1p-24));
    }
  }
}

/// A softmax row does not change when all its scores rise together; tables that are exponentiated
/// must not overflow by it.
TEST(DisentangledModel, RowsOfScoresMayBeShifted) {
  const Batch batch = chain_batch(10, 20, 40);
  for (const InstructionSet set : available_instruction_sets()) {
    const DisentangledModel<float> model(10, 20, 1, 0, set);
    std::vector<float> weights = random_weights(model, 0.5);
    const double loss = by_kernel(model, weights, batch.view()).loss;
    const WeightBlock a1 = model.blocks().front();
    std::vector<float> shifted = dense<float>(a1, weights);
    for (float& score : shifted) score += 60;  // four of them make one score
    place<float>(a1, shifted, weights);
    const double found = by_kernel(model, weights, batch.view()).loss;
    // Adding 60 rounds a score to a unit of 2^-18.
    EXPECT_LE(std::abs(found - loss), 0x1p-16 * loss) << to_text(set);
  }
}

TEST(DisentangledModel, PaddingOfTheGradientIsZero) {
  for (const Case& c : kCases) {
    const DisentangledModel<float> model(c.states, c.length, c.heads);
    const auto weights = random_weights(model, c.scale);
    expect_zero_padding(model,
                        by_kernel(model, weights, chain_batch(c.states, c.length, 50).view()));
  }
}

TEST(DisentangledModel, ABatchIsTheSumOfItsSequences) {
  for (const InstructionSet set : available_instruction_sets()) {
    expect_sum_over_sequences(DisentangledModel<double>(5, 9, 2, 0, set), chain_batch(5, 9, 34),
                              0.5);
  }
}

TEST(DisentangledModel, NothingFlowsToLaterPositions) {
  for (const Case& c : kCases) {
    const DisentangledModel<double> model(c.states, c.length, c.heads);
    const auto weights = random_weights(model, c.scale);
    const LossAndGradient found =
        by_kernel(model, weights, chain_batch(c.states, c.length, 50).view());
    const WeightBlock a1 = model.blocks().front();
    const std::vector<double> gradient = dense<double>(a1, found.gradient);
    for (int l = 0; l < c.length; ++l) {
      for (int m = l + 1; m < c.length; ++m) {
        const int at = (c.states + l) * a1.columns + c.states + m;
        EXPECT_EQ(gradient[static_cast<std::size_t>(at)], 0.0) << l << " " << m;
      }
    }
  }
}

TEST(DisentangledModel, RefusesBatchesOfAnotherShape) {
  const DisentangledModel<float> model(3, 20, 1);
  const std::vector<float> weights(static_cast<std::size_t>(model.storage()));
  AlignedBuffer<float> arena(static_cast<std::size_t>(model.arena_size()));
  EXPECT_THROW(model.accumulate(weights.data(), arena.data(), Batch(4, 19, 3).view(), nullptr),
               PreconditionError);
  EXPECT_THROW(DisentangledModel<float>(3, 1, 1), PreconditionError);
  EXPECT_THROW(DisentangledModel<float>(3, 20, 0), PreconditionError);
}

TEST(PositionAttention, IsUniformOverEarlierPositionsForZeroWeights) {
  const std::vector<double> a1(7 * 7, 0.0);
  const std::vector<double> attention = position_attention<double>(a1, 3, 4);
  for (int i = 0; i < 4; ++i) {
    for (int j = 0; j < 4; ++j) {
      EXPECT_EQ(attention[static_cast<std::size_t>(4 * i + j)], j <= i ? 1.0 / (i + 1) : 0.0);
    }
  }
}

}  // namespace
}  // namespace lemmascope::sim
