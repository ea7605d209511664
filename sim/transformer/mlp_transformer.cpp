#include "sim/transformer/mlp_transformer.hpp"

#include <algorithm>
#include <cmath>

#include "sim/transformer/dense_reference.hpp"
#include "sim/transformer/model_size.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::sim {
namespace {

template <class F>
MlpKernel<F> mlp_kernel_for(InstructionSet set) {
  return choose_kernel(set, portable::mlp_kernel<F>(), avx2::mlp_kernel<F>(),
                       avx512::mlp_kernel<F>());
}

constexpr const char* kLayerNames[] = {"A", "V", "M1", "M2", "M3"};

bool starts_at_zero(const std::string& name) {
  return name.starts_with("A_") || name.starts_with("M3_") || name == "W";
}

}  // namespace

template <class F>
MlpTransformer<F>::MlpTransformer(int states, int length, InstructionSet set)
    : sizes_{states, length}, kernel_(mlp_kernel_for<F>(set)) {
  require_model_size(states, length);
}

template <class F>
std::vector<WeightBlock> MlpTransformer<F>::blocks() const {
  const int d = sizes_.width();
  std::vector<WeightBlock> all{
      {"token", sizes_.states, d, sizes_.token_offset(), sizes_.stride()},
      {"position", sizes_.length, d, sizes_.position_offset(), sizes_.stride()}};
  for (int layer = 0; layer < 2; ++layer) {
    for (int block = 0; block < MlpSizes::kLayerBlocks; ++block) {
      all.push_back({fmt::format("{}_{}", kLayerNames[block], layer), d, d,
                     sizes_.layer_offset(layer, block), sizes_.stride()});
    }
  }
  all.push_back({"W", d, sizes_.states, sizes_.w_offset(), sizes_.w_stride()});
  return all;
}

template <class F>
void MlpTransformer<F>::initialise(std::span<F> weights, const StreamKey& key) const {
  std::fill(weights.begin(), weights.end(), F(0));
  const double scale = 1 / std::sqrt(static_cast<double>(sizes_.width()));
  std::uint64_t index = 0;
  for (const WeightBlock& block : blocks()) {
    Stream stream(key, index++);
    if (starts_at_zero(block.name)) continue;
    draw_normal(block, scale, stream, weights);
  }
}

template <class F>
double MlpTransformer<F>::accumulate(const F* weights, F* arena, const BatchView& batch,
                                     F* gradient) const {
  require_batch_size(batch, sizes_.states, sizes_.length);
  return kernel_.accumulate(sizes_, weights, arena, batch.tokens, batch.labels, batch.count,
                            gradient, batch.stop);
}

template <class F>
std::vector<double> MlpTransformer<F>::mean_attention(std::span<const F> weights,
                                                      const BatchView& batch) const {
  const auto matrix = [&weights](const WeightBlock& block) {
    DenseMatrix<double> m(block.rows, block.columns);
    const std::vector<F> entries = dense<F>(block, weights);
    std::copy(entries.begin(), entries.end(), m.entries.begin());
    return m;
  };
  const std::vector<WeightBlock> all = blocks();
  const DenseMatrix<double> token = matrix(all[0]);
  const DenseMatrix<double> position = matrix(all[1]);
  const DenseMatrix<double> a = matrix(all[2]);
  std::vector<double> mean(static_cast<std::size_t>(sizes_.length) *
                           static_cast<std::size_t>(sizes_.length));
  for (int b = 0; b < batch.count; ++b) {
    DenseMatrix<double> x = position;
    for (int i = 0; i < sizes_.length; ++i) {
      for (int j = 0; j < x.columns; ++j) {
        x(i, j) += token(batch.sequence(b)[static_cast<std::size_t>(i)], j);
      }
    }
    DenseMatrix<double> pattern = product(product(x, a), transposed(x));
    for (int i = 0; i < sizes_.length; ++i) softmax_row(pattern, i, i + 1);
    for (std::size_t k = 0; k < mean.size(); ++k) mean[k] += pattern.entries[k] / batch.count;
  }
  return mean;
}

template class MlpTransformer<float>;
template class MlpTransformer<double>;

}  // namespace lemmascope::sim
