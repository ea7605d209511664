// Fast weights on integer hardware: eight-bit keys, values and queries, and accumulators that wrap
// around.
#pragma once

#include "theory/plasticity/association_task.hpp"

namespace lemmascope::plasticity {

/// Is every entry a whole number in [-128, 127]?
bool is_eight_bit(const AssociationTask& task);

/// fast_weight_outputs with weights and outputs of `Accumulator` (std::int32_t or std::int64_t),
/// every sum and product modulo 2^32 or 2^64. Throws PreconditionError unless is_eight_bit.
template <class Accumulator>
Matrix<Rational> integer_fast_weight_outputs(const AssociationTask& task);

/// What an output can be after `tokens` tokens of width `width`: products k q v of three eight-bit
/// numbers lie in [-2^21, 127 * 2^14], both attained, and an output sums tokens * width of them.
struct OutputRange {
  Rational least, most;
};
OutputRange eight_bit_output_range(int tokens, int width);

}  // namespace lemmascope::plasticity
