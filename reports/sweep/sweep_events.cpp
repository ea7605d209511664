#include "reports/sweep/sweep_events.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <system_error>

#include "reports/model/provenance.hpp"
#include "reports/sweep/settings.hpp"
#include "sim/cpu/instruction_set.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::report {
namespace {

using nlohmann::json;

constexpr const char* kSchema = "lemmascope/sweep-events/1";

[[noreturn]] void fail(const std::string& path, const char* what) {
  throw std::system_error(errno, std::generic_category(), fmt::format("cannot {} {}", what, path));
}

CaseRecord::Status status_from(const std::string& text) {
  for (const auto status :
       {CaseRecord::Status::done, CaseRecord::Status::refused, CaseRecord::Status::error}) {
    if (text == to_text(status)) return status;
  }
  refuse(fmt::format("expected the status done, refused or error, found '{}'", text));
}

// Keeps the better of two records of one case.
void remember(SweepEvents& events, const std::string& key, CaseRecord record) {
  const auto [place, is_new] = events.cases.try_emplace(key, record);
  if (is_new) return;
  const bool known_done = place->second.status == CaseRecord::Status::done;
  if (record.status == CaseRecord::Status::done) {
    require(!known_done || place->second.agrees_with(record),
            fmt::format("{} is there twice, with different values", key));
  }
  if (!known_done) place->second = std::move(record);
}

void read_line(const json& line, const std::string& file, SweepEvents& events) {
  const auto kind = line.at("event").get<std::string>();
  if (kind == "sweep") {
    require(line.at("schema") == kSchema, fmt::format("expected schema {}", kSchema));
    if (events.header.is_null()) events.header = line;
    require_same_sweep(events.header, line, file);
    return;
  }
  require(kind == "case", fmt::format("expected a sweep or a case, found the event '{}'", kind));
  require(!events.header.is_null(), "expected the sweep before its first case");
  CaseRecord record;
  record.status = status_from(line.at("status").get<std::string>());
  record.values = line.value("values", json());
  record.reason = line.value("reason", "");
  record.seconds = line.at("seconds").get<double>();
  remember(events, line.at("key").get<std::string>(), std::move(record));
}

void read_one_file(const std::string& path, SweepEvents& events) {
  std::ifstream in(path, std::ios::binary);
  if (!in) fail(path, "read");
  std::string line;
  for (int number = 1; std::getline(in, line); ++number) {
    if (in.eof()) break;  // no line break at the end: cut short by a kill
    try {
      read_line(json::parse(line), path, events);
    } catch (const json::exception& failure) {
      refuse(fmt::format("{}:{}: not an event of a sweep: {}", path, number, failure.what()));
    } catch (const PreconditionError& failure) {
      refuse(fmt::format("{}:{}: {}", path, number, failure.what()));
    }
  }
}

int open_for_append(const std::string& path) {
  const std::filesystem::path target(path);
  if (target.has_parent_path()) std::filesystem::create_directories(target.parent_path());
  const int descriptor = open(path.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
  if (descriptor < 0) fail(path, "open");
  return descriptor;
}

// Closes the descriptor when there is no lock.
void lock_file(int descriptor, const std::string& path, FileLock::Wait wait) {
  while (flock(descriptor, LOCK_EX | (wait == FileLock::Wait::no ? LOCK_NB : 0)) != 0) {
    if (errno == EINTR) continue;
    if (errno == ENOSYS || errno == ENOLCK || errno == EOPNOTSUPP) break;  // no locks here: go on
    const int reason = errno;
    close(descriptor);
    require(reason != EWOULDBLOCK, fmt::format("{}: another process is writing this file", path));
    errno = reason;
    fail(path, "lock");
  }
}

// Is the open file still the one of that name, or was it removed meanwhile?
bool is_file(int descriptor, const std::string& path) {
  struct stat opened = {}, named = {};
  if (fstat(descriptor, &opened) != 0) fail(path, "read");
  return stat(path.c_str(), &named) == 0 && opened.st_dev == named.st_dev &&
         opened.st_ino == named.st_ino;
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
    std::ifstream in(file, std::ios::binary);
    std::string line;
    std::getline(in, line);
    const json first = json::parse(line, nullptr, false);
    if (first.is_object() && first.value("event", json()) == "sweep") return true;
  }
  return false;
}

SweepEvents read_sweep_events(const std::string& path) {
  SweepEvents events;
  for (const std::string& file : sweep_events_files(path)) read_one_file(file, events);
  return events;
}

FileLock::FileLock(const std::string& path, Wait wait) {
  do {
    if (descriptor_ >= 0) close(descriptor_);
    descriptor_ = open_for_append(path);
    lock_file(descriptor_, path, wait);
  } while (!is_file(descriptor_, path));
}

FileLock::~FileLock() { close(descriptor_); }

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
  if (ftruncate(lock_.descriptor(), static_cast<off_t>(whole_lines)) != 0) fail(path_, "write");
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
  const std::string text = line.dump() + "\n";
  for (std::size_t written = 0; written < text.size();) {
    const ssize_t now = write(lock_.descriptor(), text.data() + written, text.size() - written);
    if (now < 0 && errno != EINTR) fail(path_, "write");
    if (now > 0) written += static_cast<std::size_t>(now);
  }
}

}  // namespace lemmascope::report
