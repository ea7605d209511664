// What a run compared beyond verdicts: values of second routes, how sharp its laws are and how
// strong its twins.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "properties/claim/engine.hpp"

namespace lemmascope::report {

/// {"values_compared", "checks_compared", "checks_without", "without": [{claim, check, because}],
/// "slack": [{claim, check, largest_ratio}], "absurd_twins": [{claim, twin, median_violation}],
/// "twins_without_scale": [{claim, twin}], "tautologies": [claim]}. A law is slack when no relation
/// that is not 0 = 0 comes within a half of its bound; a twin is absurd when its median violation
/// is the size of what it compares; one that compares with zero alone has no scale to be judged by.
nlohmann::json cross_checks(const claim::RunResult& run);

/// A file of a run's samples: its path below the run's folder, and what is in it.
struct Sample {
  std::string path, content;
};
/// One for every check that has a sample: sample/CLAIM.CHECK.json.
std::vector<Sample> samples_of(const claim::RunResult& run);

/// Writes them below `folder`; the files' paths below `folder`.
std::vector<std::string> write_samples(const claim::RunResult& run, const std::string& folder);

}  // namespace lemmascope::report
