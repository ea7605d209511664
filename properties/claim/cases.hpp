// The cases of a domain, run: keyed instances, hypotheses, the law, counts. The result does not
// depend on the number of threads.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "properties/claim/about_instances.hpp"
#include "properties/claim/transcript.hpp"

namespace lemmascope::claim {

using Hypotheses = std::vector<Hypothesis<Instance>>;

/// The first hypothesis `instance` does not certainly meet.
const Hypothesis<Instance>* first_unmet(const Hypotheses& hypotheses, const Instance& instance);

/// The limit of work as one more hypothesis: what costs more than the run allows is left out, and
/// counted, as what lies outside the others is.
Hypothesis<Instance> work_limit(const std::function<double(const Instance&)>& cost,
                                const RunContext& context);
bool is_work_limit(const Hypothesis<Instance>& hypothesis);

/// What a slot of cases, or a whole domain, amounts to.
struct Tally {
  bool ran = false;
  std::int64_t tried = 0;
  std::int64_t met = 0;
  std::int64_t relations = 0;
  std::map<std::string, std::int64_t> excluded;
  std::optional<CaseFinding> tightest;
  std::optional<CaseFinding> failing;
  std::optional<CaseFinding> unknown;
  std::string too_much_work;  ///< why, of the first case beyond the limit of work
  Sharpness sharpness;
  std::uint64_t digest = kHashStart;  ///< of the cases that met the hypotheses, in order
};

/// Runs all cases of a domain, stopping at the first failing one in case order: cases after it are
/// not counted.
Tally run_cases(const Claim& record, const Domain<Instance>& domain, const Hypotheses& hypotheses,
                const Evaluation<Instance>& law, const RunContext& context);

/// Copies the counts and sets the verdict of everything but a refutation.
void conclude_counts(const Tally& tally, std::int64_t cases, CheckResult& result);

}  // namespace lemmascope::claim
