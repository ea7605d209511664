#include "sim/evolution/attention_model.hpp"

#include <algorithm>
#include <cmath>

#include "sim/transformer/model_size.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::evolution {
namespace {

constexpr const char* kBlockNames[kAttentionBlocks] = {"query", "key", "value", "relative",
                                                       "output"};

void require_sizes(const AttentionSizes& s) {
  const auto within = [](const char* what, int value, int least, int most) {
    require(
        least <= value && value <= most,
        fmt::format("a transformer's {}: expected {} to {}, found {}", what, least, most, value));
  };
  within("states", s.states, 2, 16);
  within("length", s.length, 2, 1024);
  within("width", s.width, 2, 256);
  within("layers", s.layers, 1, 8);
  within("heads", s.heads, 1, 8);
  within("width of a head", s.head_width, 1, 256);
  require(s.heads > 1 || s.head_width == s.width,
          "a transformer's single head: expected the width of the stream");
}

}  // namespace

template <class F>
AttentionModel<F>::AttentionModel(const AttentionSizes& sizes, sim::InstructionSet set)
    : sizes_(sizes) {
  require_sizes(sizes);
  kernel_ = sim::choose_kernel(set, portable::attention_kernel<F>(), avx2::attention_kernel<F>(),
                               avx512::attention_kernel<F>());
}

template <class F>
std::vector<sim::WeightBlock> AttentionModel<F>::blocks() const {
  std::vector<sim::WeightBlock> all{{"token", sizes_.states, sizes_.width, 0, sizes_.width}};
  for (int l = 0; l < sizes_.layers; ++l) {
    for (int b = 0; b < kAttentionBlocks; ++b) {
      const auto block = static_cast<AttentionBlock>(b);
      if (sizes_.rows(block) == 0) continue;
      all.push_back({fmt::format("{}_{}", kBlockNames[b], l), sizes_.rows(block),
                     sizes_.columns(block), sizes_.layer_offset(l, block), sizes_.columns(block)});
    }
  }
  all.push_back({"read_out", sizes_.width, sizes_.states, sizes_.read_out_offset(), sizes_.states});
  return all;
}

template <class F>
void AttentionModel<F>::initialise(std::span<F> weights, const sim::StreamKey& key,
                                   double scale) const {
  std::fill(weights.begin(), weights.end(), F(0));
  std::uint64_t index = 0;
  for (const sim::WeightBlock& block : blocks()) {
    sim::Stream stream(key, index++);
    double deviation = scale / std::sqrt(static_cast<double>(block.rows));
    if (block.name == "token") deviation = scale;
    if (block.name.starts_with("relative")) deviation = scale / std::sqrt(block.columns);
    sim::draw_normal(block, deviation, stream, weights);
  }
}

std::string to_text(const AttentionSizes& s) {
  return fmt::format("attention only, {} states, {} tokens, width {}, {} layers, {} heads of {}",
                     s.states, s.length, s.width, s.layers, s.heads, s.head_width);
}

template class AttentionModel<float>;
template class AttentionModel<double>;

}  // namespace lemmascope::evolution
