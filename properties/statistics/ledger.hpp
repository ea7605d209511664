// One false-alarm budget per paper, split among its statistical assertions in code.
#pragma once

#include <map>
#include <string>

namespace lemmascope::statistics {

/// The largest number of statistical assertions the claims of one paper may make. The budget is split evenly over
/// this number, not over those that happen to run, so that selecting fewer claims never changes a
/// verdict.
inline constexpr int kMostAssertions = 64;

/// The probability that a run of true claims of one paper shows any false alarm. A run over several
/// papers may show one with at most the sum, which its result states.
inline constexpr double kFalseAlarmBudget = 1e-6;

/// The error rate of one assertion: its share of the budget. What an assertion splits further (two
/// sides, several entries) is split from this.
inline constexpr double kAssertionRate = kFalseAlarmBudget / kMostAssertions;

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
