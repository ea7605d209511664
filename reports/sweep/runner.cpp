#include "reports/sweep/runner.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <filesystem>
#include <mutex>
#include <system_error>
#include <thread>

#include "reports/sweep/run_case.hpp"
#include "reports/sweep/settings.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::report {
namespace {

constexpr std::chrono::milliseconds kTick{200};

class Runner {
 public:
  Runner(const SweepPlan& plan, const std::vector<NumberedCase>& cases,
         const RunnerOptions& options)
      : plan_(plan), cases_(cases), options_(options) {}

  void run() {
    const int wanted = std::max(1, options_.jobs);
    const int workers =
        static_cast<int>(std::min<std::size_t>(static_cast<std::size_t>(wanted), cases_.size()));
    if (workers == 0) return;
    running_ = workers;
    {
      std::vector<std::jthread> threads;
      for (int w = 0; w < workers; ++w) {
        // The first workers take what does not divide evenly.
        const int threads_inside = wanted / workers + (w < wanted % workers ? 1 : 0);
        threads.emplace_back([this, threads_inside] { work(threads_inside); });
      }
      wait();
    }
    if (failure_) std::rethrow_exception(failure_);
  }

 private:
  bool going() const { return !failed_ && (!options_.go_on || options_.go_on()); }

  void wait() {
    std::unique_lock lock(mutex_);
    while (!ended_.wait_for(lock, kTick, [this] { return running_ == 0; })) {
      lock.unlock();
      if (options_.tick) options_.tick();
      lock.lock();
    }
  }

  void work(int threads) {
    for (std::size_t k = next_++; k < cases_.size() && going(); k = next_++) {
      try {
        run_one(cases_[k], threads);
      } catch (...) {
        const std::lock_guard lock(mutex_);
        if (!failure_) failure_ = std::current_exception();
        failed_ = true;
      }
    }
    const std::lock_guard lock(mutex_);
    --running_;
    ended_.notify_all();
  }

  void run_one(const NumberedCase& numbered, int threads) {
    CaseOptions how;
    how.threads = threads;
    how.go_on = [this] { return going(); };
    if (subject_of(plan_.quantity).is_training() && !options_.checkpoint_folder.empty()) {
      std::filesystem::create_directories(options_.checkpoint_folder);
      how.checkpoint = checkpoint_file(options_.checkpoint_folder, numbered.number);
    }
    const auto began = std::chrono::steady_clock::now();
    CaseRecord record;
    try {
      std::optional<nlohmann::json> values = run_case(plan_, *numbered.one, how);
      if (!values) return;  // stopped
      record.values = std::move(*values);
    } catch (const PreconditionError& failure) {
      record.status = CaseRecord::Status::refused;
      record.reason = failure.what();
    } catch (const std::system_error&) {
      throw;  // a full disk is nothing the case has done
    } catch (const std::exception& failure) {
      record.status = CaseRecord::Status::error;
      record.reason = failure.what();
    }
    record.seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
    {
      const std::lock_guard lock(mutex_);
      if (options_.finished) options_.finished(*numbered.one, record);
    }
    if (!how.checkpoint.empty()) std::filesystem::remove(how.checkpoint);
  }

  const SweepPlan& plan_;
  const std::vector<NumberedCase>& cases_;
  const RunnerOptions& options_;
  std::atomic<std::size_t> next_{0};
  std::atomic<bool> failed_{false};
  std::mutex mutex_;
  std::condition_variable ended_;
  int running_ = 0;
  std::exception_ptr failure_;
};

}  // namespace

std::string checkpoint_file(const std::string& folder, std::size_t number) {
  return fmt::format("{}/case-{}.npz", folder, number);
}

void run_cases(const SweepPlan& plan, const std::vector<NumberedCase>& cases,
               const RunnerOptions& options) {
  Runner(plan, cases, options).run();
}

}  // namespace lemmascope::report
