// Claims about simulated training as proportions: in at least a stated share of independent
// trainings something happens, at a stated confidence.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "properties/claim/sentence.hpp"

namespace lemmascope::statistics {

/// Names one trial: everything random in it comes from streams of this seed and run.
struct TrialKey {
  std::uint64_t root_seed = 0;
  std::uint32_t run = 0;
};

/// An experiment that is repeated independently.
struct Trials {
  std::string name;
  std::string description;  ///< configuration, in words
  /// Number of trials per profile. Fixed in advance: no trial is added after looking at results.
  int quick = 0, pr = 0, nightly = 0;
  /// The claimed share of successes.
  double least_share = 0;
  std::function<bool(const TrialKey&)> succeeds;
};

/// Runs the trials (in parallel, each with its own streams) and decides "share >= least_share" by
/// Clopper-Pearson at the error rate the ledger gives one assertion: `holds` when the lower limit
/// reaches the bound, `refuted` when the upper limit is below it, `undecided` otherwise. `measured`
/// records counts, limits, error rate, the smallest detectable discrepancy at 99 % power, the
/// failing runs and how many trials reported numbers (TrialRecord). `error` when two trials
/// reported the same numbers or one was judged by data it was trained on: then they are no
/// independent evidence, whatever they say.
claim::CheckResult run_trials(const std::string& claim, const Trials& trials,
                              const claim::RunContext& context);

/// A claim whose check is a set of trials. Twins are trials of a wrong variant that must be
/// refuted; the example is one trial of its own key that must succeed.
class ClaimByTrials : public claim::Sentence<ClaimByTrials> {
 public:
  using Sentence::Sentence;

  /// The record keeps the place of the call.
  ClaimByTrials& measured_by(Trials trials, const char* file = __builtin_FILE(),
                             int line = __builtin_LINE());
  /// A check that is not a proportion (a mean with its confidence radius, say).
  ClaimByTrials& measured_by(claim::Check check, const char* file = __builtin_FILE(),
                             int line = __builtin_LINE());
  ClaimByTrials& twin(Trials trials);
  ClaimByTrials& twin(claim::Twin twin) { return also_twin(std::move(twin)); }
  /// What stands beside the check. Needed where no check is a set of trials; with trials the
  /// default says that they are independent trainings and how their share is bounded.
  ClaimByTrials& confirmed_by(const std::string& route) { return set(record_.confirmation, route); }
  ClaimByTrials& example(std::string what, std::function<bool(const TrialKey&)> succeeds);

  /// Throws PreconditionError naming the missing part.
  operator claim::Claim() const;  // NOLINT: the end of the sentence

 private:
  bool by_trials_ = false;
};

}  // namespace lemmascope::statistics
