#include "properties/statistics/trials.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "properties/claim/parallel.hpp"
#include "properties/statistics/clopper_pearson.hpp"
#include "properties/statistics/ledger.hpp"
#include "properties/statistics/trial_record.hpp"
#include "theory/numeric/interruption.hpp"

namespace lemmascope::statistics {
namespace {

using claim::CheckResult;
using claim::RunContext;
using claim::Verdict;

constexpr double kPower = 0.99;

int trials_for(const Trials& t, claim::Profile profile) {
  switch (profile) {
    case claim::Profile::quick:
      return t.quick;
    case claim::Profile::pr:
      return t.pr;
    case claim::Profile::nightly:
      return t.nightly;
  }
  return t.quick;
}

enum class Outcome : char { not_run, failed, succeeded };

/// A trial's answer and what it saw.
struct Trial {
  Outcome outcome = Outcome::not_run;
  std::optional<std::uint64_t> record;  ///< nothing when it reported no number
  bool judged_by_its_training_data = false;
};

// Every trial in order; trials after the deadline are not run.
std::vector<Trial> run_all(const Trials& trials, int count, const RunContext& context) {
  std::vector<Trial> done(static_cast<std::size_t>(count));
  claim::for_each_slot(context.jobs, count, [&](std::int64_t k) {
    if (context.expired()) return;
    const TrialKey key{context.seed, static_cast<std::uint32_t>(k)};
    const TrialRecord record;
    Trial& trial = done[static_cast<std::size_t>(k)];
    try {
      trial.outcome = trials.succeeds(key) ? Outcome::succeeded : Outcome::failed;
    } catch (const Interrupted&) {
      return;
    }
    if (!record.empty()) trial.record = record.hash();
    trial.judged_by_its_training_data = record.judged_by_its_training_data();
  });
  return done;
}

// Why the trials are no independent evidence; empty when nothing speaks against it. Two trainings
// with other data never agree in every bit of every loss.
std::string dependence_of(const std::vector<Trial>& trials) {
  std::map<std::uint64_t, std::size_t> seen;
  for (std::size_t k = 0; k < trials.size(); ++k) {
    if (trials[k].judged_by_its_training_data) {
      return fmt::format("trial {} is judged by data it was trained on", k);
    }
    if (!trials[k].record) continue;
    const auto [first, fresh] = seen.try_emplace(*trials[k].record, k);
    if (!fresh) {
      return fmt::format(
          "trials {} and {} came to the same numbers, bit by bit: they repeat each "
          "other",
          first->second, k);
    }
  }
  return "";
}

std::int64_t count_of(const std::vector<Trial>& trials, Outcome outcome) {
  return std::count_if(trials.begin(), trials.end(),
                       [outcome](const Trial& trial) { return trial.outcome == outcome; });
}

nlohmann::json failing_runs(const std::vector<Trial>& trials) {
  nlohmann::json runs = nlohmann::json::array();
  for (std::size_t k = 0; k < trials.size(); ++k) {
    if (trials[k].outcome == Outcome::failed) runs.push_back(k);
  }
  return runs;
}

/// Trials that would show the claimed share with kPower if the seen share were the true one; 0 when
/// it is not above the claimed one.
std::int64_t needed_trials(const Trials& trials, std::int64_t successes, std::int64_t count,
                           double error_rate) {
  const double share = static_cast<double>(successes) / static_cast<double>(count);
  if (share <= trials.least_share) return 0;
  return trials_needed(share, trials.least_share, error_rate, kPower);
}

void decide(const Trials& trials, std::int64_t successes, std::int64_t count, double error_rate,
            CheckResult& result) {
  const ConfidenceInterval interval = clopper_pearson(successes, count, error_rate);
  claim::Finding finding;
  finding.lhs = claim::proportion(successes, count, interval.lower, interval.upper);
  finding.op = claim::Op::greater_equal;
  finding.rhs = claim::quantity(trials.least_share);
  finding.margin = claim::quantity(interval.lower - trials.least_share);
  const claim::CaseFinding found{0, fmt::format("{} trials", count), finding};
  switch (at_least(interval, trials.least_share)) {
    case Decision::shown:
      result.verdict = Verdict::holds;
      result.tightest = found;
      return;
    case Decision::refuted:
      result.verdict = Verdict::refuted;
      result.failing = found;
      result.reason =
          fmt::format("{} of {} trials succeeded; the share is below {} at error rate {:.2g}",
                      successes, count, trials.least_share, error_rate);
      return;
    case Decision::open:
      result.verdict = Verdict::undecided;
      result.failing = found;
      result.reason =
          fmt::format("{} of {} trials succeeded: the limits [{:.3f}, {:.3f}] straddle {}",
                      successes, count, interval.lower, interval.upper, trials.least_share);
      if (const auto needed = needed_trials(trials, successes, count, error_rate); needed > 0) {
        result.reason += fmt::format("; at this share {} trials decide", needed);
      }
  }
}

}  // namespace

CheckResult run_trials(const std::string& claim, const Trials& trials, const RunContext& context) {
  CheckResult result;
  result.name = trials.name;
  result.domain = trials.description;
  result.evidence = claim::Evidence::statistical;
  result.scope = claim::Scope::sample;
  const int count = trials_for(trials, context.profile);
  const std::vector<Trial> done = run_all(trials, count, context);
  const auto ran = count - count_of(done, Outcome::not_run);
  const auto successes = count_of(done, Outcome::succeeded);
  result.tried = result.met = result.relations = ran;
  if (std::string reason = dependence_of(done); !reason.empty()) {
    result.verdict = Verdict::error;
    result.reason = std::move(reason);
    return result;
  }
  if (ran < count) {
    result.verdict = Verdict::undecided;
    result.reason = fmt::format("the time budget ended after {} of {} trials", ran, count);
    return result;
  }
  const double error_rate = kAssertionRate;
  decide(trials, successes, count, error_rate, result);
  const ConfidenceInterval interval = clopper_pearson(successes, count, error_rate);
  const double detectable =
      largest_detectable_proportion(trials.least_share, count, error_rate, kPower);
  result.measured = std::make_shared<const nlohmann::json>(nlohmann::json{
      {"assertion", claim + "/" + trials.name},
      {"rule", "Clopper-Pearson, two-sided"},
      {"trials", count},
      {"successes", successes},
      {"lower", interval.lower},
      {"upper", interval.upper},
      {"least_share", trials.least_share},
      {"error_rate", error_rate},
      {"power", kPower},
      {"smallest_detectable_discrepancy", trials.least_share - detectable},
      {"samples_needed", needed_trials(trials, successes, count, error_rate)},
      {"samples_needed_for", "this power, were the seen share the true one"},
      {"seed", std::to_string(context.seed)},
      {"failing_runs", failing_runs(done)},
      {"trials_told_apart", std::count_if(done.begin(), done.end(), [](const Trial& trial) {
         return trial.record.has_value();
       })}});
  return result;
}

ClaimByTrials& ClaimByTrials::measured_by(Trials trials, const char* file, int line) {
  by_trials_ = true;
  const std::string name = trials.name;
  return measured_by(claim::Check{name,
                                  [id = record_.id, trials](const RunContext& context) {
                                    return run_trials(id, trials, context);
                                  },
                                  1},
                     file, line);
}

ClaimByTrials& ClaimByTrials::measured_by(claim::Check check, const char* file, int line) {
  record_.code.law = {claim::from_the_root(file), line};
  return also_checked(std::move(check));
}

ClaimByTrials& ClaimByTrials::twin(Trials trials) {
  // Known by what was trained and, where another judgement of the same training is a twin, by what
  // is judged.
  const bool is_taken =
      std::any_of(record_.twins.begin(), record_.twins.end(),
                  [&](const claim::Twin& other) { return other.name == trials.description; });
  const std::string name = is_taken ? trials.description + ": " + trials.name : trials.description;
  return also_twin({name, claim::Twin::Kind::wrong,
                    [id = record_.id, trials](const RunContext& context) {
                      return run_trials(id, trials, context);
                    },
                    1});
}

ClaimByTrials& ClaimByTrials::example(std::string what,
                                      std::function<bool(const TrialKey&)> succeeds) {
  record_.example = [what = std::move(what), succeeds = std::move(succeeds)](const RunContext&) {
    // A key no profile reaches, so the example is never one of the trials.
    constexpr TrialKey kExample{1, 0xffffffff};
    CheckResult result;
    result.name = "example";
    result.domain = what;
    result.evidence = claim::Evidence::statistical;
    result.scope = claim::Scope::instance;
    result.tried = result.met = result.relations = 1;
    const bool good = succeeds(kExample);
    result.verdict = good ? Verdict::holds : Verdict::refuted;
    if (!good) result.reason = "the example training did not succeed";
    return result;
  };
  return *this;
}

ClaimByTrials::operator claim::Claim() const {
  claim::require_complete(record_, {{!record_.checks.empty(), "trials"},
                                    {!record_.twins.empty(), "wrong twin"},
                                    {bool(record_.example), "example"},
                                    {by_trials_ || !record_.confirmation.empty(), "confirmation"}});
  claim::require_twins_named_apart(record_);
  claim::Claim claim = record_;
  if (claim.confirmation.empty()) {
    claim.confirmation = "independent trainings under keyed streams; exact binomial limits";
  }
  return claim;
}

}  // namespace lemmascope::statistics
