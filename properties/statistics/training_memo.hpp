// Trainings that several checks and twins look at, run once per process.
#pragma once

#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <utility>

namespace lemmascope::statistics {

/// Values by key. A key must say everything its value depends on. A thread that asks for what
/// another is computing waits for it; when that computation throws, it computes itself.
template <class Key, class Value>
class TrainingMemo {
 public:
  template <class Compute>
  std::shared_ptr<const Value> of(const Key& key, const Compute& compute) {
    {
      std::unique_lock lock(mutex_);
      for (;;) {
        const auto [entry, is_new] = values_.try_emplace(key);
        if (is_new) break;
        if (entry->second) return entry->second;
        changed_.wait(lock);
      }
    }
    std::shared_ptr<const Value> value;
    try {
      value = std::make_shared<const Value>(compute());
    } catch (...) {
      const std::lock_guard lock(mutex_);
      values_.erase(key);
      changed_.notify_all();
      throw;
    }
    const std::lock_guard lock(mutex_);
    values_[key] = value;
    changed_.notify_all();
    return value;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<Key, std::shared_ptr<const Value>> values_;  ///< none: being computed
};

}  // namespace lemmascope::statistics
