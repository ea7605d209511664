#include "sim/cpu/worker_team.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <stdexcept>
#include <vector>

#include "theory/numeric/require.hpp"

namespace lemmascope::sim {
namespace {

TEST(WorkerTeam, RunsEveryJobOnceOnEveryWorker) {
  for (const int size : {1, 2, 5}) {
    WorkerTeam team(size);
    std::vector<int> calls(static_cast<std::size_t>(size), 0);
    for (int job = 0; job < 500; ++job) {
      team.run([&](int worker) { ++calls[static_cast<std::size_t>(worker)]; });
    }
    for (const int count : calls) EXPECT_EQ(count, 500);
  }
}

TEST(WorkerTeam, PassesOnAnExceptionAndGoesOn) {
  WorkerTeam team(3);
  EXPECT_THROW(team.run([](int worker) {
    if (worker == 2) throw std::runtime_error("from worker 2");
  }),
               std::runtime_error);
  int calls = 0;
  team.run([&](int worker) { calls += worker == 0 ? 1 : 0; });
  EXPECT_EQ(calls, 1);
}

TEST(WorkerTeam, LeavesDenormalsOnInTheCaller) {
  WorkerTeam team(2);
  team.run([](int) {});
  volatile double smallest = std::numeric_limits<double>::min();
  EXPECT_GT(smallest / 2, 0.0);
}

TEST(WorkerTeam, RefusesNoThreads) { EXPECT_THROW(WorkerTeam(0), PreconditionError); }

}  // namespace
}  // namespace lemmascope::sim
