#include "sim/cpu/worker_team.hpp"

#include <utility>

#include "sim/cpu/flush_to_zero.hpp"
#include "theory/numeric/require.hpp"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace lemmascope::sim {
namespace {

/// Polls before sleeping: about 20 microseconds, longer than the serial part between two jobs of a
/// step.
constexpr int kPolls = 2000;

void pause_briefly() {
#if defined(__x86_64__)
  _mm_pause();
#endif
}

}  // namespace

WorkerTeam::WorkerTeam(int size) : size_(size) {
  require(size >= 1, fmt::format("expected at least one thread, found {}", size));
  threads_.reserve(static_cast<std::size_t>(size - 1));
  for (int worker = 1; worker < size; ++worker) {
    threads_.emplace_back([this, worker] { wait_for_jobs(worker); });
  }
}

WorkerTeam::~WorkerTeam() {
  stopping_.store(true);
  round_.fetch_add(1);
  round_.notify_all();
}

void WorkerTeam::run(const std::function<void(int)>& job) {
  job_ = &job;
  busy_.store(size_ - 1);
  round_.fetch_add(1);
  if (size_ > 1) round_.notify_all();
  run_one(0);
  int left = busy_.load();
  for (int poll = 0; left > 0 && poll < kPolls; ++poll) {
    pause_briefly();
    left = busy_.load();
  }
  while (left > 0) {
    busy_.wait(left);
    left = busy_.load();
  }
  if (error_) std::rethrow_exception(std::exchange(error_, nullptr));
}

void WorkerTeam::wait_for_jobs(int worker) {
  std::uint32_t seen = 0;
  while (true) {
    for (int poll = 0; round_.load() == seen && poll < kPolls; ++poll) pause_briefly();
    round_.wait(seen);
    ++seen;
    if (stopping_.load()) return;
    run_one(worker);
    if (busy_.fetch_sub(1) == 1) busy_.notify_one();
  }
}

void WorkerTeam::run_one(int worker) {
  const FlushToZero flush;
  try {
    (*job_)(worker);
  } catch (...) {
    const std::scoped_lock lock(error_mutex_);
    if (!error_) error_ = std::current_exception();
  }
}

}  // namespace lemmascope::sim
