// The encoder written as its definition, densely and one sequence at a time, over any number type.
// Slow on purpose: the fast kernels' outputs and gradients are checked against it.
#pragma once

#include <span>
#include <vector>

#include "sim/transformer/dense_reference.hpp"
#include "sim/transformer/encoder_plan.hpp"

namespace lemmascope::sim {

/// The encoder's blocks as Encoder::blocks lists them, to be taken one after the other.
template <class N>
class BlockReader {
 public:
  explicit BlockReader(std::span<const DenseMatrix<N>> blocks) : blocks_(blocks) {}
  const DenseMatrix<N>& next() { return blocks_[at_++]; }
  std::size_t position() const { return at_; }
  void rewind(std::size_t at) { at_ = at; }

 private:
  std::span<const DenseMatrix<N>> blocks_;
  std::size_t at_ = 0;
};

/// Every row to mean 0 and variance 1.
template <class N>
DenseMatrix<N> normalised_rows(DenseMatrix<N> x) {
  using std::sqrt;
  const N width(static_cast<double>(x.columns));
  for (int i = 0; i < x.rows; ++i) {
    N mean(0), variance(0);
    for (int j = 0; j < x.columns; ++j) mean += x(i, j) / width;
    for (int j = 0; j < x.columns; ++j) variance += (x(i, j) - mean) * (x(i, j) - mean) / width;
    for (int j = 0; j < x.columns; ++j) x(i, j) = (x(i, j) - mean) / sqrt(variance + N(1e-5));
  }
  return x;
}

template <class N>
DenseMatrix<N> affine(const DenseMatrix<N>& x, const DenseMatrix<N>& map,
                      const DenseMatrix<N>& bias) {
  DenseMatrix<N> y = product(x, map);
  for (int i = 0; i < y.rows; ++i) {
    for (int j = 0; j < y.columns; ++j) y(i, j) += bias(0, j);
  }
  return y;
}

/// The attention matrix of a head that has no queries and keys.
template <class N>
DenseMatrix<N> hard_coded_pattern(std::span<const std::uint8_t> tokens, HeadPattern kind,
                                  int segment) {
  const int length = static_cast<int>(tokens.size());
  DenseMatrix<N> p(length, length);
  for (int i = 0; i < length; ++i) {
    std::vector<int> seen;
    for (int j = 0; j < length; ++j) {
      const bool same = tokens[static_cast<std::size_t>(i)] == tokens[static_cast<std::size_t>(j)];
      if (kind == HeadPattern::same_token ? same : i / segment == j / segment) seen.push_back(j);
    }
    for (const int j : seen) p(i, j) = N(1) / N(static_cast<double>(seen.size()));
  }
  return p;
}

/// The attention matrix of learned head h: softmax of q k / sqrt(head width) + a x x.
template <class N>
DenseMatrix<N> learned_pattern(const EncoderSizes& sizes, const DenseMatrix<N>& queries,
                               const DenseMatrix<N>& keys, const DenseMatrix<N>& x, const N& a,
                               int h) {
  const int length = queries.rows;
  DenseMatrix<N> p(length, length);
  for (int i = 0; i < length; ++i) {
    for (int j = 0; j < length; ++j) {
      for (int f = h * sizes.head_width(); f < (h + 1) * sizes.head_width(); ++f) {
        p(i, j) += queries(i, f) * keys(j, f);
      }
      p(i, j) /= N(std::sqrt(static_cast<double>(sizes.head_width())));
      for (int f = 0; f < x.columns; ++f) p(i, j) += a * x(i, f) * x(j, f);
    }
    softmax_row(p, i, sizes.causal ? i + 1 : length);
  }
  return p;
}

/// What the heads of one layer read of the values, side by side, and what they hand on of x itself.
template <class N>
struct Attended {
  DenseMatrix<N> values, through_identity;
};

template <class N>
Attended<N> attended(const EncoderSizes& sizes, std::span<const std::uint8_t> tokens,
                     const DenseMatrix<N>& x, BlockReader<N>& blocks) {
  DenseMatrix<N> queries, keys, a(1, sizes.heads), b(1, sizes.heads);
  if (sizes.query_identity && sizes.learned_heads() > 0) a = blocks.next();
  if (sizes.value_identity) b = blocks.next();
  if (sizes.learned_heads() > 0) {
    const DenseMatrix<N>& map = blocks.next();
    queries = affine(x, map, blocks.next());
    keys = product(x, blocks.next());
  }
  const DenseMatrix<N>& map = blocks.next();
  const DenseMatrix<N> values = affine(x, map, blocks.next());
  Attended<N> out{{x.rows, x.columns}, {x.rows, x.columns}};
  for (int h = 0; h < sizes.heads; ++h) {
    const DenseMatrix<N> p = sizes.patterns[h] == HeadPattern::learned
                                 ? learned_pattern(sizes, queries, keys, x, a(0, h), h)
                                 : hard_coded_pattern<N>(tokens, sizes.patterns[h], sizes.segment);
    for (int f = h * sizes.head_width(); f < (h + 1) * sizes.head_width(); ++f) {
      for (int i = 0; i < x.rows; ++i) {
        for (int j = 0; j < x.rows; ++j) out.values(i, f) += p(i, j) * values(j, f);
      }
    }
    const DenseMatrix<N> mean = product(p, x);
    for (std::size_t k = 0; k < mean.entries.size(); ++k) {
      out.through_identity.entries[k] += b(0, h) * mean.entries[k];
    }
  }
  return out;
}

template <class N>
void add_to(DenseMatrix<N>& x, const DenseMatrix<N>& y) {
  for (std::size_t k = 0; k < x.entries.size(); ++k) x.entries[k] += y.entries[k];
}

/// Products with the embeddings of the first tokens, over the root of the width.
template <class N>
DenseMatrix<N> read_by_embedding(const EncoderSizes& sizes, const DenseMatrix<N>& read,
                                 const DenseMatrix<N>& token) {
  DenseMatrix<N> logits(read.rows, sizes.classes);
  for (int r = 0; r < read.rows; ++r) {
    for (int c = 0; c < sizes.classes; ++c) {
      for (int f = 0; f < sizes.width; ++f) logits(r, c) += read(r, f) * token(c, f);
      logits(r, c) /= N(std::sqrt(static_cast<double>(sizes.width)));
    }
  }
  return logits;
}

/// The logits of one sequence: a row a read-out.
template <class N>
DenseMatrix<N> encoder_logits(const EncoderSizes& sizes, std::span<const std::uint8_t> tokens,
                              std::span<const DenseMatrix<N>> all) {
  BlockReader<N> blocks(all);
  const DenseMatrix<N>& token = blocks.next();
  DenseMatrix<N> x = blocks.next();
  for (int i = 0; i < sizes.length; ++i) {
    for (int j = 0; j < sizes.width; ++j) x(i, j) += token(tokens[static_cast<std::size_t>(i)], j);
  }
  const std::size_t layers = blocks.position();
  for (int l = 0; l < sizes.layers; ++l) {
    if (sizes.tied) blocks.rewind(layers);
    const Attended<N> seen = attended(sizes, tokens, normalised_rows(x), blocks);
    const DenseMatrix<N>& output = blocks.next();
    add_to(x, affine(seen.values, output, blocks.next()));
    add_to(x, seen.through_identity);
    const DenseMatrix<N>& hidden = blocks.next();
    DenseMatrix<N> inner = affine(normalised_rows(x), hidden, blocks.next());
    for (N& entry : inner.entries) entry = rectified(entry);
    const DenseMatrix<N>& down = blocks.next();
    add_to(x, affine(inner, down, blocks.next()));
  }
  DenseMatrix<N> read(sizes.reads(), sizes.width);
  for (int r = 0; r < read.rows; ++r) {
    for (int j = 0; j < sizes.width; ++j) {
      read(r, j) = x(sizes.first_read + r * sizes.read_every, j);
    }
  }
  if (sizes.read_by_embedding) return read_by_embedding(sizes, normalised_rows(read), token);
  const DenseMatrix<N>& read_out = blocks.next();
  return affine(normalised_rows(read), read_out, blocks.next());
}

/// - sum of ln softmax(logits)_target over the targets of a sequence.
template <class N>
N encoder_loss(DenseMatrix<N> logits, std::span<const std::uint8_t> targets) {
  using std::log;
  N loss(0);
  for (int r = 0; r < logits.rows; ++r) {
    const std::uint8_t target = targets[static_cast<std::size_t>(r)];
    if (target == kNoTarget) continue;
    softmax_row(logits, r, logits.columns);
    loss -= log(logits(r, target));
  }
  return loss;
}

}  // namespace lemmascope::sim
