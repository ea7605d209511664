// Checks a model's hand-written gradient against complex-step derivatives of its dense definition.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <complex>
#include <functional>
#include <numeric>
#include <vector>

#include "sim/causal/sampler.hpp"
#include "sim/cpu/aligned_buffer.hpp"
#include "sim/cpu/flush_to_zero.hpp"
#include "sim/cpu/instruction_set.hpp"
#include "sim/transformer/dense_reference.hpp"
#include "sim/transformer/model.hpp"
#include "theory/markov/causal_graph.hpp"

namespace lemmascope::sim {

using Complex = std::complex<double>;

inline Batch chain_batch(int states, int length, int count) {
  causal::RowLaw law;
  law.concentration = 0.3;
  const causal::Task task =
      causal::Task::in_context_tree(markov::CausalForest::chain(length - 1), states, law);
  return causal::Sampler(task).draw({5, 0, Purpose::probe}, 0, count);
}

/// Normal weights, rounded to single precision so that float and double models compute from the
/// same numbers.
template <class F>
std::vector<F> random_weights(const Model<F>& model, double scale) {
  std::vector<F> weights(static_cast<std::size_t>(model.storage()), F(0));
  std::uint64_t index = 0;
  for (const WeightBlock& block : model.blocks()) {
    Stream stream({9, 0, Purpose::initial_parameters}, index++);
    std::vector<F> entries;
    for (int k = 0; k < block.rows * block.columns; ++k) {
      entries.push_back(static_cast<F>(static_cast<float>(scale * stream.next_normal())));
    }
    place<F>(block, entries, weights);
  }
  return weights;
}

struct LossAndGradient {
  double loss = 0;
  std::vector<double> gradient;

  double largest() const {
    double value = 0;
    for (const double g : gradient) value = std::max(value, std::abs(g));
    return value;
  }
};

template <class F>
LossAndGradient by_kernel(const Model<F>& model, const std::vector<F>& weights,
                          const BatchView& batch) {
  AlignedBuffer<F> arena(static_cast<std::size_t>(model.arena_size()));
  AlignedBuffer<F> gradient(static_cast<std::size_t>(model.storage()));
  const FlushToZero flush;
  model.prepare(weights.data(), arena.data());
  LossAndGradient out;
  // A gradient overwrites what was there, and leaves nothing behind for the next.
  std::fill(gradient.data(), gradient.data() + model.storage(), F(7));
  model.accumulate(weights.data(), arena.data(), batch, gradient.data());
  const std::vector<F> first(gradient.data(), gradient.data() + model.storage());
  out.loss = model.accumulate(weights.data(), arena.data(), batch, gradient.data());
  EXPECT_TRUE(std::equal(first.begin(), first.end(), gradient.data()));
  out.gradient.assign(gradient.data(), gradient.data() + model.storage());
  EXPECT_EQ(model.accumulate(weights.data(), arena.data(), batch, nullptr), out.loss);
  return out;
}

/// The output probabilities of one sequence by definition, from dense blocks in the model's order.
template <class N>
using Definition = std::function<std::vector<N>(std::span<const std::uint8_t>,
                                                const std::vector<DenseMatrix<N>>&)>;

inline std::vector<double> label_in_double(const BatchView& batch, int b) {
  const auto label = batch.label(b);
  std::vector<double> y(label.begin(), label.end());
  const double sum = std::accumulate(y.begin(), y.end(), 0.0);
  for (double& value : y) value /= sum;
  return y;
}

template <class N>
N defined_loss(const Definition<N>& output, const std::vector<DenseMatrix<N>>& blocks,
               const BatchView& batch, double smoothing) {
  N loss(0);
  for (int b = 0; b < batch.count; ++b) {
    const std::vector<N> f = output(batch.sequence(b), blocks);
    loss += cross_entropy<N>(label_in_double(batch, b), f, smoothing);
  }
  return loss;
}

template <class N>
std::vector<DenseMatrix<N>> dense_blocks(const Model<double>& model,
                                         std::span<const double> weights) {
  std::vector<DenseMatrix<N>> blocks;
  for (const WeightBlock& block : model.blocks()) {
    DenseMatrix<N> m(block.rows, block.columns);
    const std::vector<double> entries = dense<double>(block, weights);
    std::copy(entries.begin(), entries.end(), m.entries.begin());
    blocks.push_back(std::move(m));
  }
  return blocks;
}

/// Every model must be the same function on each instruction set: all are compared with one
/// definition at `probes` entries of each block.
inline void expect_gradient_of_definition(const std::vector<const Model<double>*>& models,
                                          double scale, const Batch& batch,
                                          const Definition<double>& real,
                                          const Definition<Complex>& complex, double smoothing,
                                          int probes) {
  const Model<double>& first = *models.front();
  const std::vector<double> weights = random_weights(first, scale);
  const double loss =
      defined_loss<double>(real, dense_blocks<double>(first, weights), batch.view(), smoothing);
  std::vector<LossAndGradient> found;
  for (const Model<double>* model : models) {
    found.push_back(by_kernel(*model, weights, batch.view()));
    // A loss is a sum of a few hundred rounded terms of order one.
    EXPECT_LE(std::abs(found.back().loss - loss), 1024 * 0x1p-53 * std::abs(loss));
  }
  std::vector<DenseMatrix<Complex>> blocks = dense_blocks<Complex>(first, weights);
  const std::vector<WeightBlock> layout = first.blocks();
  for (std::size_t n = 0; n < blocks.size(); ++n) {
    Stream pick({1, 1, Purpose::probe}, n);
    for (int probe = 0; probe < probes; ++probe) {
      const int i = static_cast<int>(pick.next_below(static_cast<std::uint32_t>(layout[n].rows)));
      const int j =
          static_cast<int>(pick.next_below(static_cast<std::uint32_t>(layout[n].columns)));
      // Complex step: exact to rounding, since the square of the step is far below one unit.
      blocks[n](i, j) += Complex(0, 1e-30);
      const double expected =
          defined_loss<Complex>(complex, blocks, batch.view(), smoothing).imag() * 1e30;
      blocks[n](i, j) -= Complex(0, 1e-30);
      const auto at =
          static_cast<std::size_t>(layout[n].offset + std::ptrdiff_t{i} * layout[n].stride + j);
      for (const LossAndGradient& f : found) {
        // 1e-12 of the largest entry: the accuracy the project states for double.
        EXPECT_LE(std::abs(f.gradient[at] - expected), 1e-12 * f.largest())
            << layout[n].name << " " << i << " " << j;
      }
    }
  }
}

/// 1e-5 of the largest entry: the accuracy the project states for float.
inline void expect_float_agrees(const LossAndGradient& found, const LossAndGradient& expected,
                                double relative = 1e-5) {
  EXPECT_LE(std::abs(found.loss - expected.loss), 1e-5 * std::abs(expected.loss));
  const double largest = expected.largest();
  for (std::size_t k = 0; k < found.gradient.size(); ++k) {
    EXPECT_LE(std::abs(found.gradient[k] - expected.gradient[k]), relative * largest) << k;
  }
}

/// A batch is the sum of its sequences, one at a time, for every number of sequences around whole
/// chunks of 16: none is dropped, none counted twice. Sums of `count` terms in double.
inline void expect_sum_over_sequences(const Model<double>& model, const Batch& batch,
                                      double scale) {
  const std::vector<double> weights = random_weights(model, scale);
  LossAndGradient sum;
  sum.gradient.assign(static_cast<std::size_t>(model.storage()), 0.0);
  for (int count = 1; count <= batch.count; ++count) {
    const LossAndGradient one = by_kernel(model, weights, batch.view().part(count - 1, 1));
    sum.loss += one.loss;
    for (std::size_t k = 0; k < sum.gradient.size(); ++k) sum.gradient[k] += one.gradient[k];
    if (count % 16 > 1 && count % 16 < 15) continue;
    const LossAndGradient all = by_kernel(model, weights, batch.view().part(0, count));
    EXPECT_LE(std::abs(all.loss - sum.loss), 1e-12 * std::abs(sum.loss)) << count;
    for (std::size_t k = 0; k < sum.gradient.size(); ++k) {
      EXPECT_LE(std::abs(all.gradient[k] - sum.gradient[k]), 1e-12 * sum.largest()) << count;
    }
  }
}

/// Zeroes the blocks and expects nothing to be left.
template <class F>
void expect_zero_padding(const Model<F>& model, LossAndGradient found) {
  for (const WeightBlock& block : model.blocks()) {
    for (int i = 0; i < block.rows; ++i) {
      for (int j = 0; j < block.columns; ++j) {
        found.gradient[static_cast<std::size_t>(block.offset + std::ptrdiff_t{i} * block.stride +
                                                j)] = 0;
      }
    }
  }
  EXPECT_EQ(found.largest(), 0.0);
}

}  // namespace lemmascope::sim
