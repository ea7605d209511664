// A batch of sequences in structure-of-arrays form.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/cpu/stop_flag.hpp"

namespace lemmascope::sim {

/// Where a sampler writes and a model reads: `count` sequences of `length` tokens (bytes, row by
/// row) and one soft label of `states` probabilities each.
struct BatchView {
  const std::uint8_t* tokens = nullptr;
  const float* labels = nullptr;
  int count = 0;
  int length = 0;
  int states = 0;
  const StopFlag* stop = nullptr;  ///< looked at by models every few sequences; may be null

  std::span<const std::uint8_t> sequence(int b) const {
    return {tokens + static_cast<std::ptrdiff_t>(b) * length, static_cast<std::size_t>(length)};
  }
  std::span<const float> label(int b) const {
    return {labels + static_cast<std::ptrdiff_t>(b) * states, static_cast<std::size_t>(states)};
  }
  /// Sequences first .. first + n - 1.
  BatchView part(int first, int n) const {
    return {tokens + static_cast<std::ptrdiff_t>(first) * length,
            labels + static_cast<std::ptrdiff_t>(first) * states,
            n,
            length,
            states,
            stop};
  }
};

/// An owned batch.
struct Batch {
  Batch(int count_, int length_, int states_)
      : count(count_),
        length(length_),
        states(states_),
        tokens(static_cast<std::size_t>(count_) * static_cast<std::size_t>(length_)),
        labels(static_cast<std::size_t>(count_) * static_cast<std::size_t>(states_)) {}

  BatchView view() const { return {tokens.data(), labels.data(), count, length, states}; }

  int count;
  int length;
  int states;
  std::vector<std::uint8_t> tokens;
  std::vector<float> labels;
};

}  // namespace lemmascope::sim
