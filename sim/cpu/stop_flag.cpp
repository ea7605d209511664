#include "sim/cpu/stop_flag.hpp"

namespace lemmascope::sim {

static_assert(__atomic_always_lock_free(sizeof(int), nullptr));

void raise(StopFlag& flag) { __atomic_store_n(&flag.raised, 1, __ATOMIC_RELAXED); }

bool is_raised(const StopFlag* flag) {
  return flag != nullptr && __atomic_load_n(&flag->raised, __ATOMIC_RELAXED) != 0;
}

}  // namespace lemmascope::sim
