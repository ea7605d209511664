// events.jsonl: one line for every finished unit of a run, appended and flushed as it ends. A
// killed run resumes from it, shards of a run are merged from theirs.
#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "properties/claim/engine.hpp"
#include "reports/model/result_document.hpp"

namespace lemmascope::report {

/// Part `index` (1-based) of `count`; the whole run is 1/1.
struct Shard {
  int index = 1;
  int count = 1;
};
/// "2/3". Throws PreconditionError on anything else.
Shard parse_shard(const std::string& text);
/// From GTEST_SHARD_INDEX / GTEST_TOTAL_SHARDS or SLURM_ARRAY_TASK_ID / SLURM_ARRAY_TASK_COUNT (and
/// SLURM_ARRAY_TASK_MIN); nothing when neither pair is set.
std::optional<Shard> shard_from_environment();
/// From OMPI_COMM_WORLD_RANK / OMPI_COMM_WORLD_SIZE or PMI_RANK / PMI_SIZE, which mpirun and other
/// launchers set whether or not a program links MPI; nothing when neither pair is set.
std::optional<Shard> rank_from_environment();
/// Part `inner` of part `outer`.
Shard part_of(const Shard& outer, const Shard& inner);
std::string to_text(const Shard& shard);

/// Size and time of the running program's file: a build's fingerprint that costs nothing.
std::string program_identity();

/// The units of the claims that belong to the shard: every count-th, so that neighbours, which cost
/// alike, go to different shards.
std::vector<claim::Unit> units_of_shard(const std::vector<const claim::Claim*>& claims,
                                        const Shard& shard);

/// The first line of an events file: what ran, by which program. Two files can be joined when all
/// but "shard", "units" and "program" agree.
nlohmann::json run_header(const std::vector<const claim::Claim*>& claims,
                          const claim::RunContext& context, const RunRequest& request,
                          const Shard& shard);

/// What an events file holds.
struct Events {
  nlohmann::json header;  ///< null: no file, or not one of ours
  std::map<std::string, claim::UnitResult> units;
  bool complete = false;  ///< the last line says so
};
/// The key of a unit in Events::units.
std::string unit_key(const claim::Unit& unit);

/// What the first line of an events file says it is: "run", "sweep"; empty for anything else.
std::string first_event(const std::string& path);

/// Reads an events file; a last line cut short by a kill is dropped, units that the time budget
/// interrupted are left out. A missing file gives an empty answer. Throws PreconditionError naming
/// the line on anything else that is wrong.
Events read_events(const std::string& path);

/// Appends lines to an events file.
class EventLog {
 public:
  /// Starts the file anew with the header and the units already known. Throws std::system_error.
  EventLog(std::string path, const nlohmann::json& header, const Events& known,
           const std::vector<claim::Unit>& units);
  ~EventLog();
  EventLog(const EventLog&) = delete;
  EventLog& operator=(const EventLog&) = delete;
  /// Appends and flushes one line. Throws std::system_error.
  void record(const claim::Unit& unit, const claim::UnitResult& result, bool interrupted);
  /// Says that every unit of the shard is there.
  void finish(std::size_t units);

 private:
  void append(const nlohmann::json& line);
  std::string path_;
  int descriptor_ = -1;
};

}  // namespace lemmascope::report
