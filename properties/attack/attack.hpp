// The attacker: tries to break a law instead of checking it. It minimises the law's smallest
// relative margin over charts of instances, from a cold start, and hands back the first instance
// that violates it. Same steps for any number of threads.
#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "properties/attack/chart.hpp"
#include "properties/claim/cases.hpp"

namespace lemmascope::attack {

using InstanceChart = Chart<claim::Instance>;

/// What is attacked.
struct Target {
  const claim::Claim& record;
  const claim::Hypotheses& hypotheses;
  const claim::Evaluation<claim::Instance>& law;
  const std::vector<InstanceChart>& charts;
};

/// On one chart, evaluations so far and the smallest relative margin up to then.
using Trace = std::vector<std::pair<std::int64_t, double>>;

/// How it went, and the violation in the coarsest fractions that keep it, if one was found.
struct Outcome {
  claim::AttackRecord record;
  /// How the search got to the record's nearest instance: at most two dozen improvements.
  Trace trace;
  std::optional<claim::Instance> violation;
  bool out_of_time = false;
};

/// Successive halving: every chart is explored, then the better half again and again, with charts
/// one move away from the best; the last rounds walk downhill from the best points and from keyed
/// ones. Spends about `evaluations` evaluations of the law in all (at least a few on each chart as
/// long as they last). An evaluation that throws counts as outside.
Outcome attack(const Target& target, std::int64_t evaluations, const claim::RunContext& context);

}  // namespace lemmascope::attack
