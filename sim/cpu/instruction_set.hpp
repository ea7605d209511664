// Which vector instructions a kernel may use, decided once at run time.
#pragma once

#include <string>
#include <vector>

namespace lemmascope::sim {

/// In rising order of width. `portable` is plain x86-64 (or any other machine): the fallback.
enum class InstructionSet { portable, avx2, avx512 };

/// The widest set this processor and its operating system support.
InstructionSet widest_instruction_set();

/// Every set that runs here, `portable` first.
std::vector<InstructionSet> available_instruction_sets();

/// "portable", "avx2" or "avx512".
std::string to_text(InstructionSet set);

}  // namespace lemmascope::sim
