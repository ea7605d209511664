// What one statistical assertion may cost: its share of its paper's false-alarm budget.
#pragma once

namespace lemmascope::claim {

/// The largest number of statistical assertions the claims of one paper may make. The budget is
/// split evenly over this number, not over those that happen to run, so that selecting fewer claims
/// never changes a verdict.
inline constexpr int kMostAssertions = 64;

/// The probability that a run of true claims of one paper shows any false alarm. A run over several
/// papers may show one with at most the sum, which its result states.
inline constexpr double kFalseAlarmBudget = 1e-6;

/// The error rate of one assertion: its share of the budget. What an assertion splits further (two
/// sides, several entries) is split from this.
inline constexpr double kAssertionRate = kFalseAlarmBudget / kMostAssertions;

}  // namespace lemmascope::claim
