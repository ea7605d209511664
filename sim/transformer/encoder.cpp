#include "sim/transformer/encoder.hpp"

#include <algorithm>
#include <cmath>

#include "sim/transformer/model_size.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::sim {
namespace {

constexpr const char* kBlockNames[kLayerBlocks] = {
    "query_identity", "value_identity", "query",  "query_bias",  "key",  "value",    "value_bias",
    "output",         "output_bias",    "hidden", "hidden_bias", "down", "down_bias"};

constexpr int kMostTokens = 200;  // targets are bytes, and kNoTarget is one of them

void require_sizes(const EncoderSizes& s) {
  const auto within = [](const char* what, int value, int least, int most) {
    require(least <= value && value <= most,
            fmt::format("an encoder's {}: expected {} to {}, found {}", what, least, most, value));
  };
  within("tokens", s.tokens, 1, kMostTokens);
  within("classes", s.classes, 2, kMostTokens);
  within("length", s.length, 1, 1024);
  within("width", s.width, 2, 4096);
  within("hidden width", s.hidden, 1, 16384);
  within("layers", s.layers, 1, 100);
  within("heads", s.heads, 1, kMostHeads);
  within("first position read", s.first_read, 0, s.length - 1);
  within("distance of positions read", s.read_every, 1, s.length);
  within("segment", s.segment, 1, s.length);
  require(s.width % s.heads == 0,
          fmt::format("an encoder's width: expected a multiple of its {} heads, found {}", s.heads,
                      s.width));
  require(!s.read_by_embedding || s.classes <= s.tokens,
          fmt::format("an encoder that reads by its embedding: expected at most its {} tokens as "
                      "classes, found {}",
                      s.tokens, s.classes));
  for (int h = 0; h < s.heads; ++h) {
    require((s.patterns[h] == HeadPattern::learned) == (h < s.learned_heads()),
            "an encoder's heads: expected the learned ones first");
  }
}

bool is_bias(const std::string& name) { return name.find("bias") != std::string::npos; }
bool is_identity(const std::string& name) { return name.find("identity") != std::string::npos; }

}  // namespace

template <class F>
Encoder<F>::Encoder(const EncoderSizes& sizes, InstructionSet set) : sizes_(sizes) {
  require_sizes(sizes);
  kernel_ = choose_kernel(set, portable::encoder_kernel<F>(), avx2::encoder_kernel<F>(),
                          avx512::encoder_kernel<F>());
}

template <class F>
std::vector<WeightBlock> Encoder<F>::blocks() const {
  std::vector<WeightBlock> all;
  const auto add = [&all](std::string name, int rows, int columns, std::ptrdiff_t offset) {
    if (columns > 0) all.push_back({std::move(name), rows, columns, offset, columns});
  };
  add("token", sizes_.tokens, sizes_.width, 0);
  add("position", sizes_.length, sizes_.width, sizes_.position_offset());
  for (int layer = 0; layer < sizes_.stored_layers(); ++layer) {
    for (int b = 0; b < kLayerBlocks; ++b) {
      const auto block = static_cast<LayerBlock>(b);
      add(fmt::format("{}_{}", kBlockNames[b], layer), sizes_.rows(block), sizes_.columns(block),
          sizes_.layer_offset(layer, block));
    }
  }
  if (sizes_.read_by_embedding) return all;
  add("read_out", sizes_.width, sizes_.classes, sizes_.read_out_offset());
  add("read_out_bias", 1, sizes_.classes, sizes_.read_out_bias_offset());
  return all;
}

template <class F>
void Encoder<F>::initialise(std::span<F> weights, const StreamKey& key) const {
  std::fill(weights.begin(), weights.end(), F(0));
  const double shared = 1 / std::sqrt(2.0 * sizes_.layers);
  std::uint64_t index = 0;
  for (const WeightBlock& block : blocks()) {
    if (is_identity(block.name)) continue;  // the others start the same with and without
    Stream stream(key, index++);
    if (is_bias(block.name)) continue;
    const bool embedding = block.name == "token" || block.name == "position";
    double scale = embedding ? 1 : 1 / std::sqrt(static_cast<double>(block.rows));
    if (block.name.starts_with("output_") || block.name.starts_with("down_")) scale *= shared;
    draw_normal(block, scale, stream, weights);
  }
}

template <class F>
std::vector<F> Encoder<F>::logits(const F* weights, F* arena,
                                  std::span<const std::uint8_t> tokens) const {
  const auto length = static_cast<std::size_t>(sizes_.length);
  require(tokens.size() % length == 0,
          fmt::format("an encoder's tokens: expected whole sequences of {}, found {} tokens",
                      length, tokens.size()));
  const std::size_t count = tokens.size() / length;
  std::vector<F> out(count * static_cast<std::size_t>(sizes_.reads() * sizes_.classes));
  kernel_.logits(sizes_, weights, arena, tokens.data(), static_cast<int>(count), out.data());
  return out;
}

std::string to_text(const EncoderSizes& s) {
  std::string heads;
  for (int h = 0; h < s.heads; ++h) {
    constexpr char kLetters[] = {'l', 't', 's'};
    heads += kLetters[static_cast<int>(s.patterns[h])];
  }
  return fmt::format(
      "encoder {} tokens x {}, width {}, hidden {}, {} {}layers, heads {}, segment {}, {}{}{}{} "
      "classes "
      "at {} + {} k{}",
      s.tokens, s.length, s.width, s.hidden, s.layers, s.tied ? "tied " : "", heads, s.segment,
      s.causal ? "causal, " : "", s.query_identity ? "a I in queries, " : "",
      s.value_identity ? "b I in values, " : "", s.classes, s.first_read, s.read_every,
      s.read_by_embedding ? " by embedding" : "");
}

template class Encoder<float>;
template class Encoder<double>;

}  // namespace lemmascope::sim
