// What training needs of a model: weights in one block of memory, and the summed loss and gradient
// of a batch.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "sim/random/stream.hpp"
#include "sim/train/weight_block.hpp"
#include "sim/transformer/batch.hpp"

namespace lemmascope::sim {

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
  /// gradient, in the layout of the weights. Once `batch.stop` is raised it returns early, with
  /// numbers that mean nothing.
  virtual double accumulate(const F* weights, F* arena, const BatchView& batch,
                            F* gradient) const = 0;
};

}  // namespace lemmascope::sim
