// The models written as their definitions, densely and one sequence at a time, over any number
// type. Slow on purpose: gradients of the fast kernels are checked against complex-step derivatives
// of these.
#pragma once

#include <cmath>
#include <complex>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "theory/numeric/require.hpp"

namespace lemmascope::sim {

/// A dense matrix over any number type.
template <class N>
struct DenseMatrix {
  DenseMatrix() = default;
  DenseMatrix(int rows_, int columns_)
      : rows(rows_),
        columns(columns_),
        entries(static_cast<std::size_t>(rows_) * static_cast<std::size_t>(columns_), N(0)) {}

  N& operator()(int i, int j) { return entries[at(i, j)]; }
  const N& operator()(int i, int j) const { return entries[at(i, j)]; }

  int rows = 0;
  int columns = 0;
  std::vector<N> entries;

 private:
  std::size_t at(int i, int j) const {
    return static_cast<std::size_t>(i) * static_cast<std::size_t>(columns) +
           static_cast<std::size_t>(j);
  }
};

template <class N>
DenseMatrix<N> product(const DenseMatrix<N>& a, const DenseMatrix<N>& b) {
  require(a.columns == b.rows, fmt::format("expected {} rows, found {}", a.columns, b.rows));
  DenseMatrix<N> c(a.rows, b.columns);
  for (int i = 0; i < a.rows; ++i) {
    for (int k = 0; k < a.columns; ++k) {
      for (int j = 0; j < b.columns; ++j) c(i, j) += a(i, k) * b(k, j);
    }
  }
  return c;
}

template <class N>
DenseMatrix<N> transposed(const DenseMatrix<N>& a) {
  DenseMatrix<N> t(a.columns, a.rows);
  for (int i = 0; i < a.rows; ++i) {
    for (int j = 0; j < a.columns; ++j) t(j, i) = a(i, j);
  }
  return t;
}

/// Replaces the first `keys` entries of a row by their softmax and the others by zero. No maximum
/// is subtracted: complex numbers have none, and test weights are small.
template <class N>
void softmax_row(DenseMatrix<N>& m, int row, int keys) {
  using std::exp;
  N sum(0);
  for (int j = 0; j < keys; ++j) {
    m(row, j) = exp(m(row, j));
    sum += m(row, j);
  }
  for (int j = 0; j < m.columns; ++j) m(row, j) = j < keys ? m(row, j) / sum : N(0);
}

/// softmax(mask(H A H^T)) H.
template <class N>
DenseMatrix<N> attend(const DenseMatrix<N>& h, const DenseMatrix<N>& a) {
  DenseMatrix<N> pattern = product(product(h, a), transposed(h));
  for (int i = 0; i < pattern.rows; ++i) softmax_row(pattern, i, i + 1);
  return product(pattern, h);
}

/// [one-hot token, one-hot position].
template <class N>
DenseMatrix<N> one_hot_rows(std::span<const std::uint8_t> tokens, int states) {
  const int length = static_cast<int>(tokens.size());
  DenseMatrix<N> h(length, states + length);
  for (int i = 0; i < length; ++i) {
    h(i, tokens[static_cast<std::size_t>(i)]) = N(1);
    h(i, states + i) = N(1);
  }
  return h;
}

/// softmax(h_T W) of the disentangled transformer with the given attention matrices, [layer][head],
/// and the transposed read-out W (width x states): one probability for each state.
template <class N>
std::vector<N> disentangled_output(std::span<const std::uint8_t> tokens, int states,
                                   const std::vector<std::vector<DenseMatrix<N>>>& attention,
                                   const DenseMatrix<N>& read_out) {
  DenseMatrix<N> h = one_hot_rows<N>(tokens, states);
  for (const auto& layer : attention) {
    std::vector<DenseMatrix<N>> parts{h};
    for (const DenseMatrix<N>& head : layer) parts.push_back(attend(h, head));
    DenseMatrix<N> next(h.rows, h.columns * static_cast<int>(parts.size()));
    for (int p = 0; p < static_cast<int>(parts.size()); ++p) {
      for (int i = 0; i < h.rows; ++i) {
        for (int j = 0; j < h.columns; ++j) {
          next(i, p * h.columns + j) = parts[static_cast<std::size_t>(p)](i, j);
        }
      }
    }
    h = std::move(next);
  }
  DenseMatrix<N> last(1, h.columns);
  for (int j = 0; j < h.columns; ++j) last(0, j) = h(h.rows - 1, j);
  DenseMatrix<N> logits = product(last, read_out);
  softmax_row(logits, 0, states);
  return logits.entries;
}

/// f = X^T S(S(mask A1) X A2^T x_T), the reduced model.
template <class N>
std::vector<N> reduced_output(std::span<const std::uint8_t> tokens, int states,
                              const DenseMatrix<N>& a1, const DenseMatrix<N>& a2) {
  const int length = static_cast<int>(tokens.size());
  DenseMatrix<N> first = a1;
  for (int i = 0; i < length; ++i) softmax_row(first, i, i + 1);
  const int query = tokens.back();
  DenseMatrix<N> scores(1, length);
  for (int i = 0; i < length; ++i) {
    for (int j = 0; j <= i; ++j) {
      scores(0, i) += first(i, j) * a2(query, tokens[static_cast<std::size_t>(j)]);
    }
  }
  softmax_row(scores, 0, length);
  std::vector<N> f(static_cast<std::size_t>(states), N(0));
  for (int i = 0; i < length; ++i) f[tokens[static_cast<std::size_t>(i)]] += scores(0, i);
  return f;
}

/// The weights of the standard transformer with one head per layer and a three-matrix ReLU network.
template <class N>
struct MlpWeights {
  DenseMatrix<N> token, position;
  struct Layer {
    DenseMatrix<N> a, v, m1, m2, m3;
  };
  std::vector<Layer> layers;
  DenseMatrix<N> read_out;
};

/// Zero below zero; the sign of a complex number is that of its real part, as a complex step needs.
template <class N>
N rectified(const N& x) {
  using std::real;
  return real(x) > 0 ? x : N(0);
}

/// softmax(x_T W) with x <- x + relu(relu(y V M1) M2) M3, y = attn(x; A), from embedded tokens.
template <class N>
std::vector<N> mlp_output(std::span<const std::uint8_t> tokens, const MlpWeights<N>& weights) {
  const int length = static_cast<int>(tokens.size());
  DenseMatrix<N> x(length, weights.token.columns);
  for (int i = 0; i < length; ++i) {
    for (int j = 0; j < x.columns; ++j) {
      x(i, j) = weights.token(tokens[static_cast<std::size_t>(i)], j) + weights.position(i, j);
    }
  }
  for (const auto& layer : weights.layers) {
    DenseMatrix<N> h = product(product(attend(x, layer.a), layer.v), layer.m1);
    for (N& entry : h.entries) entry = rectified(entry);
    h = product(h, layer.m2);
    for (N& entry : h.entries) entry = rectified(entry);
    h = product(h, layer.m3);
    for (std::size_t k = 0; k < x.entries.size(); ++k) x.entries[k] += h.entries[k];
  }
  DenseMatrix<N> last(1, x.columns);
  for (int j = 0; j < x.columns; ++j) last(0, j) = x(length - 1, j);
  DenseMatrix<N> logits = product(last, weights.read_out);
  softmax_row(logits, 0, logits.columns);
  return logits.entries;
}

/// - sum_s y_s log(f_s + smoothing).
template <class N>
N cross_entropy(std::span<const double> label, std::span<const N> output, double smoothing = 0) {
  using std::log;
  N loss(0);
  for (std::size_t s = 0; s < label.size(); ++s) {
    if (label[s] > 0) loss -= N(label[s]) * log(output[s] + N(smoothing));
  }
  return loss;
}

}  // namespace lemmascope::sim
