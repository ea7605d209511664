// Trainings that several checks and twins look at, run once per process.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <utility>

namespace lemmascope::statistics {

/// Values by key. A key must say everything its value depends on. Two threads that ask for the
/// same new key at once both compute it; the first to finish is kept.
template <class Key, class Value>
class TrainingMemo {
 public:
  template <class Compute>
  std::shared_ptr<const Value> of(const Key& key, const Compute& compute) {
    {
      const std::lock_guard lock(mutex_);
      if (const auto found = values_.find(key); found != values_.end()) return found->second;
    }
    auto value = std::make_shared<const Value>(compute());
    const std::lock_guard lock(mutex_);
    return values_.emplace(key, std::move(value)).first->second;
  }

 private:
  std::mutex mutex_;
  std::map<Key, std::shared_ptr<const Value>> values_;
};

}  // namespace lemmascope::statistics
