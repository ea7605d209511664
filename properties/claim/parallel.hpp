// Independent work over a fixed number of slots, by any number of threads.
#pragma once

#include <cstdint>
#include <functional>

namespace lemmascope::claim {

/// `jobs`, or one for every processor when that is not positive.
int threads_of(int jobs);

/// Calls `work(slot)` once for every slot in [0, slots), in increasing order of start, on `jobs`
/// threads. Results must be written to per-slot storage so that they do not depend on `jobs`. The
/// first exception (of the lowest slot that threw) is rethrown after all threads have stopped.
/// Within a task of for_each_task() no thread is started: threads without a task help.
void for_each_slot(int jobs, std::int64_t slots, const std::function<void(std::int64_t)>& work);

/// Calls `task(k)` once for every k in [0, tasks), in increasing order of start, on `jobs` threads,
/// which take slots of the loops inside other tasks once none is left to start: a long task at the
/// end does not leave processors idle. Exceptions as in for_each_slot(), but what has started ends.
void for_each_task(int jobs, std::int64_t tasks, const std::function<void(std::int64_t)>& task);

}  // namespace lemmascope::claim
