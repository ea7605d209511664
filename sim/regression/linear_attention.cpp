#include "sim/regression/linear_attention.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/transformer/model_size.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::sim {
namespace {

constexpr int kMostLayers = 100;
constexpr int kMostHeadsOfALayer = 16;

const AttentionSizes& checked(const AttentionSizes& s) {
  require(1 <= s.dimension && s.dimension <= kMostEntries,
          fmt::format("expected 1 to {} entries of an input, found {}", kMostEntries, s.dimension));
  require(1 <= s.layers && s.layers <= kMostLayers,
          fmt::format("expected 1 to {} layers, found {}", kMostLayers, s.layers));
  require(1 <= s.heads && s.heads <= kMostHeadsOfALayer,
          fmt::format("expected 1 to {} heads, found {}", kMostHeadsOfALayer, s.heads));
  return s;
}

/// C = op(A) op(B) for dense e x e matrices; a transposed one is read the other way round.
template <class F>
void multiply(int e, const F* a, bool a_transposed, const F* b, bool b_transposed, F* c) {
  for (int i = 0; i < e; ++i) {
    for (int j = 0; j < e; ++j) {
      F sum = 0;
      for (int k = 0; k < e; ++k) {
        sum += a[a_transposed ? k * e + i : i * e + k] * b[b_transposed ? j * e + k : k * e + j];
      }
      c[i * e + j] = sum;
    }
  }
}

}  // namespace

template <class F>
LinearAttention<F>::LinearAttention(const AttentionSizes& sizes, InstructionSet set)
    : sizes_(checked(sizes)),
      kernel_(choose_kernel(set, portable::attention_kernel<F>(), avx2::attention_kernel<F>(),
                            avx512::attention_kernel<F>())),
      products_(static_cast<std::size_t>(sizes.products())),
      by_products_(static_cast<std::size_t>(sizes.products())),
      arena_(static_cast<std::size_t>(kernel_.arena_size(sizes))) {}

template <class F>
std::vector<WeightBlock> LinearAttention<F>::blocks() const {
  std::vector<WeightBlock> all;
  const int e = sizes_.token();
  for (int l = 0; l < sizes_.stored_layers(); ++l) {
    for (int h = 0; h < sizes_.heads; ++h) {
      std::string suffix;
      if (sizes_.stored_layers() > 1) suffix += fmt::format("_{}", l);
      if (sizes_.heads > 1) suffix += fmt::format("_head_{}", h);
      for (const char* name : {"query", "key", "value", "projection"}) {
        all.push_back({name + suffix, e, e, static_cast<std::ptrdiff_t>(all.size()) * e * e, e});
      }
    }
  }
  return all;
}

template <class F>
void LinearAttention<F>::prepare(const F* weights) {
  const int e = sizes_.token();
  const std::ptrdiff_t one = sizes_.matrix();
  for (std::ptrdiff_t at = 0; at < sizes_.products(); at += 2 * one, weights += 4 * one) {
    multiply(e, weights + 3 * one, false, weights + 2 * one, false, products_.data() + at);
    multiply(e, weights + one, true, weights, false, products_.data() + at + one);
  }
}

template <class F>
void LinearAttention<F>::use(std::span<const F> products) {
  require(
      products.size() == products_.size(),
      fmt::format("expected {} entries of A and B, found {}", products_.size(), products.size()));
  std::copy(products.begin(), products.end(), products_.begin());
}

template <class F>
double LinearAttention<F>::accumulate(const TaskChunk<F>& tasks, const F* weight) {
  return kernel_.accumulate(sizes_, products_.data(), arena_.data(), tasks, weight,
                            by_products_.data());
}

template <class F>
void LinearAttention<F>::clear() {
  std::fill(by_products_.begin(), by_products_.end(), F(0));
}

template <class F>
void LinearAttention<F>::by_weights(const F* weights, F* gradient) const {
  const int e = sizes_.token();
  const std::ptrdiff_t one = sizes_.matrix();
  for (std::ptrdiff_t at = 0; at < sizes_.products(); at += 2 * one) {
    const F *query = weights, *key = weights + one, *value = key + one, *projection = value + one;
    const F *by_a = by_products_.data() + at, *by_b = by_a + one;
    multiply(e, key, false, by_b, false, gradient);                  // Q: K dB
    multiply(e, query, false, by_b, true, gradient + one);           // K: Q dB^T
    multiply(e, projection, true, by_a, false, gradient + 2 * one);  // V: P^T dA
    multiply(e, by_a, false, value, true, gradient + 3 * one);       // P: dA V^T
    weights += 4 * one;
    gradient += 4 * one;
  }
}

template <class F>
void LinearAttention<F>::respond(const TaskChunk<F>& tasks, F* prediction, F* sensitivity) {
  kernel_.respond(sizes_, products_.data(), arena_.data(), tasks, prediction, sensitivity);
}

std::string to_text(const AttentionSizes& s) {
  return fmt::format("linear attention, {} {}layers of {} head{}, tokens of {}", s.layers,
                     s.looped ? "looped " : "", s.heads, s.heads == 1 ? "" : "s", s.token());
}

template class LinearAttention<float>;
template class LinearAttention<double>;

}  // namespace lemmascope::sim
