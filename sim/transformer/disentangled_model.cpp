#include "sim/transformer/disentangled_model.hpp"

#include <algorithm>
#include <cmath>

#include "sim/transformer/model_size.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::sim {
namespace {

template <class F>
DisentangledKernel<F> disentangled_kernel_for(InstructionSet set) {
  return choose_kernel(set, portable::disentangled_kernel<F>(), avx2::disentangled_kernel<F>(),
                       avx512::disentangled_kernel<F>());
}

}  // namespace

template <class F>
DisentangledModel<F>::DisentangledModel(int states, int length, int heads, double attention_scale,
                                        InstructionSet set)
    : sizes_{states, length, heads},
      attention_scale_(attention_scale),
      kernel_(disentangled_kernel_for<F>(set)) {
  require_model_size(states, length);
  require(heads >= 1 && heads <= kMostHeads,
          fmt::format("expected 1 to {} heads, found {}", kMostHeads, heads));
}

template <class F>
std::vector<WeightBlock> DisentangledModel<F>::blocks() const {
  std::vector<WeightBlock> all;
  for (int k = 0; k < sizes_.heads; ++k) {
    all.push_back({fmt::format("A1_{}", k), sizes_.width(), sizes_.width(), sizes_.a1_offset(k),
                   sizes_.a1_stride()});
  }
  all.push_back({"A2", sizes_.width1(), sizes_.width1(), sizes_.a2_offset(), sizes_.a2_stride()});
  all.push_back({"W", sizes_.width2(), sizes_.states, sizes_.w_offset(), sizes_.w_stride()});
  return all;
}

template <class F>
void DisentangledModel<F>::initialise(std::span<F> weights, const StreamKey& key) const {
  std::fill(weights.begin(), weights.end(), F(0));
  if (attention_scale_ == 0) return;
  const std::vector<WeightBlock> all = blocks();
  for (std::size_t b = 0; b + 1 < all.size(); ++b) {  // the last block, W, stays zero
    Stream stream(key, b);
    draw_normal(all[b], attention_scale_, stream, weights);
  }
}

template <class F>
void DisentangledModel<F>::prepare(const F* weights, F* arena) const {
  kernel_.prepare(sizes_, weights, arena);
}

template <class F>
double DisentangledModel<F>::accumulate(const F* weights, F* arena, const BatchView& batch,
                                        F* gradient) const {
  require_batch_size(batch, sizes_.states, sizes_.length);
  return kernel_.accumulate(sizes_, weights, arena, batch.tokens, batch.labels, batch.count,
                            gradient, batch.stop);
}

template <class F>
std::vector<double> position_attention(std::span<const F> a1, int states, int length) {
  const int width = states + length;
  std::vector<double> attention(static_cast<std::size_t>(length) *
                                static_cast<std::size_t>(length));
  for (int i = 0; i < length; ++i) {
    const F* row = a1.data() + std::ptrdiff_t{states + i} * width + states;
    double* out = attention.data() + std::ptrdiff_t{i} * length;
    const double largest = static_cast<double>(*std::max_element(row, row + i + 1));
    double sum = 0;
    for (int j = 0; j <= i; ++j) {
      out[j] = std::exp(static_cast<double>(row[j]) - largest);
      sum += out[j];
    }
    for (int j = 0; j <= i; ++j) out[j] /= sum;
  }
  return attention;
}

template class DisentangledModel<float>;
template class DisentangledModel<double>;
template std::vector<double> position_attention(std::span<const float>, int, int);
template std::vector<double> position_attention(std::span<const double>, int, int);

}  // namespace lemmascope::sim
