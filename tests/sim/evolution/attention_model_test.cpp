// The attention-only transformer's kernels against its definition and complex steps of it.
#include "sim/evolution/attention_model.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <complex>

#include "sim/cpu/aligned_buffer.hpp"
#include "sim/evolution/attention_training.hpp"
#include "sim/train/trainer.hpp"
#include "sim/transformer/dense_reference.hpp"
#include "theory/evolution/constructions.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::evolution {
namespace {

using Complex = std::complex<double>;
using sim::DenseMatrix;

/// One head and several, lengths and widths on both sides of whole tiles.
std::vector<AttentionSizes> all_sizes() {
  return {{3, 13, 16, 2, 1, 16}, {2, 9, 6, 1, 1, 6}, {4, 10, 12, 2, 3, 5}, {2, 2, 5, 3, 2, 4}};
}

template <class N>
DenseMatrix<N> plus(DenseMatrix<N> x, const DenseMatrix<N>& y) {
  for (std::size_t e = 0; e < x.entries.size(); ++e) x.entries[e] += y.entries[e];
  return x;
}

/// What a layer adds, by its definition; `blocks` are its query, key, value, distances and, with
/// several heads, its output.
template <class N>
DenseMatrix<N> added(const AttentionSizes& s, const DenseMatrix<N>& x,
                     const DenseMatrix<N>* blocks) {
  const DenseMatrix<N> q = product(x, blocks[0]), k = product(x, blocks[1]),
                       v = product(x, blocks[2]);
  const DenseMatrix<N>& r = blocks[3];
  DenseMatrix<N> out(x.rows, s.inner());
  for (int h = 0; h < s.heads; ++h) {
    DenseMatrix<N> p(x.rows, x.rows);
    const int first = h * s.head_width, end = first + s.head_width;
    for (int i = 0; i < x.rows; ++i) {
      for (int j = 0; j <= i; ++j) {
        for (int f = first; f < end; ++f) p(i, j) += (q(i, f) + r(i - j, f)) * k(j, f);
        p(i, j) /= N(std::sqrt(static_cast<double>(s.head_width)));
      }
      softmax_row(p, i, i + 1);
      for (int j = 0; j <= i; ++j) {
        for (int f = first; f < end; ++f) out(i, f) += p(i, j) * v(j, f);
      }
    }
  }
  return s.heads > 1 ? product(out, blocks[4]) : out;
}

template <class N>
DenseMatrix<N> logits_by_definition(const AttentionSizes& s, const std::uint8_t* tokens,
                                    const std::vector<DenseMatrix<N>>& blocks) {
  DenseMatrix<N> x(s.length, s.width);
  for (int i = 0; i < s.length; ++i) {
    for (int f = 0; f < s.width; ++f) x(i, f) = blocks[0](tokens[i], f);
  }
  const int each = s.heads > 1 ? 5 : 4;
  for (int l = 0; l < s.layers; ++l) x = plus(x, added(s, x, blocks.data() + 1 + l * each));
  return product(x, blocks.back());
}

template <class N>
N loss_by_definition(const AttentionSizes& s, const std::vector<std::uint8_t>& tokens,
                     const std::vector<DenseMatrix<N>>& blocks) {
  using std::log;
  N loss(0);
  for (std::size_t begin = 0; begin < tokens.size();
       begin += static_cast<std::size_t>(s.length + 1)) {
    DenseMatrix<N> z = logits_by_definition(s, tokens.data() + begin, blocks);
    for (int i = 0; i < s.length; ++i) {
      softmax_row(z, i, s.states);
      loss -= log(z(i, tokens[begin + static_cast<std::size_t>(i) + 1]));
    }
  }
  return loss;
}

std::vector<std::uint8_t> some_tokens(const AttentionSizes& s, int count) {
  std::vector<std::uint8_t> tokens;
  sim::Stream stream({3, 0, sim::Purpose::probe}, 0);
  for (int n = 0; n < count * (s.length + 1); ++n) {
    tokens.push_back(
        static_cast<std::uint8_t>(stream.next_below(static_cast<std::uint32_t>(s.states))));
  }
  return tokens;
}

/// Rounded to single precision, so that both precisions compute from the same numbers.
std::vector<double> some_weights(const AttentionModel<double>& model) {
  std::vector<double> weights(static_cast<std::size_t>(model.storage()));
  model.initialise(weights, {4, 0, sim::Purpose::initial_parameters}, 1.2);
  for (double& weight : weights) weight = static_cast<float>(weight);
  return weights;
}

template <class N>
std::vector<DenseMatrix<N>> dense_blocks(const AttentionModel<double>& model,
                                         const std::vector<double>& weights) {
  std::vector<DenseMatrix<N>> blocks;
  for (const sim::WeightBlock& block : model.blocks()) {
    DenseMatrix<N> m(block.rows, block.columns);
    const std::vector<double> entries = sim::dense<double>(block, weights);
    std::copy(entries.begin(), entries.end(), m.entries.begin());
    blocks.push_back(std::move(m));
  }
  return blocks;
}

struct Found {
  double loss = 0;
  std::vector<double> gradient;
};

template <class F>
Found by_kernel(const AttentionSizes& sizes, sim::InstructionSet set, const std::vector<double>& at,
                const std::vector<std::uint8_t>& tokens) {
  const AttentionModel<F> model(sizes, set);
  sim::AlignedBuffer<F> arena(static_cast<std::size_t>(model.arena_size()));
  const std::vector<F> weights(at.begin(), at.end());
  std::vector<F> gradient(weights.size(), F(7));  // to be overwritten
  const int count = static_cast<int>(tokens.size()) / (sizes.length + 1);
  Found found;
  found.loss = model.accumulate(weights.data(), arena.data(), {tokens.data(), count, nullptr},
                                gradient.data());
  found.gradient.assign(gradient.begin(), gradient.end());
  return found;
}

double largest(const std::vector<double>& values) {
  double most = 0;
  for (const double v : values) most = std::max(most, std::abs(v));
  return most;
}

TEST(AttentionModel, LossAndGradientAreThoseOfTheDefinition) {
  for (const AttentionSizes& sizes : all_sizes()) {
    const AttentionModel<double> model(sizes);
    const auto tokens = some_tokens(sizes, 18);
    const auto weights = some_weights(model);
    auto blocks = dense_blocks<Complex>(model, weights);
    const double loss = loss_by_definition<Complex>(sizes, tokens, blocks).real();
    std::vector<Found> doubles, floats;
    for (const sim::InstructionSet set : sim::available_instruction_sets()) {
      doubles.push_back(by_kernel<double>(sizes, set, weights, tokens));
      floats.push_back(by_kernel<float>(sizes, set, weights, tokens));
      EXPECT_LE(std::abs(doubles.back().loss - loss), 1e-12 * loss) << to_text(sizes);
      EXPECT_LE(std::abs(floats.back().loss - loss), 1e-5 * loss) << to_text(sizes);
    }
    const auto layout = model.blocks();
    for (std::size_t n = 0; n < blocks.size(); ++n) {
      sim::Stream pick({1, 1, sim::Purpose::probe}, n);
      for (int probe = 0; probe < 4; ++probe) {
        const auto k = pick.next_below(static_cast<std::uint32_t>(blocks[n].entries.size()));
        blocks[n].entries[k] += Complex(0, 1e-30);
        const double expected = loss_by_definition<Complex>(sizes, tokens, blocks).imag() * 1e30;
        blocks[n].entries[k] -= Complex(0, 1e-30);
        const auto at = static_cast<std::size_t>(layout[n].offset) + k;
        for (std::size_t set = 0; set < doubles.size(); ++set) {
          // What the project states for double and for float.
          EXPECT_LE(std::abs(doubles[set].gradient[at] - expected),
                    1e-12 * largest(doubles[set].gradient))
              << to_text(sizes) << " " << layout[n].name << " " << k;
          EXPECT_LE(std::abs(floats[set].gradient[at] - expected),
                    1e-5 * largest(doubles[set].gradient))
              << to_text(sizes) << " " << layout[n].name << " " << k;
        }
      }
    }
  }
}

// None is dropped and none counted twice, on both sides of a whole chunk of 16.
TEST(AttentionModel, ABatchIsTheSumOfItsSequences) {
  const AttentionSizes sizes = all_sizes()[1];
  const AttentionModel<double> model(sizes);
  const auto weights = some_weights(model);
  const auto all = some_tokens(sizes, 34);
  for (const sim::InstructionSet set : sim::available_instruction_sets()) {
    std::vector<double> sum(weights.size(), 0.0);
    for (int count = 1; count <= 34; ++count) {
      const auto at = [&](int b) { return all.begin() + b * (sizes.length + 1); };
      const auto one = by_kernel<double>(sizes, set, weights, {at(count - 1), at(count)});
      for (std::size_t n = 0; n < sum.size(); ++n) sum[n] += one.gradient[n];
      if (count % 16 > 1 && count % 16 < 15) continue;
      const auto together = by_kernel<double>(sizes, set, weights, {at(0), at(count)});
      for (std::size_t n = 0; n < sum.size(); ++n) {
        EXPECT_LE(std::abs(together.gradient[n] - sum[n]), 1e-12 * largest(sum)) << count;
      }
    }
  }
}

// Proposition 2.2 put into the weights: width 3 k, scale c, blocks one-hot, copied and read.
TEST(AttentionModel, HoldsTheConstructionOfBigrams) {
  const int k = 2, d = 6, t = 9;
  const double c = 20;
  const AttentionSizes sizes{k, t, d, 2, 1, d};
  const AttentionModel<double> model(sizes);
  std::vector<double> weights(static_cast<std::size_t>(model.storage()), 0.0);
  const auto layout = model.blocks();
  const auto entry = [&](const char* name, int i, int j) -> double& {
    for (const sim::WeightBlock& block : layout) {
      if (block.name == name)
        return weights[static_cast<std::size_t>(block.offset + i * block.stride + j)];
    }
    return weights[0];
  };
  for (int s = 0; s < k; ++s) {
    entry("token", s, s) = 1;
    entry("value_0", s, k + s) = 1;
    entry("query_1", s, s) = c;
    entry("key_1", k + s, s) = 1;
    entry("value_1", s, 2 * k + s) = 1;
    entry("read_out", 2 * k + s, s) = 1;
  }
  for (int f = 0; f < d; ++f) {
    entry("relative_0", 1, f) = 1;
    entry("key_0", f, f) = c;
  }
  const auto tokens = some_tokens(sizes, 5);
  sim::AlignedBuffer<double> arena(static_cast<std::size_t>(model.arena_size()));
  std::vector<double> last(5 * k);
  model.last(weights.data(), arena.data(), {tokens.data(), 5, nullptr}, last.data());
  for (int b = 0; b < 5; ++b) {
    const Tokens x(tokens.begin() + b * (t + 1), tokens.begin() + b * (t + 1) + t);
    const Matrix<double> expected = copied_frequencies_by_counts<double>(x, k, c);
    for (int i = 0; i < k; ++i) {
      EXPECT_LE(std::abs(last[static_cast<std::size_t>(b * k + i)] - expected(t - 1, i)), 1e-13);
    }
  }
}

TEST(AttentionTraining, TrainsToTheSameBitsOnOneThreadAndOnTwo) {
  AttentionPlan plan;
  plan.of.law.length = 12;
  plan.of.steps = 6;
  plan.of.evaluate_every = 3;
  plan.of.evaluation_sequences = 140;
  plan.of.optimiser.kind = sim::OptimiserKind::adam;
  plan.of.optimiser.learning_rate = 1e-2;
  const AttentionExperiment<float> experiment(plan);
  sim::Trainer<float> one(experiment, 1), two(experiment, 2);
  one.advance(6);
  two.advance(6);
  EXPECT_EQ(sim::signature(one.weights()), sim::signature(two.weights()));
  EXPECT_EQ(one.curve(), two.curve());
}

TEST(AttentionModel, RefusesSizesThatItHasNot) {
  EXPECT_THROW(AttentionModel<float>({3, 10, 16, 2, 1, 8}), PreconditionError);
  EXPECT_THROW(AttentionModel<float>({1, 10, 16, 2, 1, 16}), PreconditionError);
  EXPECT_THROW(AttentionModel<float>({3, 10, 16, 0, 1, 16}), PreconditionError);
}

}  // namespace
}  // namespace lemmascope::evolution
