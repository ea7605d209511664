// What every model of sim/model accepts, and which of its kernels it uses.
#pragma once

#include "sim/cpu/instruction_set.hpp"
#include "sim/transformer/batch.hpp"

namespace lemmascope::sim {

/// Throws PreconditionError unless 2 <= states <= 200 and 2 <= length <= 1024: the sizes the
/// samplers and the kernels' fixed scratch allow.
void require_model_size(int states, int length);

/// Throws PreconditionError when the batch has other sequences than the model reads.
void require_batch_size(const BatchView& batch, int states, int length);

/// The entry among three that goes with an instruction set.
template <class Kernel>
Kernel choose_kernel(InstructionSet set, Kernel portable, Kernel avx2, Kernel avx512) {
  if (set == InstructionSet::avx512) return avx512;
  if (set == InstructionSet::avx2) return avx2;
  return portable;
}

}  // namespace lemmascope::sim
