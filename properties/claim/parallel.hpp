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
void for_each_slot(int jobs, std::int64_t slots, const std::function<void(std::int64_t)>& work);

}  // namespace lemmascope::claim
