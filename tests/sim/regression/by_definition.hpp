// Linear self-attention token by token, for real and complex weights: what the kernels are compared
// with.
#pragma once

#include <vector>

#include "sim/regression/linear_attention.hpp"
#include "sim/regression/tasks.hpp"

namespace lemmascope::sim {

template <class N>
using Column = std::vector<N>;

/// A dense e x e matrix at `rows` times v.
template <class N>
Column<N> dense_times(const N* rows, const Column<N>& v) {
  Column<N> product(v.size(), N(0));
  for (std::size_t i = 0; i < v.size(); ++i) {
    for (std::size_t j = 0; j < v.size(); ++j) product[i] += rows[i * v.size() + j] * v[j];
  }
  return product;
}

template <class N>
N dot(const Column<N>& a, const Column<N>& b) {
  N sum(0);
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

/// e_j + sum_h sum_i P W_V e_i (W_K e_i)^T (W_Q e_j) for each token, i over all but the last.
template <class N>
std::vector<Column<N>> after_layer(const std::vector<Column<N>>& tokens, const N* weights,
                                   int heads) {
  const std::size_t e = tokens.front().size();
  std::vector<Column<N>> after = tokens;
  for (int h = 0; h < heads; ++h, weights += 4 * e * e) {
    for (std::size_t j = 0; j < tokens.size(); ++j) {
      const Column<N> query = dense_times(weights, tokens[j]);
      Column<N> read(e, N(0));
      for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
        const N score = dot(dense_times(weights + e * e, tokens[i]), query);
        const Column<N> value = dense_times(weights + 2 * e * e, tokens[i]);
        for (std::size_t k = 0; k < e; ++k) read[k] += value[k] * score;
      }
      const Column<N> moved = dense_times(weights + 3 * e * e, read);
      for (std::size_t k = 0; k < e; ++k) after[j][k] += moved[k];
    }
  }
  return after;
}

/// Minus the y-entry of the query's token after all layers.
template <class N>
N predicted(const AttentionSizes& sizes, const std::vector<N>& weights, const DrawnTask& task) {
  std::vector<Column<N>> tokens;
  for (const auto& x : task.examples) {
    tokens.emplace_back(x.begin(), x.end());
    tokens.back().push_back(N(dot(x, task.map)));
  }
  tokens.emplace_back(task.query.begin(), task.query.end());
  tokens.back().push_back(N(0));
  const std::ptrdiff_t layer = 4 * sizes.matrix() * sizes.heads;
  for (int l = 0; l < sizes.layers; ++l) {
    tokens = after_layer(tokens, weights.data() + (sizes.looped ? 0 : l * layer), sizes.heads);
  }
  return -tokens.back().back();
}

/// (prediction - w^T x)^2 / 2.
template <class N>
N half_loss_of(const AttentionSizes& sizes, const std::vector<N>& weights, const DrawnTask& task) {
  const N error = predicted(sizes, weights, task) - N(dot(task.query, task.map));
  return error * error * N(0.5);
}

}  // namespace lemmascope::sim
