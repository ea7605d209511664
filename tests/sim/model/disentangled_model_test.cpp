#include "sim/model/disentangled_model.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <complex>
#include <numeric>

#include "sim/cpu/aligned_buffer.hpp"
#include "sim/cpu/flush_to_zero.hpp"
#include "sim/data/sampler.hpp"
#include "sim/model/dense_reference.hpp"
#include "theory/markov/causal_graph.hpp"

namespace lemmascope::sim {
namespace {

using Complex = std::complex<double>;

struct Case {
  int states, length, heads;
  double scale;
};

Batch sample(const Case& c, int count) {
  RowLaw law;
  law.concentration = 0.3;
  const Task task = Task::in_context_tree(markov::CausalForest::chain(c.length - 1), c.states, law);
  return Sampler(task).draw({5, 0, Purpose::probe}, 0, count);
}

template <class F>
std::vector<F> random_weights(const DisentangledModel<F>& model, double scale) {
  std::vector<F> weights(static_cast<std::size_t>(model.storage()), F(0));
  std::uint64_t index = 0;
  for (const WeightBlock& block : model.blocks()) {
    Stream stream({9, 0, Purpose::initial_parameters}, index++);
    std::vector<F> dense_block;
    for (int k = 0; k < block.rows * block.columns; ++k) {
      // Rounded to single precision so that float and double train from the same numbers.
      dense_block.push_back(static_cast<F>(static_cast<float>(scale * stream.next_normal())));
    }
    place<F>(block, dense_block, weights);
  }
  return weights;
}

std::vector<double> label_in_double(const BatchView& batch, int b) {
  const auto label = batch.label(b);
  std::vector<double> y(label.begin(), label.end());
  const double sum = std::accumulate(y.begin(), y.end(), 0.0);
  for (double& value : y) value /= sum;
  return y;
}

template <class N>
DenseMatrix<N> matrix(const WeightBlock& block, std::span<const double> weights) {
  DenseMatrix<N> m(block.rows, block.columns);
  for (int i = 0; i < block.rows; ++i) {
    for (int j = 0; j < block.columns; ++j) {
      m(i, j) =
          N(weights[static_cast<std::size_t>(block.offset + std::ptrdiff_t{i} * block.stride + j)]);
    }
  }
  return m;
}

struct LossAndGradient {
  double loss = 0;
  std::vector<double> gradient;
};

template <class F>
LossAndGradient by_kernel(const DisentangledModel<F>& model, const std::vector<F>& weights,
                          const BatchView& batch) {
  AlignedBuffer<F> arena(static_cast<std::size_t>(model.arena_size()));
  AlignedBuffer<F> gradient(static_cast<std::size_t>(model.storage()));
  const FlushToZero flush;
  model.prepare(weights.data(), arena.data());
  LossAndGradient out;
  out.loss = model.accumulate(weights.data(), arena.data(), batch, gradient.data());
  out.gradient.assign(gradient.data(), gradient.data() + model.storage());
  const double alone = model.accumulate(weights.data(), arena.data(), batch, nullptr);
  EXPECT_EQ(alone, out.loss);
  return out;
}

/// The summed loss from the definition; one weight may be perturbed.
template <class N>
N dense_loss(const DisentangledModel<double>& model, std::span<const double> weights,
             const BatchView& batch, int block_number, int entry, N step) {
  const std::vector<WeightBlock> blocks = model.blocks();
  std::vector<DenseMatrix<N>> m;
  for (const WeightBlock& block : blocks) m.push_back(matrix<N>(block, weights));
  if (block_number >= 0) {
    m[static_cast<std::size_t>(block_number)].entries[static_cast<std::size_t>(entry)] += step;
  }
  std::vector<std::vector<DenseMatrix<N>>> attention(2);
  for (int k = 0; k < model.heads(); ++k) attention[0].push_back(m[static_cast<std::size_t>(k)]);
  attention[1].push_back(m[m.size() - 2]);
  N loss(0);
  for (int b = 0; b < batch.count; ++b) {
    const auto f = disentangled_output<N>(batch.sequence(b), batch.states, attention, m.back());
    loss += cross_entropy<N>(label_in_double(batch, b), f);
  }
  return loss;
}

const Case kCases[] = {{3, 20, 1, 0.7}, {10, 20, 1, 0.7}, {5, 32, 2, 0.5},
                       {4, 7, 3, 0.6},  {20, 9, 2, 0.5},  {2, 33, 1, 0.7}};

TEST(DisentangledModel, GradientEqualsComplexStepOfTheDefinition) {
  for (const Case& c : kCases) {
    const Batch batch = sample(c, 3);
    for (const InstructionSet set : available_instruction_sets()) {
      const DisentangledModel<double> model(c.states, c.length, c.heads, 0, set);
      const auto weights = random_weights(model, c.scale);
      const LossAndGradient found = by_kernel(model, weights, batch.view());
      const double loss = dense_loss<double>(model, weights, batch.view(), -1, 0, 0.0);
      // A loss is a sum of a few hundred rounded terms of order one.
      EXPECT_LE(std::abs(found.loss - loss), 1024 * 0x1p-53 * std::abs(loss)) << to_text(set);
      double largest = 0;
      for (const double g : found.gradient) largest = std::max(largest, std::abs(g));
      const auto blocks = model.blocks();
      for (int n = 0; n < static_cast<int>(blocks.size()); ++n) {
        const WeightBlock& block = blocks[static_cast<std::size_t>(n)];
        Stream pick({1, 1, Purpose::probe}, static_cast<std::uint64_t>(n));
        for (int probe = 0; probe < 25; ++probe) {
          const int i = static_cast<int>(pick.next_below(static_cast<std::uint32_t>(block.rows)));
          const int j =
              static_cast<int>(pick.next_below(static_cast<std::uint32_t>(block.columns)));
          // Complex step: exact to rounding, the step's square is far below one unit.
          const double expected = dense_loss<Complex>(model, weights, batch.view(), n,
                                                      i * block.columns + j, Complex(0, 1e-30))
                                      .imag() *
                                  1e30;
          const double g = found.gradient[static_cast<std::size_t>(
              block.offset + std::ptrdiff_t{i} * block.stride + j)];
          // 1e-12 of the largest entry: the accuracy the project states for double.
          EXPECT_LE(std::abs(g - expected), 1e-12 * largest)
              << to_text(set) << " " << block.name << " " << i << " " << j;
        }
      }
    }
  }
}

TEST(DisentangledModel, SinglePrecisionAgreesWithDouble) {
  for (const Case& c : kCases) {
    const Batch batch = sample(c, 100);
    const DisentangledModel<double> exact(c.states, c.length, c.heads);
    const LossAndGradient expected = by_kernel(exact, random_weights(exact, c.scale), batch.view());
    double largest = 0;
    for (const double g : expected.gradient) largest = std::max(largest, std::abs(g));
    for (const InstructionSet set : available_instruction_sets()) {
      const DisentangledModel<float> model(c.states, c.length, c.heads, 0, set);
      const LossAndGradient found = by_kernel(model, random_weights(model, c.scale), batch.view());
      EXPECT_LE(std::abs(found.loss - expected.loss), 1e-5 * expected.loss);
      for (std::size_t k = 0; k < found.gradient.size(); ++k) {
        // 1e-5 of the largest entry: the accuracy the project states for float.
        EXPECT_LE(std::abs(found.gradient[k] - expected.gradient[k]), 1e-5 * largest)
            << to_text(set) << " " << k;
      }
    }
  }
}

TEST(DisentangledModel, StaysExactWhenScoresSpanMoreThanSinglePrecisionCanMultiply) {
  const Case c{10, 20, 1, 0.7};
  const Batch batch = sample(c, 40);
  for (const double scale : {15.0, 60.0}) {  // ranges of four entries far beyond e^87
    const DisentangledModel<double> exact(c.states, c.length, c.heads);
    auto double_weights = random_weights(exact, 0.3);
    const WeightBlock a1 = exact.blocks().front();
    const DisentangledModel<double> wide(c.states, c.length, c.heads, scale);
    std::vector<double> scaled(double_weights.size());
    wide.initialise(scaled, {3, 0, Purpose::initial_parameters});
    for (std::ptrdiff_t k = 0; k < a1.rows * a1.stride; ++k) {
      const auto at = static_cast<std::size_t>(a1.offset + k);
      double_weights[at] = static_cast<double>(static_cast<float>(scaled[at]));
    }
    const LossAndGradient expected = by_kernel(exact, double_weights, batch.view());
    const std::vector<float> weights(double_weights.begin(), double_weights.end());
    double largest = 0;
    for (const double g : expected.gradient) largest = std::max(largest, std::abs(g));
    for (const InstructionSet set : available_instruction_sets()) {
      const LossAndGradient found = by_kernel(
          DisentangledModel<float>(c.states, c.length, c.heads, 0, set), weights, batch.view());
      for (std::size_t k = 0; k < found.gradient.size(); ++k) {
        // A score of size 4 * scale has that many units of 2^-24 of absolute error before it is
        // exponentiated.
        EXPECT_LE(std::abs(found.gradient[k] - expected.gradient[k]),
                  std::max(1e-5, 64 * scale * 0x1p-24) * largest)
            << to_text(set) << " " << scale << " " << k;
      }
    }
  }
}

TEST(DisentangledModel, PaddingOfTheGradientIsZero) {
  const Case c{3, 20, 2, 0.7};
  const DisentangledModel<float> model(c.states, c.length, c.heads);
  LossAndGradient found = by_kernel(model, random_weights(model, c.scale), sample(c, 50).view());
  for (const WeightBlock& block : model.blocks()) {
    for (int i = 0; i < block.rows; ++i) {
      for (int j = 0; j < block.columns; ++j) {
        found.gradient[static_cast<std::size_t>(block.offset + std::ptrdiff_t{i} * block.stride +
                                                j)] = 0;
      }
    }
  }
  for (const double g : found.gradient) EXPECT_EQ(g, 0.0);
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

}  // namespace
}  // namespace lemmascope::sim
