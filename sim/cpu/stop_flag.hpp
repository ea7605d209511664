// A flag that a signal handler or another thread raises and workers look at between pieces of work.
// Plain data without inline functions of the library: kernels of every instruction set read it.
#pragma once

namespace lemmascope::sim {

struct StopFlag {
  int raised = 0;
};

/// May be called from a signal handler.
void raise(StopFlag& flag);

/// False for a null flag: work that nobody can stop.
bool is_raised(const StopFlag* flag);

}  // namespace lemmascope::sim
