// The events of a sweep: each process appends one line for every finished case to a file of its
// own, flushed as the case ends. A folder of such files is the whole state of a sweep.
#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "reports/model/events.hpp"
#include "reports/model/file_lock.hpp"
#include "reports/sweep/plan.hpp"

namespace lemmascope::report {

/// What became of a case.
struct CaseRecord {
  enum class Status {
    done,
    refused,  ///< no answer to this case, or a training diverged; the same in every run
    error,    ///< the tool failed
  };
  Status status = Status::done;
  nlohmann::json values;  ///< of a done case
  std::string reason;     ///< of any other
  double seconds = 0;

  /// Same outcome, whatever the time it took.
  bool agrees_with(const CaseRecord& other) const;
};
std::string to_text(CaseRecord::Status status);

/// The first line of an events file: the plan, the program and the part of the work.
nlohmann::json sweep_header(const SweepPlan& plan, const Shard& shard);
/// Throws PreconditionError naming `file` and the difference unless both belong to one sweep by one
/// version of the program (the shard aside).
void require_same_sweep(const nlohmann::json& expected, const nlohmann::json& found,
                        const std::string& file);

/// "events.jsonl" for the whole work, "events-2of3.jsonl" for a shard.
std::string sweep_events_name(const Shard& shard);
/// The events files of a folder in the order of their names, a check's among them; none where there
/// is no such folder. A file stands for itself.
std::vector<std::string> sweep_events_files(const std::string& path);
/// Is this a file of sweep events, or a folder that holds one?
bool holds_sweep(const std::string& path);

struct SweepEvents {
  nlohmann::json header;  ///< null where there was no file
  std::map<std::string, CaseRecord> cases;
};
/// All events of a folder (or of one file). Lines cut short by a kill are dropped; of two records
/// of a case the one that is done wins. Throws PreconditionError on events of different sweeps, on
/// two records that contradict each other, and on anything that is no event.
SweepEvents read_sweep_events(const std::string& path);

/// Does another process (or another lock of this one) hold an events file of the folder?
bool is_being_written(const std::string& folder);

/// One process's events file, continued where it exists. Holds a lock against a second writer.
class SweepLog {
 public:
  /// Throws PreconditionError when another process writes this file, std::system_error when it
  /// cannot be written.
  SweepLog(const std::string& path, const nlohmann::json& header);
  /// Appends one line in a single write. Throws std::system_error.
  void record(const SweepCase& one, const CaseRecord& record);

 private:
  void append(const nlohmann::json& line);
  std::string path_;
  FileLock lock_;
};

}  // namespace lemmascope::report
