#include "sim/cpu/instruction_set.hpp"

namespace lemmascope::sim {

InstructionSet widest_instruction_set() {
#if defined(__x86_64__)
  const bool avx512 = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                      __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
  const bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  if (avx512 && avx2) return InstructionSet::avx512;
  if (avx2) return InstructionSet::avx2;
#endif
  return InstructionSet::portable;
}

std::vector<InstructionSet> available_instruction_sets() {
  std::vector<InstructionSet> sets{InstructionSet::portable};
  const InstructionSet widest = widest_instruction_set();
  if (widest >= InstructionSet::avx2) sets.push_back(InstructionSet::avx2);
  if (widest >= InstructionSet::avx512) sets.push_back(InstructionSet::avx512);
  return sets;
}

std::string to_text(InstructionSet set) {
  switch (set) {
    case InstructionSet::avx512:
      return "avx512";
    case InstructionSet::avx2:
      return "avx2";
    case InstructionSet::portable:
      break;
  }
  return "portable";
}

}  // namespace lemmascope::sim
