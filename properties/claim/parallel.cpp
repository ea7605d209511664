#include "properties/claim/parallel.hpp"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

#include "theory/numeric/interruption.hpp"

namespace lemmascope::claim {
namespace {

// Slots that any number of threads take in turn. After an exception none is taken any more. Who
// helps gives up when the one who waits would.
class Loop {
 public:
  Loop(std::int64_t slots, const std::function<void(std::int64_t)>& work)
      : slots_(slots), work_(work), give_up_(Interruption::current()), failed_slot_(slots) {}

  bool exhausted() const { return next_ >= slots_; }

  void take() {
    const Interruption interruption(give_up_);
    for (std::int64_t slot = next_++; slot < slots_; slot = next_++) {
      try {
        work_(slot);
      } catch (...) {
        const std::lock_guard lock(mutex_);
        if (slot < failed_slot_) {
          failed_slot_ = slot;
          failure_ = std::current_exception();
        }
        next_ = slots_;
      }
    }
  }

  /// Once no thread is inside.
  void rethrow() const {
    if (failure_) std::rethrow_exception(failure_);
  }

  int helpers = 0;  // guarded by the team's mutex

 private:
  std::int64_t slots_;
  const std::function<void(std::int64_t)>& work_;
  const std::function<bool()>* give_up_;
  std::atomic<std::int64_t> next_{0};
  std::mutex mutex_;
  std::int64_t failed_slot_;
  std::exception_ptr failure_;
};

// The threads of one for_each_task() and the loops inside its tasks that still have slots.
class Team {
 public:
  /// A loop inside a task: its own thread works on it, idle ones join.
  void share(Loop& loop) {
    {
      const std::lock_guard lock(mutex_);
      open_.push_back(&loop);
    }
    changed_.notify_all();
    loop.take();
    std::unique_lock lock(mutex_);
    std::erase(open_, &loop);
    changed_.wait(lock, [&] { return loop.helpers == 0; });
  }

  /// What a thread does that has no task to start: joins open loops until all threads are here.
  void help(int threads) {
    std::unique_lock lock(mutex_);
    if (++without_task_ == threads) changed_.notify_all();
    while (true) {
      Loop* joined = nullptr;
      changed_.wait(lock, [&] {
        const auto found =
            std::find_if(open_.begin(), open_.end(), [](Loop* l) { return !l->exhausted(); });
        joined = found == open_.end() ? nullptr : *found;
        return joined != nullptr || without_task_ == threads;
      });
      if (joined == nullptr) return;
      ++joined->helpers;
      lock.unlock();
      joined->take();
      lock.lock();
      if (--joined->helpers == 0) changed_.notify_all();
    }
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Loop*> open_;
  int without_task_ = 0;
};

thread_local Team* team_of_thread = nullptr;

class TeamOfThread {
 public:
  explicit TeamOfThread(Team& team) { team_of_thread = &team; }
  ~TeamOfThread() { team_of_thread = nullptr; }
  TeamOfThread(const TeamOfThread&) = delete;
  TeamOfThread& operator=(const TeamOfThread&) = delete;
};

// `work` on as many threads, one of them this one.
void on_threads(int threads, const std::function<void()>& work) {
  std::vector<std::jthread> others;
  for (int i = 1; i < threads; ++i) others.emplace_back(work);
  work();
}

}  // namespace

int threads_of(int jobs) {
  return jobs > 0 ? jobs : static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
}

void for_each_slot(int jobs, std::int64_t slots, const std::function<void(std::int64_t)>& work) {
  Loop loop(slots, work);
  const int threads = static_cast<int>(std::min<std::int64_t>(jobs, slots));
  if (team_of_thread != nullptr && threads > 1) {
    team_of_thread->share(loop);
  } else {
    on_threads(threads, [&] { loop.take(); });
  }
  loop.rethrow();
}

void for_each_task(int jobs, std::int64_t tasks, const std::function<void(std::int64_t)>& task) {
  Loop loop(tasks, task);
  Team team;
  const int threads = std::max(1, jobs);
  on_threads(threads, [&] {
    const TeamOfThread member(team);
    loop.take();
    team.help(threads);
  });
  loop.rethrow();
}

}  // namespace lemmascope::claim
