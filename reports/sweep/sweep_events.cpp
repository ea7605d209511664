#include "reports/sweep/sweep_events.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "reports/model/files.hpp"
#include "reports/model/nesting.hpp"
#include "reports/model/provenance.hpp"
#include "reports/model/schema_check.hpp"
#include "reports/sweep/settings.hpp"
#include "sim/cpu/instruction_set.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::report {
namespace {

using nlohmann::json;

constexpr const char* kSchema = "lemmascope/sweep-events/1";

CaseRecord::Status status_from(const std::string& text) {
  for (const auto status :
       {CaseRecord::Status::done, CaseRecord::Status::refused, CaseRecord::Status::error}) {
    if (text == to_text(status)) return status;
  }
  refuse(fmt::format("expected the status done, refused or error, found '{}'", text));
}

// Keeps the better of two records of one case.
void remember(SweepEvents& events, const std::string& key, CaseRecord record,
              const std::string& place) {
  const auto [known, is_new] = events.cases.try_emplace(key, record);
  if (is_new) return;
  const bool was_done = known->second.status == CaseRecord::Status::done;
  if (record.status == CaseRecord::Status::done) {
    require(!was_done || known->second.agrees_with(record),
            fmt::format("{}: {} is there twice, with different values", place, key));
  }
  if (!was_done) known->second = std::move(record);
}

void read_line(const json& line, const std::string& file, const std::string& place,
               SweepEvents& events) {
  if (line.at("event") == "sweep") {
    if (events.header.is_null()) events.header = line;
    require_same_sweep(events.header, line, file);
    return;
  }
  require(!events.header.is_null(), place + ": expected the sweep before its first case");
  CaseRecord record;
  record.status = status_from(line.at("status").get<std::string>());
  record.values = line.value("values", json());
  record.reason = line.value("reason", "");
  record.seconds = line.at("seconds").get<double>();
  remember(events, line.at("key").get<std::string>(), std::move(record), place);
}

void read_one_file(const std::string& path, SweepEvents& events) {
  std::ifstream in(path, std::ios::binary);
  if (!in) fail_with_errno("read", path);
  std::string line;
  for (int number = 1; std::getline(in, line); ++number) {
    if (in.eof()) break;  // no line break at the end: cut short by a kill
    const std::string place = fmt::format("{}:{}", path, number);
    const json event = parse_json(line, place);
    require_schema(event, "sweep-events", place);
    read_line(event, path, place, events);
  }
}

}  // namespace

std::string to_text(CaseRecord::Status status) {
  switch (status) {
    case CaseRecord::Status::done:
      return "done";
    case CaseRecord::Status::refused:
      return "refused";
    case CaseRecord::Status::error:
      return "error";
  }
  return "error";
}

bool CaseRecord::agrees_with(const CaseRecord& other) const {
  return status == other.status && values == other.values && reason == other.reason;
}

json sweep_header(const SweepPlan& plan, const Shard& shard) {
  const json build = build_provenance();
  json header = {{"event", "sweep"},
                 {"schema", kSchema},
                 {"version", build.at("version")},
                 {"commit", build.at("commit")},
                 {"dirty", build.at("dirty")},
                 {"shard", to_text(shard)},
                 {"plan", to_json(plan)}};
  // Two builds of one clean commit are the same program; of a changed tree they need not be.
  if (build.at("dirty").get<bool>()) header["program"] = program_identity();
  // Trainings round alike on one instruction set only.
  if (subject_of(plan.quantity).is_training()) {
    header["instructions"] = sim::to_text(sim::widest_instruction_set());
  }
  return header;
}

void require_same_sweep(const json& expected, const json& found, const std::string& file) {
  for (const char* key :
       {"schema", "version", "commit", "dirty", "program", "instructions", "plan"}) {
    const json a = expected.value(key, json()), b = found.value(key, json());
    if (a == b) continue;
    refuse(a.is_object() || b.is_object() ? fmt::format("{}: events of another {}", file, key)
                                          : fmt::format("{}: {} differs: expected {}, found {}",
                                                        file, key, a.dump(), b.dump()));
  }
}

std::string sweep_events_name(const Shard& shard) {
  return shard.count == 1 ? "events.jsonl"
                          : fmt::format("events-{}of{}.jsonl", shard.index, shard.count);
}

std::vector<std::string> sweep_events_files(const std::string& path) {
  if (!std::filesystem::is_directory(path)) {
    return std::filesystem::exists(path) ? std::vector<std::string>{path}
                                         : std::vector<std::string>{};
  }
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(path)) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with("events") && name.ends_with(".jsonl")) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

bool holds_sweep(const std::string& path) {
  for (const std::string& file : sweep_events_files(path)) {
    if (first_event(file) == "sweep") return true;
  }
  return false;
}

SweepEvents read_sweep_events(const std::string& path) {
  SweepEvents events;
  for (const std::string& file : sweep_events_files(path)) read_one_file(file, events);
  return events;
}

bool is_being_written(const std::string& folder) {
  for (const std::string& file : sweep_events_files(folder)) {
    try {
      const FileLock lock(file, FileLock::Wait::no);
    } catch (const PreconditionError&) {
      return true;
    }
  }
  return false;
}

SweepLog::SweepLog(const std::string& path, const json& header)
    : path_(path), lock_(path, FileLock::Wait::no) {
  std::ifstream in(path, std::ios::binary);
  const std::string content{std::istreambuf_iterator<char>(in), {}};
  const std::size_t end = content.rfind('\n');
  const std::size_t whole_lines = end == std::string::npos ? 0 : end + 1;
  if (ftruncate(lock_.descriptor(), static_cast<off_t>(whole_lines)) != 0)
    fail_with_errno("write", path_);
  if (whole_lines == 0) append(header);
}

void SweepLog::record(const SweepCase& one, const CaseRecord& record) {
  json line = {{"event", "case"},
               {"key", one.key},
               {"stream_seed", std::to_string(one.seed)},
               {"status", to_text(record.status)},
               {"seconds", record.seconds}};
  if (record.status == CaseRecord::Status::done) {
    line["values"] = record.values;
  } else {
    line["reason"] = record.reason;
  }
  append(line);
}

void SweepLog::append(const json& line) {
  write_all(lock_.descriptor(), line.dump() + "\n", path_);
}

}  // namespace lemmascope::report
