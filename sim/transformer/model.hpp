// What training needs of a model: weights in one block of memory, and the summed loss and gradient
// of a batch.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "sim/random/stream.hpp"
#include "sim/transformer/batch.hpp"

namespace lemmascope::sim {

/// Where one named weight matrix lies in a model's memory: element (i, j) is at offset + i * stride
/// + j. Elements outside every block are padding and stay zero.
struct WeightBlock {
  std::string name;
  int rows = 0;
  int columns = 0;
  std::ptrdiff_t offset = 0;
  int stride = 0;
};

template <class F>
class Model {
 public:
  virtual ~Model() = default;

  virtual int states() const = 0;
  virtual int length() const = 0;
  /// Elements of the weights, padding included.
  virtual std::ptrdiff_t storage() const = 0;
  virtual std::vector<WeightBlock> blocks() const = 0;
  /// Writes the initial weights; what is random comes from the streams of `key`.
  virtual void initialise(std::span<F> weights, const StreamKey& key) const = 0;

  /// Elements of one worker's scratch, 64-byte aligned and zeroed by the caller.
  virtual std::ptrdiff_t arena_size() const = 0;
  /// Derives a worker's tables from the weights; call after every change of them.
  virtual void prepare(const F* weights, F* arena) const = 0;
  /// The summed loss of the batch; unless `gradient` is null it is overwritten with the summed
  /// gradient, in the layout of the weights.
  virtual double accumulate(const F* weights, F* arena, const BatchView& batch,
                            F* gradient) const = 0;
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

}  // namespace lemmascope::sim
