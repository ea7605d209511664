// Encoders of every kind, sequences for them, and their losses and gradients: what the tests of the
// encoder and its exchange with other programs share.
#pragma once

#include <string>
#include <vector>

#include "sim/cpu/aligned_buffer.hpp"
#include "sim/cpu/flush_to_zero.hpp"
#include "sim/transformer/encoder.hpp"

namespace lemmascope::sim {

struct EncoderCase {
  std::string name;
  EncoderSizes sizes;
};

/// Learned, causal and hard-coded heads; tied layers and others; widths, lengths and classes on
/// both sides of whole tiles; one read-out and several; multiples of the identity; reading by the
/// embedding.
inline std::vector<EncoderCase> encoder_cases() {
  constexpr HeadPattern learned = HeadPattern::learned, token = HeadPattern::same_token,
                        segment = HeadPattern::same_segment;
  const auto sizes = [](int tokens, int length, int width, int hidden, int layers, int heads,
                        int classes, int first, int every) {
    EncoderSizes s;
    s.tokens = tokens, s.length = length, s.width = width, s.hidden = hidden, s.layers = layers;
    s.heads = heads, s.classes = classes, s.first_read = first, s.read_every = every;
    return s;
  };
  EncoderCase plain{"plain", sizes(11, 12, 32, 64, 2, 2, 2, 0, 3)};
  EncoderCase tied{"tied", sizes(15, 9, 24, 40, 3, 3, 6, 0, 3)};
  tied.sizes.tied = true;
  EncoderCase causal{"causal", sizes(7, 10, 20, 33, 2, 2, 7, 9, 1)};
  causal.sizes.causal = true;
  EncoderCase mixed{"mixed", sizes(5, 8, 18, 17, 2, 3, 3, 1, 2)};
  mixed.sizes.segment = 4;
  mixed.sizes.patterns[0] = learned, mixed.sizes.patterns[1] = token;
  mixed.sizes.patterns[2] = segment;
  EncoderCase hard{"hard", sizes(6, 6, 8, 16, 3, 2, 5, 0, 1)};
  hard.sizes.segment = 3;
  hard.sizes.tied = true;
  hard.sizes.patterns[0] = token, hard.sizes.patterns[1] = segment;
  EncoderCase narrow{"narrow", sizes(3, 1, 5, 3, 1, 1, 2, 0, 1)};
  EncoderCase identity{"identity", sizes(9, 5, 18, 21, 2, 2, 3, 4, 1)};
  identity.sizes.query_identity = identity.sizes.value_identity = true;
  EncoderCase copier{"copier", sizes(8, 6, 12, 10, 3, 3, 7, 1, 2)};
  copier.sizes.value_identity = copier.sizes.read_by_embedding = copier.sizes.tied = true;
  copier.sizes.causal = true;
  copier.sizes.patterns[2] = token;
  EncoderCase alike{"alike", sizes(8, 4, 16, 12, 1, 2, 8, 3, 1)};
  alike.sizes.query_identity = alike.sizes.read_by_embedding = alike.sizes.causal = true;
  return {plain, tied, causal, mixed, hard, narrow, identity, copier, alike};
}

struct EncoderSequences {
  std::vector<std::uint8_t> tokens, targets;
  int count = 0;

  EncoderBatch view() const { return {tokens.data(), targets.data(), count, nullptr}; }
  /// Sequences first .. first + n - 1.
  EncoderSequences part(const EncoderSizes& sizes, int first, int n) const {
    const auto cut = [&](const std::vector<std::uint8_t>& from, int each) {
      return std::vector<std::uint8_t>(from.begin() + first * each,
                                       from.begin() + (first + n) * each);
    };
    return {cut(tokens, sizes.length), cut(targets, sizes.reads()), n};
  }
};

/// Uniform tokens and targets; one target in four is missing.
inline EncoderSequences some_sequences(const EncoderSizes& sizes, int count) {
  EncoderSequences all{{}, {}, count};
  Stream stream({5, 0, Purpose::probe}, 0);
  for (int k = 0; k < count * sizes.length; ++k) {
    all.tokens.push_back(
        static_cast<std::uint8_t>(stream.next_below(static_cast<std::uint32_t>(sizes.tokens))));
  }
  for (int k = 0; k < count * sizes.reads(); ++k) {
    const auto target = stream.next_below(static_cast<std::uint32_t>(sizes.classes));
    all.targets.push_back(stream.next_below(4) == 0 ? kNoTarget
                                                    : static_cast<std::uint8_t>(target));
  }
  return all;
}

/// Normal weights, rounded to single precision so that float and double compute from the same
/// numbers; biases too.
template <class F>
std::vector<F> some_weights(const Encoder<F>& encoder) {
  std::vector<F> weights(static_cast<std::size_t>(encoder.storage()), F(0));
  std::uint64_t index = 0;
  for (const WeightBlock& block : encoder.blocks()) {
    Stream stream({9, 0, Purpose::initial_parameters}, index++);
    std::vector<F> entries;
    for (int k = 0; k < block.rows * block.columns; ++k) {
      entries.push_back(static_cast<F>(static_cast<float>(0.4 * stream.next_normal())));
    }
    place<F>(block, entries, weights);
  }
  return weights;
}

struct EncoderGradient {
  double loss = 0;
  std::vector<double> gradient;
};

template <class F>
EncoderGradient by_encoder(const Encoder<F>& encoder, const std::vector<F>& weights,
                           const EncoderBatch& batch) {
  AlignedBuffer<F> arena(static_cast<std::size_t>(encoder.arena_size()));
  AlignedBuffer<F> gradient(static_cast<std::size_t>(encoder.storage()));
  const FlushToZero flush;
  std::fill(gradient.data(), gradient.data() + encoder.storage(), F(7));  // to be overwritten
  EncoderGradient out;
  out.loss = encoder.accumulate(weights.data(), arena.data(), batch, gradient.data());
  out.gradient.assign(gradient.data(), gradient.data() + encoder.storage());
  return out;
}

}  // namespace lemmascope::sim
