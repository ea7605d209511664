// Loops over slots and tasks: everything is done once, idle threads help, failures come back.
#include "properties/claim/parallel.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <numeric>
#include <stdexcept>
#include <string>
#include <vector>

namespace lemmascope::claim {
namespace {

using testing::Each;

// Waits until `wanted` threads have come; a thread that never comes makes the test time out.
class Meeting {
 public:
  explicit Meeting(int wanted) : wanted_(wanted) {}
  void attend() {
    std::unique_lock lock(mutex_);
    if (++here_ == wanted_) all_.notify_all();
    all_.wait(lock, [&] { return here_ >= wanted_; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable all_;
  int wanted_, here_ = 0;
};

std::string what_is_thrown(const std::function<void()>& run) {
  try {
    run();
  } catch (const std::runtime_error& failure) {
    return failure.what();
  }
  return "nothing";
}

TEST(ForEachTask, DoesEveryTaskAndEverySlotOnce) {
  for (const int jobs : {1, 2, 5}) {
    std::vector<std::vector<int>> done(7, std::vector<int>(40, 0));
    for_each_task(jobs, 7, [&](std::int64_t task) {
      for_each_slot(jobs, 40, [&](std::int64_t slot) {
        ++done[static_cast<std::size_t>(task)][static_cast<std::size_t>(slot)];
      });
    });
    EXPECT_THAT(done, Each(Each(1))) << jobs;
  }
}

TEST(ForEachTask, StartsTasksInOrder) {
  std::vector<std::int64_t> order;
  for_each_task(1, 5, [&](std::int64_t task) { order.push_back(task); });
  EXPECT_THAT(order, testing::ElementsAre(0, 1, 2, 3, 4));
}

// One task only: the second thread can but help, and both slots wait for each other.
TEST(ForEachTask, LetsIdleThreadsHelpInTheLoopsOfOthers) {
  Meeting meeting(2);
  for_each_task(
      2, 1, [&](std::int64_t) { for_each_slot(2, 2, [&](std::int64_t) { meeting.attend(); }); });
}

// A slot that a helper took has a loop of its own, which the first thread is then free to join.
TEST(ForEachTask, HelpsInLoopsWithinLoops) {
  std::atomic<int> sum = 0;
  for_each_task(3, 2, [&](std::int64_t) {
    for_each_slot(3, 4, [&](std::int64_t) {
      for_each_slot(3, 8, [&](std::int64_t slot) { sum += static_cast<int>(slot); });
    });
  });
  EXPECT_EQ(sum, 2 * 4 * 28);
}

TEST(ForEachTask, GivesBackTheFailureOfTheLowestSlotAndTask) {
  const auto failing = [](std::int64_t k) { throw std::runtime_error(std::to_string(k)); };
  EXPECT_EQ(what_is_thrown([&] { for_each_task(1, 4, failing); }), "0");
  EXPECT_EQ(what_is_thrown([&] {
              for_each_task(2, 2, [&](std::int64_t task) {
                if (task == 1) for_each_slot(2, 3, [&](std::int64_t) { failing(7); });
              });
            }),
            "7");
}

TEST(ForEachSlot, NeedsNoTeam) {
  std::vector<int> done(100, 0);
  for_each_slot(4, 100, [&](std::int64_t slot) { ++done[static_cast<std::size_t>(slot)]; });
  EXPECT_EQ(std::accumulate(done.begin(), done.end(), 0), 100);
  for_each_slot(4, 0, [&](std::int64_t) { FAIL(); });
}

}  // namespace
}  // namespace lemmascope::claim
