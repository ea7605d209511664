// What a finished sweep leaves: sweep.json and a tidy sweep.csv. Functions of the plan, the program
// and the root seed alone: no times, no machine, whatever the threads, shards and ranks.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "reports/sweep/sweep_events.hpp"

namespace lemmascope::report {

/// How many cases ended how. `missing` cases have no record.
struct SweepCounts {
  std::size_t done = 0;
  std::size_t refused = 0;
  std::size_t errors = 0;
  std::size_t missing = 0;
};
SweepCounts count_cases(const std::vector<SweepCase>& cases,
                        const std::map<std::string, CaseRecord>& records);

/// schema lemmascope/sweep/1: plan, summary, cases in order with settings and values, provenance.
/// Throws PreconditionError naming the first case without a record.
nlohmann::json sweep_document(const SweepPlan& plan, const std::vector<SweepCase>& cases,
                              const std::map<std::string, CaseRecord>& records);

/// One row a case; columns: key, status, reason, stream_seed, one for each setting of the plan,
/// then one for each number in the order of first appearance. Matrix entries are K[1][0]; an
/// enclosure's radius and a proportion's limits have columns of their own (K[1][0].radius). Numbers
/// as exact texts.
std::string sweep_csv(const nlohmann::json& document);

}  // namespace lemmascope::report
