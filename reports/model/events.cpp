#include "reports/model/events.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <charconv>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <system_error>

#include "properties/claim/result.hpp"
#include "reports/model/files.hpp"
#include "reports/model/nesting.hpp"
#include "reports/model/provenance.hpp"
#include "reports/model/schema_check.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::report {
namespace {

using nlohmann::json;

std::optional<int> number(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<int> environment_number(const char* name) {
  const char* text = std::getenv(name);
  return text == nullptr ? std::nullopt : number(text);
}

json unit_line(const claim::Unit& unit, const claim::UnitResult& result, bool interrupted) {
  json line = {
      {"event", "unit"},          {"claim", unit.claim}, {"part", claim::to_text(unit.part)},
      {"index", unit.index},      {"name", unit.name},   {"result", claim::to_json(result.result)},
      {"seconds", result.seconds}};
  if (interrupted) line["interrupted"] = true;
  return line;
}

std::string key_of(const json& line) {
  return fmt::format("{} {} {}", line.at("claim").get<std::string>(),
                     line.at("part").get<std::string>(), line.at("index").get<int>());
}

claim::CheckResult result_of(const json& line, const std::string& place) {
  try {
    return claim::check_result_from_json(line.at("result"));
  } catch (const PreconditionError& failure) {
    refuse(fmt::format("{}: {}", place, failure.what()));
  }
}

void read_line(const json& line, const std::string& place, Events& events) {
  require_schema(line, "events", place);
  const auto kind = line.at("event").get<std::string>();
  if (kind == "run") {
    events.header = line;
  } else if (kind == "end") {
    events.complete = true;
  } else if (kind == "unit" && !line.contains("interrupted")) {
    const bool is_new =
        events.units
            .emplace(key_of(line),
                     claim::UnitResult{result_of(line, place), line.at("seconds").get<double>()})
            .second;
    require(is_new, fmt::format("{}: the unit {} is there twice", place, key_of(line)));
  }
}

}  // namespace

Shard parse_shard(const std::string& text) {
  const std::size_t slash = text.find('/');
  if (slash != std::string::npos) {
    const auto index = number(std::string_view(text).substr(0, slash)),
               count = number(std::string_view(text).substr(slash + 1));
    if (index && count && *index >= 1 && *index <= *count) return {*index, *count};
  }
  refuse(fmt::format("--shard: expected i/n with 1 <= i <= n, found '{}'", text));
}

std::optional<Shard> shard_from_environment() {
  const auto total = environment_number("GTEST_TOTAL_SHARDS"),
             index = environment_number("GTEST_SHARD_INDEX");
  if (total && index) return parse_shard(fmt::format("{}/{}", *index + 1, *total));
  const auto count = environment_number("SLURM_ARRAY_TASK_COUNT"),
             task = environment_number("SLURM_ARRAY_TASK_ID");
  if (!count || !task) return std::nullopt;
  return parse_shard(fmt::format(
      "{}/{}", *task - environment_number("SLURM_ARRAY_TASK_MIN").value_or(0) + 1, *count));
}

std::optional<Shard> rank_from_environment() {
  for (const auto& [rank_name, size_name] :
       {std::pair("OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE"),
        std::pair("PMI_RANK", "PMI_SIZE")}) {
    const auto rank = environment_number(rank_name), size = environment_number(size_name);
    if (rank && size) return parse_shard(fmt::format("{}/{}", *rank + 1, *size));
  }
  return std::nullopt;
}

Shard part_of(const Shard& outer, const Shard& inner) {
  return {(inner.index - 1) * outer.count + outer.index, outer.count * inner.count};
}

std::string program_identity() {
  std::error_code error;
  const auto size = std::filesystem::file_size("/proc/self/exe", error);
  if (error) return "unknown";
  const auto time = std::filesystem::last_write_time("/proc/self/exe", error);
  return fmt::format("{} {}", size, time.time_since_epoch().count());
}

std::string to_text(const Shard& shard) { return fmt::format("{}/{}", shard.index, shard.count); }

std::vector<claim::Unit> units_of_shard(const std::vector<const claim::Claim*>& claims,
                                        const Shard& shard) {
  std::vector<claim::Unit> mine;
  int k = 0;
  for (const claim::Claim* claim : claims) {
    for (const claim::Unit& unit : claim::units_of(*claim)) {
      if (k++ % shard.count == shard.index - 1) mine.push_back(unit);
    }
  }
  return mine;
}

json run_header(const std::vector<const claim::Claim*>& claims, const claim::RunContext& context,
                const RunRequest& request, const Shard& shard) {
  const json build = build_provenance();
  json ids = json::array();
  for (const claim::Claim* claim : claims) ids.push_back(claim->id);
  json header = {{"event", "run"},
                 {"schema", "lemmascope/events/1"},
                 {"version", build.at("version")},
                 {"commit", build.at("commit")},
                 {"dirty", build.at("dirty")},
                 {"program", program_identity()},
                 {"profile", claim::to_text(context.profile)},
                 {"seed", std::to_string(context.seed)},
                 {"request", to_json(request)},
                 {"shard", to_text(shard)},
                 {"units", units_of_shard(claims, shard).size()},
                 {"claims", ids}};
  if (context.attack_evaluations) header["request"]["attack"] = *context.attack_evaluations;
  if (context.most_work != claim::kMostWork) header["request"]["most_work"] = context.most_work;
  return header;
}

std::string unit_key(const claim::Unit& unit) {
  return fmt::format("{} {} {}", unit.claim, claim::to_text(unit.part), unit.index);
}

std::string first_event(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::string line;
  std::getline(in, line);
  try {
    const json first = parse_json(line, path);
    const json kind = first.is_object() ? first.value("event", json()) : json();
    return kind.is_string() ? kind.get<std::string>() : "";
  } catch (const PreconditionError&) {
    return "";  // not one of ours
  }
}

Events read_events(const std::string& path) {
  Events events;
  if (!std::filesystem::exists(path)) return events;
  const std::string content = read_file(path);
  std::size_t line_number = 0;
  for (std::size_t start = 0; start < content.size(); ++line_number) {
    const std::size_t end = content.find('\n', start);
    if (end == std::string::npos) break;  // cut short by a kill
    const std::string place = fmt::format("{}:{}", path, line_number + 1);
    read_line(parse_json(std::string_view(content).substr(start, end - start), place), place,
              events);
    start = end + 1;
  }
  return events;
}

EventLog::EventLog(std::string path, const json& header, const Events& known,
                   const std::vector<claim::Unit>& units)
    : path_(std::move(path)) {
  std::string content = header.dump() + "\n";
  for (const claim::Unit& unit : units) {
    const auto found = known.units.find(unit_key(unit));
    if (found != known.units.end()) content += unit_line(unit, found->second, false).dump() + "\n";
  }
  write_atomically(path_, content);
  descriptor_ = open(path_.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC);
  if (descriptor_ < 0) fail_with_errno("write", path_);
}

EventLog::~EventLog() { close(descriptor_); }

void EventLog::record(const claim::Unit& unit, const claim::UnitResult& result, bool interrupted) {
  append(unit_line(unit, result, interrupted));
}

void EventLog::finish(std::size_t units) { append({{"event", "end"}, {"units", units}}); }

void EventLog::append(const json& line) { write_all(descriptor_, line.dump() + "\n", path_); }

}  // namespace lemmascope::report
