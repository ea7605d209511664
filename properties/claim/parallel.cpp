#include "properties/claim/parallel.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace lemmascope::claim {

int threads_of(int jobs) {
  return jobs > 0 ? jobs : static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
}

void for_each_slot(int jobs, std::int64_t slots, const std::function<void(std::int64_t)>& work) {
  std::atomic<std::int64_t> next{0};
  std::mutex mutex;
  std::int64_t failed_slot = slots;
  std::exception_ptr failure;
  auto take = [&] {
    for (std::int64_t slot = next++; slot < slots; slot = next++) {
      try {
        work(slot);
      } catch (...) {
        const std::lock_guard lock(mutex);
        if (slot < failed_slot) {
          failed_slot = slot;
          failure = std::current_exception();
        }
        next = slots;
      }
    }
  };
  const int extra = static_cast<int>(std::min<std::int64_t>(jobs, slots)) - 1;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < extra; ++i) threads.emplace_back(take);
    take();
  }
  if (failure) std::rethrow_exception(failure);
}

}  // namespace lemmascope::claim
