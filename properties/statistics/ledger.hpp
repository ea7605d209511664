// One false-alarm budget per paper, split among its statistical assertions in code.
#pragma once

#include <map>
#include <string>

#include "properties/claim/assertion_rate.hpp"

namespace lemmascope::statistics {

using claim::kAssertionRate;
using claim::kFalseAlarmBudget;
using claim::kMostAssertions;

/// Hands out error rates by name. By the union bound the sum of what is handed out bounds the
/// probability of any false alarm in the run.
class FalseAlarmLedger {
 public:
  explicit FalseAlarmLedger(double budget = kFalseAlarmBudget);

  /// The error rate of one assertion (two-sided assertions split it themselves). Throws
  /// PreconditionError when the name was drawn before or kMostAssertions is exceeded.
  double draw(const std::string& assertion);

  double budget() const { return budget_; }
  double spent() const;
  const std::map<std::string, double>& entries() const { return entries_; }

 private:
  double budget_;
  std::map<std::string, double> entries_;
};

}  // namespace lemmascope::statistics
