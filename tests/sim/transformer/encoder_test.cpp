#include "sim/transformer/encoder.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <complex>

#include "sim/transformer/encoder_reference.hpp"
#include "tests/sim/transformer/encoder_check.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::sim {
namespace {

using Complex = std::complex<double>;

template <class N>
std::vector<DenseMatrix<N>> dense_blocks(const Encoder<double>& encoder,
                                         const std::vector<double>& weights) {
  std::vector<DenseMatrix<N>> blocks;
  for (const WeightBlock& block : encoder.blocks()) {
    DenseMatrix<N> m(block.rows, block.columns);
    const std::vector<double> entries = dense<double>(block, weights);
    std::copy(entries.begin(), entries.end(), m.entries.begin());
    blocks.push_back(std::move(m));
  }
  return blocks;
}

std::span<const std::uint8_t> row(const std::vector<std::uint8_t>& all, int b, int each) {
  return {all.data() + b * each, static_cast<std::size_t>(each)};
}

template <class N>
N loss_by_definition(const EncoderSizes& sizes, const std::vector<DenseMatrix<N>>& blocks,
                     const EncoderSequences& batch) {
  N loss(0);
  for (int b = 0; b < batch.count; ++b) {
    loss += encoder_loss<N>(encoder_logits<N>(sizes, row(batch.tokens, b, sizes.length), blocks),
                            row(batch.targets, b, sizes.reads()));
  }
  return loss;
}

double largest(const std::vector<double>& values) {
  double most = 0;
  for (const double v : values) most = std::max(most, std::abs(v));
  return most;
}

TEST(Encoder, LogitsAreThoseOfTheDefinition) {
  for (const EncoderCase& c : encoder_cases()) {
    const EncoderSequences batch = some_sequences(c.sizes, 19);
    for (const InstructionSet set : available_instruction_sets()) {
      const Encoder<double> encoder(c.sizes, set);
      const std::vector<double> weights = some_weights(encoder);
      AlignedBuffer<double> arena(static_cast<std::size_t>(encoder.arena_size()));
      const std::vector<double> found = encoder.logits(weights.data(), arena.data(), batch.tokens);
      const auto blocks = dense_blocks<double>(encoder, weights);
      std::size_t at = 0;
      for (int b = 0; b < batch.count; ++b) {
        const auto expected =
            encoder_logits<double>(c.sizes, row(batch.tokens, b, c.sizes.length), blocks);
        for (const double value : expected.entries) {
          // A few layers of sums of some dozen terms of order one.
          EXPECT_LE(std::abs(found[at++] - value), 1e-12 * largest(expected.entries))
              << c.name << " " << to_text(set) << " " << b;
        }
      }
      EXPECT_EQ(at, found.size());
    }
  }
}

TEST(Encoder, GradientEqualsComplexStepOfTheDefinition) {
  for (const EncoderCase& c : encoder_cases()) {
    const EncoderSequences batch = some_sequences(c.sizes, 17);
    std::vector<EncoderGradient> found;
    const Encoder<double> encoder(c.sizes);
    const std::vector<double> weights = some_weights(encoder);
    for (const InstructionSet set : available_instruction_sets()) {
      found.push_back(by_encoder(Encoder<double>(c.sizes, set), weights, batch.view()));
    }
    auto blocks = dense_blocks<Complex>(encoder, weights);
    const double loss = loss_by_definition<Complex>(c.sizes, blocks, batch).real();
    for (const auto& f : found) EXPECT_LE(std::abs(f.loss - loss), 1e-12 * loss) << c.name;
    const std::vector<WeightBlock> layout = encoder.blocks();
    for (std::size_t n = 0; n < blocks.size(); ++n) {
      Stream pick({1, 1, Purpose::probe}, n);
      for (int probe = 0; probe < 3; ++probe) {
        const auto k = pick.next_below(static_cast<std::uint32_t>(blocks[n].entries.size()));
        blocks[n].entries[k] += Complex(0, 1e-30);
        const double expected = loss_by_definition<Complex>(c.sizes, blocks, batch).imag() * 1e30;
        blocks[n].entries[k] -= Complex(0, 1e-30);
        for (const auto& f : found) {
          // 1e-12 of the largest entry: the accuracy the project states for double.
          EXPECT_LE(std::abs(f.gradient[static_cast<std::size_t>(layout[n].offset) + k] - expected),
                    1e-12 * largest(f.gradient))
              << c.name << " " << layout[n].name << " " << k;
        }
      }
    }
  }
}

TEST(Encoder, SinglePrecisionAgreesWithDouble) {
  for (const EncoderCase& c : encoder_cases()) {
    const EncoderSequences batch = some_sequences(c.sizes, 40);
    const Encoder<double> exact(c.sizes);
    const EncoderGradient expected = by_encoder(exact, some_weights(exact), batch.view());
    for (const InstructionSet set : available_instruction_sets()) {
      const Encoder<float> encoder(c.sizes, set);
      const EncoderGradient found = by_encoder(encoder, some_weights(encoder), batch.view());
      EXPECT_LE(std::abs(found.loss - expected.loss), 1e-5 * expected.loss) << c.name;
      for (std::size_t k = 0; k < found.gradient.size(); ++k) {
        EXPECT_LE(std::abs(found.gradient[k] - expected.gradient[k]),
                  1e-5 * largest(expected.gradient))
            << c.name << " " << k;
      }
    }
  }
}

// None is dropped and none counted twice, on both sides of a whole chunk of 16.
TEST(Encoder, ABatchIsTheSumOfItsSequences) {
  const EncoderSizes sizes = encoder_cases()[3].sizes;
  const EncoderSequences all = some_sequences(sizes, 34);
  for (const InstructionSet set : available_instruction_sets()) {
    const Encoder<double> encoder(sizes, set);
    const std::vector<double> weights = some_weights(encoder);
    EncoderGradient sum{0, std::vector<double>(static_cast<std::size_t>(encoder.storage()))};
    for (int count = 1; count <= all.count; ++count) {
      const auto one = by_encoder(encoder, weights, all.part(sizes, count - 1, 1).view());
      sum.loss += one.loss;
      for (std::size_t k = 0; k < sum.gradient.size(); ++k) sum.gradient[k] += one.gradient[k];
      const auto together = by_encoder(encoder, weights, all.part(sizes, 0, count).view());
      EXPECT_LE(std::abs(together.loss - sum.loss), 1e-12 * (1 + sum.loss)) << count;
      for (std::size_t k = 0; k < sum.gradient.size(); ++k) {
        EXPECT_LE(std::abs(together.gradient[k] - sum.gradient[k]), 1e-12 * largest(sum.gradient))
            << count;
      }
    }
  }
}

TEST(Encoder, StartsNearTheUniformPrediction) {
  const EncoderSizes sizes = encoder_cases()[0].sizes;
  const Encoder<float> encoder(sizes);
  std::vector<float> weights(static_cast<std::size_t>(encoder.storage()));
  encoder.initialise(weights, {1, 2, Purpose::initial_parameters});
  const EncoderSequences batch = some_sequences(sizes, 400);
  const auto targets = std::count_if(batch.targets.begin(), batch.targets.end(),
                                     [](std::uint8_t t) { return t != kNoTarget; });
  // Logits of variance one over two classes: the mean of ln(1 + e^u), u of variance two, is 0.86.
  const double mean =
      by_encoder(encoder, weights, batch.view()).loss / static_cast<double>(targets);
  EXPECT_GE(mean, std::log(2.0));
  EXPECT_LE(mean, 2 * std::log(2.0));
}

TEST(Encoder, HeadsWithoutQueriesHaveNoBlocksForThem) {
  const auto names = [](const EncoderSizes& sizes) {
    std::vector<std::string> all;
    for (const WeightBlock& block : Encoder<float>(sizes).blocks()) all.push_back(block.name);
    return all;
  };
  const EncoderSizes hard = encoder_cases()[4].sizes;
  const std::vector<std::string> expected{"token",    "position",      "value_0",  "value_bias_0",
                                          "output_0", "output_bias_0", "hidden_0", "hidden_bias_0",
                                          "down_0",   "down_bias_0",   "read_out", "read_out_bias"};
  EXPECT_EQ(names(hard), expected);
}

TEST(Encoder, RefusesSizesThatNoEncoderHas) {
  const EncoderSizes good = encoder_cases()[0].sizes;
  EXPECT_NO_THROW(Encoder<float>{good});
  const auto refused = [&good](auto change) {
    EncoderSizes sizes = good;
    change(sizes);
    EXPECT_THROW(Encoder<float>{sizes}, PreconditionError);
  };
  refused([](EncoderSizes& s) { s.width = 33; });
  refused([](EncoderSizes& s) { s.classes = 201; });
  refused([](EncoderSizes& s) { s.first_read = s.length; });
  refused([](EncoderSizes& s) { s.heads = 0; });
  refused([](EncoderSizes& s) { s.patterns[0] = HeadPattern::same_token; });
  AlignedBuffer<float> arena(1);
  EXPECT_THROW(
      Encoder<float>(good).logits(arena.data(), arena.data(), std::vector<std::uint8_t>(5)),
      PreconditionError);
}

}  // namespace
}  // namespace lemmascope::sim
