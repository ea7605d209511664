// What a trial saw, so that trials that repeat each other, and trials that are judged by the data
// they were trained on, are found out.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace lemmascope::statistics {

/// Listens on the thread that makes it, until it is destroyed: run_trials makes one for every
/// trial. Trainings report to it whether or not they are remembered from another claim; without a
/// listener nothing happens.
class TrialRecord {
 public:
  TrialRecord();
  ~TrialRecord();
  TrialRecord(const TrialRecord&) = delete;
  TrialRecord& operator=(const TrialRecord&) = delete;

  /// A number that the trial came to, with all its bits: a loss, a score.
  static void number(double value);
  /// A hash of data that the trial trained on, and of data that its numbers are taken from.
  static void trained_on(std::uint64_t data);
  static void evaluated_on(std::uint64_t data);

  bool empty() const { return numbers_ == 0; }
  /// Of every number in order.
  std::uint64_t hash() const { return hash_; }
  /// Was any data reported both as trained on and as evaluated on?
  bool judged_by_its_training_data() const;

 private:
  TrialRecord* outer_;
  std::uint64_t hash_;
  std::int64_t numbers_ = 0;
  std::vector<std::uint64_t> trained_, evaluated_;
};

/// A hash of some bytes (FNV-1a), for trained_on and evaluated_on.
std::uint64_t hash_of_data(std::span<const std::byte> data);

}  // namespace lemmascope::statistics
