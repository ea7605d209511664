// Named weight matrices inside one block of memory: what optimisers, checkpoints and figures share.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "sim/random/stream.hpp"

namespace lemmascope::sim {

/// Where one named weight matrix lies in memory: element (i, j) is at offset + i * stride + j.
/// Elements outside every block are padding and stay zero.
struct WeightBlock {
  std::string name;
  int rows = 0;
  int columns = 0;
  std::ptrdiff_t offset = 0;
  int stride = 0;
};

/// A block copied out as a dense row-major matrix.
template <class F>
std::vector<F> dense(const WeightBlock& block, std::span<const F> weights) {
  std::vector<F> out;
  out.reserve(static_cast<std::size_t>(block.rows) * static_cast<std::size_t>(block.columns));
  for (int i = 0; i < block.rows; ++i) {
    const F* row = weights.data() + block.offset + std::ptrdiff_t{i} * block.stride;
    out.insert(out.end(), row, row + block.columns);
  }
  return out;
}

/// A dense row-major matrix copied to its place.
template <class F>
void place(const WeightBlock& block, std::span<const F> matrix, std::span<F> weights) {
  for (int i = 0; i < block.rows; ++i) {
    for (int j = 0; j < block.columns; ++j) {
      weights[static_cast<std::size_t>(block.offset + std::ptrdiff_t{i} * block.stride + j)] =
          matrix[static_cast<std::size_t>(i) * static_cast<std::size_t>(block.columns) +
                 static_cast<std::size_t>(j)];
    }
  }
}

/// Fills a block with independent normal entries of standard deviation `scale`, row by row.
template <class F>
void draw_normal(const WeightBlock& block, double scale, Stream& stream, std::span<F> weights) {
  for (int i = 0; i < block.rows; ++i) {
    for (int j = 0; j < block.columns; ++j) {
      weights[static_cast<std::size_t>(block.offset + std::ptrdiff_t{i} * block.stride + j)] =
          static_cast<F>(scale * stream.next_normal());
    }
  }
}

}  // namespace lemmascope::sim
