// Trainings that several checks and twins look at, run once per process.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

namespace lemmascope::causal {

/// Values by name. A name must say everything its value depends on. Two threads that ask for the
/// same new name at once both compute it; the first to finish is kept.
template <class Value>
class TrainingMemo {
 public:
  template <class Compute>
  std::shared_ptr<const Value> of(const std::string& name, const Compute& compute) {
    {
      const std::lock_guard lock(mutex_);
      if (const auto found = values_.find(name); found != values_.end()) return found->second;
    }
    auto value = std::make_shared<const Value>(compute());
    const std::lock_guard lock(mutex_);
    return values_.emplace(name, std::move(value)).first->second;
  }

 private:
  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<const Value>> values_;
};

}  // namespace lemmascope::causal
