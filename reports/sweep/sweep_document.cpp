#include "reports/sweep/sweep_document.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "reports/model/provenance.hpp"
#include "reports/sweep/settings.hpp"
#include "reports/writers/escape.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::report {
namespace {

using nlohmann::json;

// A column and its text.
using Cell = std::pair<std::string, std::string>;

void add_cells(const std::string& name, const json& value, std::vector<Cell>& cells) {
  if (value.is_object() && value.contains("kind") && value.contains("value")) {
    cells.emplace_back(name, value.at("value").get<std::string>());
    for (const char* part : {"radius", "lower", "upper"}) {
      if (value.contains(part)) add_cells(fmt::format("{}.{}", name, part), value.at(part), cells);
    }
  } else if (value.is_array()) {
    for (std::size_t k = 0; k < value.size(); ++k) {
      add_cells(fmt::format("{}[{}]", name, k), value[k], cells);
    }
  } else if (value.is_object()) {
    for (const auto& [key, item] : value.items()) {
      add_cells(name.empty() ? key : fmt::format("{}.{}", name, key), item, cells);
    }
  } else if (value.is_null()) {
    cells.emplace_back(name, "");
  } else {
    cells.emplace_back(name, value.is_string() ? value.get<std::string>() : value.dump());
  }
}

std::vector<Cell> row_of(const json& one, const std::vector<std::string>& settings) {
  std::vector<Cell> row{{"key", one.at("key")},
                        {"status", one.at("status")},
                        {"reason", one.value("reason", "")},
                        {"stream_seed", one.at("stream_seed")}};
  for (const std::string& name : settings) {
    row.emplace_back(name, one.at("settings").value(name, ""));
  }
  std::vector<Cell> values;
  if (one.contains("values")) add_cells("", one.at("values"), values);
  for (Cell& value : values) {
    const bool taken = std::any_of(row.begin(), row.end(),
                                   [&value](const Cell& c) { return c.first == value.first; });
    if (taken) value.first = "value." + value.first;
    row.push_back(std::move(value));
  }
  return row;
}

json case_json(const SweepCase& one, const CaseRecord& record) {
  json out = {{"key", one.key},
              {"settings", one.settings},
              {"stream_seed", std::to_string(one.seed)},
              {"status", to_text(record.status)}};
  if (record.status == CaseRecord::Status::done) {
    out["values"] = record.values;
  } else {
    out["reason"] = record.reason;
  }
  return out;
}

}  // namespace

SweepCounts count_cases(const std::vector<SweepCase>& cases,
                        const std::map<std::string, CaseRecord>& records) {
  SweepCounts counts;
  for (const SweepCase& one : cases) {
    const auto found = records.find(one.key);
    if (found == records.end()) {
      ++counts.missing;
    } else if (found->second.status == CaseRecord::Status::done) {
      ++counts.done;
    } else if (found->second.status == CaseRecord::Status::refused) {
      ++counts.refused;
    } else {
      ++counts.errors;
    }
  }
  return counts;
}

json sweep_document(const SweepPlan& plan, const std::vector<SweepCase>& cases,
                    const std::map<std::string, CaseRecord>& records) {
  json list = json::array();
  for (const SweepCase& one : cases) {
    const auto found = records.find(one.key);
    require(found != records.end(), "gap: no events of " + one.key);
    list.push_back(case_json(one, found->second));
  }
  const SweepCounts counts = count_cases(cases, records);
  json provenance = build_provenance();
  provenance["canary"] = canary_provenance();
  return {{"schema", "lemmascope/sweep/1"},
          {"plan", to_json(plan)},
          {"summary",
           {{"cases", cases.size()},
            {"done", counts.done},
            {"refused", counts.refused},
            {"errors", counts.errors}}},
          {"cases", list},
          {"provenance", provenance}};
}

std::string sweep_csv(const json& document) {
  std::vector<std::string> settings;
  const json& plan = document.at("plan");
  std::set<std::string> named;
  for (const auto& [name, value] : plan.at("fixed").items()) named.insert(name);
  for (const json& axis : plan.at("axes")) named.insert(axis.at("name").get<std::string>());
  for (const auto& s : subject_of(plan.at("quantity").get<std::string>()).settings) {
    if (named.count(s.name) > 0) settings.push_back(s.name);
  }
  std::vector<std::string> columns;
  std::map<std::string, std::size_t> column_at;
  std::vector<std::vector<std::string>> rows;
  for (const json& one : document.at("cases")) {
    std::vector<std::string> fields(columns.size());
    for (const auto& [name, text] : row_of(one, settings)) {
      const auto [place, is_new] = column_at.try_emplace(name, columns.size());
      if (is_new) columns.push_back(name);
      fields.resize(columns.size());
      fields[place->second] = text;
    }
    rows.push_back(std::move(fields));
  }
  std::string csv;
  rows.insert(rows.begin(), columns);
  for (std::vector<std::string>& fields : rows) {
    fields.resize(columns.size());
    for (std::size_t k = 0; k < fields.size(); ++k)
      csv += (k == 0 ? "" : ",") + csv_field(fields[k]);
    csv += "\r\n";
  }
  return csv;
}

}  // namespace lemmascope::report
