// A fixed team of threads that runs one small job after another: a training step is two jobs of a
// few hundred microseconds, so a job must start and end in about one.
#pragma once

#include <atomic>
#include <cstdint>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace lemmascope::sim {

/// `size` workers; the caller is worker 0, the others wait by spinning briefly, then sleeping.
class WorkerTeam {
 public:
  /// Throws PreconditionError when size < 1.
  explicit WorkerTeam(int size);
  ~WorkerTeam();
  WorkerTeam(const WorkerTeam&) = delete;
  WorkerTeam& operator=(const WorkerTeam&) = delete;

  int size() const { return size_; }

  /// Calls job(worker) once for each worker 0..size()-1, at the same time, with denormals flushed
  /// to zero, and returns when all have ended. The first exception thrown by a worker is thrown
  /// again here.
  void run(const std::function<void(int)>& job);

 private:
  void wait_for_jobs(int worker);
  void run_one(int worker);

  int size_;
  const std::function<void(int)>* job_ = nullptr;
  std::atomic<std::uint32_t> round_{0};
  std::atomic<int> busy_{0};
  std::atomic<bool> stopping_{false};
  std::mutex error_mutex_;
  std::exception_ptr error_;
  std::vector<std::jthread> threads_;
};

}  // namespace lemmascope::sim
