#include "properties/statistics/trial_record.hpp"

#include <algorithm>
#include <bit>

#include "properties/claim/transcript.hpp"

namespace lemmascope::statistics {
namespace {

thread_local TrialRecord* listening = nullptr;

}  // namespace

TrialRecord::TrialRecord() : outer_(listening), hash_(claim::kHashStart) { listening = this; }

TrialRecord::~TrialRecord() { listening = outer_; }

void TrialRecord::number(double value) {
  if (listening == nullptr) return;
  listening->hash_ = claim::hashed(listening->hash_, std::bit_cast<std::uint64_t>(value));
  ++listening->numbers_;
}

void TrialRecord::trained_on(std::uint64_t data) {
  if (listening != nullptr) listening->trained_.push_back(data);
}

void TrialRecord::evaluated_on(std::uint64_t data) {
  if (listening != nullptr) listening->evaluated_.push_back(data);
}

bool TrialRecord::judged_by_its_training_data() const {
  return std::any_of(evaluated_.begin(), evaluated_.end(), [this](std::uint64_t data) {
    return std::find(trained_.begin(), trained_.end(), data) != trained_.end();
  });
}

std::uint64_t hash_of_data(std::span<const std::byte> data) {
  std::uint64_t hash = claim::kHashStart;
  for (const std::byte byte : data) {
    hash = (hash ^ std::to_integer<std::uint64_t>(byte)) * 0x100000001b3ULL;
  }
  return hash;
}

}  // namespace lemmascope::statistics
