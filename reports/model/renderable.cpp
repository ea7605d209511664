#include "reports/model/renderable.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "reports/model/files.hpp"
#include "reports/model/nesting.hpp"
#include "reports/model/result_file.hpp"
#include "reports/model/schema_check.hpp"
#include "reports/model/sweep_figures.hpp"
#include "reports/writers/fields.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::report {
namespace {

using nlohmann::json;

constexpr std::string_view kSweepSchema = "lemmascope/sweep/1",
                           kComparisonSchema = "lemmascope/comparison/1";

// A document without claims around figures. `about` is what its page says of itself.
json around(const std::string& asked, const json& seed, json figures, const json& provenance,
            json about) {
  return {{"schema", kResultSchema},
          {"request", {{"selectors", json::array({asked})}, {"seed", seed}}},
          {"claims", json::array()},
          {"figures", std::move(figures)},
          {"about", std::move(about)},
          {"provenance", provenance.is_object() ? provenance : json::object()}};
}

json table(const std::string& id, const std::string& title, const std::string& caption,
           json columns, json rows) {
  return {{"id", id},           {"kind", "table"},    {"title", title},
          {"caption", caption}, {"columns", columns}, {"rows", std::move(rows)}};
}

// What fits into one cell: numbers and texts, no matrices.
bool is_scalar(const json& value) {
  return value.is_string() || value.is_number() || value.is_boolean() ||
         (value.is_object() && value.contains("kind"));
}

std::vector<std::string> scalar_names(const json& cases) {
  std::vector<std::string> names;
  for (const json& one : cases) {
    const json& values = field(one, "values");
    if (!values.is_object()) continue;
    for (const auto& [name, value] : values.items()) {
      if (is_scalar(value) && std::find(names.begin(), names.end(), name) == names.end())
        names.push_back(name);
    }
  }
  return names;
}

json of_sweep(const json& sweep) {
  constexpr std::size_t kMostRows = 2000;
  const json& cases = list_field(sweep, "cases");
  const std::vector<std::string> names = scalar_names(cases);
  json columns = json::array({"case", "status"});
  for (const std::string& name : names) columns.push_back(spaced(name));
  json rows = json::array();
  for (const json& one : cases) {
    if (rows.size() == kMostRows) break;
    json row = json::array({text_field(one, "key"), text_field(one, "status")});
    for (const std::string& name : names)
      row.push_back(number_text(field(field(one, "values"), name)));
    rows.push_back(std::move(row));
  }
  const json& summary = field(sweep, "summary");
  std::string caption = fmt::format("{} cases: {} done, {} refused, {} errors",
                                    text_field(summary, "cases"), text_field(summary, "done"),
                                    text_field(summary, "refused"), text_field(summary, "errors"));
  if (cases.size() > kMostRows) caption += fmt::format("; the first {} are shown", kMostRows);
  const std::string quantity = text_field(field(sweep, "plan"), "quantity");
  json figures = sweep_figures(sweep);
  figures.push_back(
      table("sweep/cases", "Cases of the sweep", caption + ".", columns, std::move(rows)));
  return around(
      "sweep plan.toml", text_field(field(sweep, "plan"), "seed"), std::move(figures),
      field(sweep, "provenance"),
      {{"kicker", "sweep"},
       {"headline", "Sweep of " + spaced(quantity)},
       {"sentence", caption + ". A sweep computes numbers; nothing on this page is a verdict."}});
}

// One series of the curve for every watched number; losses share a picture with the lines they are
// held against.
json curve_of(const json& training, const std::string& title, bool losses) {
  json figure = {{"id", losses ? "training/loss" : "training/watched"},
                 {"kind", "curve"},
                 {"title", title},
                 {"caption", text_field(training, "command")},
                 {"x", {{"label", "step"}}},
                 {"y", {{"label", losses ? "loss" : "watched"}}},
                 {"series", json::array()},
                 {"references", json::array()}};
  const json& curve = list_field(training, "curve");
  const json first = curve.empty() ? json::object() : curve.front();
  for (const auto& [name, value] : first.items()) {
    if (name == "step" || !value.is_number() || name.ends_with("loss") != losses) continue;
    json x = json::array(), y = json::array();
    for (const json& point : curve) {
      x.push_back(field(point, "step"));
      y.push_back(field(point, name));
    }
    figure["series"].push_back({{"name", spaced(name)}, {"x", x}, {"y", y}});
  }
  for (const json& line : list_field(training, "lines")) {
    if (losses)
      figure["references"].push_back({{"label", text_field(line, "name")},
                                      {"axis", "y"},
                                      {"value", field(line, "mean")},
                                      {"by", "ours"}});
  }
  return figure;
}

// How far it came and where it ended, in a sentence.
std::string sentence_of(const json& training) {
  const std::string steps = text_field(training, "steps"),
                    done = text_field(training, "steps_done");
  std::string sentence = done.empty() || done == steps
                             ? fmt::format("Trained to the end, {} steps", steps)
                             : fmt::format("Stopped after step {} of {}", done, steps);
  const json& curve = list_field(training, "curve");
  if (!curve.empty() && curve.back().is_object()) {
    for (const auto& [name, value] : curve.back().items()) {
      if (name.ends_with("loss") && approximate(value))
        sentence += fmt::format("; {} {}", spaced(name), number_text(value));
    }
  }
  return sentence +
         ". A simulated training, no check of a claim: nothing on this page is a verdict.";
}

json of_training(const json& training) {
  json rows = json::array();
  for (const auto& [name, value] : training.items()) {
    if (is_scalar(value)) rows.push_back({spaced(name), number_text(value)});
  }
  json figures = json::array({curve_of(training, "Loss", true)});
  json watched = curve_of(training, "Watched", false);
  if (!watched["series"].empty()) figures.push_back(std::move(watched));
  figures.push_back(table("training/facts", "The training", "As training.json says.",
                          {"what", "value"}, std::move(rows)));
  std::string command = text_field(training, "command");
  // The page writes the program's name before what was asked of it.
  command.erase(0, command.find(' ') + 1);
  return around(command, text_field(training, "seed"), std::move(figures),
                field(training, "provenance"),
                {{"kicker", "simulated training"}, {"sentence", sentence_of(training)}});
}

// A counterexample alone: what breaks, and by which routes.
json of_witness(const json& witness) {
  json document = around("replay " + text_field(witness, "replay"), "", json::array(), json(),
                         {{"kicker", "counterexample"},
                          {"headline", "A counterexample to " + text_field(witness, "claim")},
                          {"sentence",
                           "One instance that meets every hypothesis and breaks the conclusion, "
                           "confirmed by an independent route: " +
                               text_field(field(witness, "confirmation"), "route") + "."}});
  document["witnesses"] = json::array({witness});
  return document;
}

json of_comparison(const json& comparison) {
  const json& counts = field(comparison, "counts");
  std::string sentence = "What changed between two results";
  if (counts.is_object()) {
    const char* join = ": ";
    for (const auto& [name, count] : counts.items()) {
      sentence += fmt::format("{}{} {}", join, number_text(count), name);
      join = ", ";
    }
  }
  json document = around(
      "compare", "", json::array(), json(),
      {{"kicker", "comparison"}, {"headline", "What changed"}, {"sentence", sentence + "."}});
  document["comparison"] = comparison;
  return document;
}

std::string file_of(const std::string& path) {
  if (!std::filesystem::is_directory(path)) return path;
  for (const char* name : {"/result.json", "/sweep.json", "/training.json"}) {
    if (std::filesystem::exists(path + name)) return path + name;
  }
  refuse(fmt::format("{}: expected result.json, sweep.json or training.json in this folder", path));
}

}  // namespace

Renderable read_renderable(const std::string& path) {
  const std::string file = file_of(path);
  return renderable_of(parse_json(read_file(file), file), file);
}

Renderable renderable_of(json source, const std::string& file) {
  const std::string schema = text_field(source, "schema");
  if (schema == kResultSchema) return {source, "result", source};
  if (schema == kSweepSchema) {
    require_schema(source, "sweep", file);
    return {of_sweep(source), "sweep", std::move(source)};
  }
  if (schema == kWitnessSchema) {
    require_schema(source, "witness", file);
    return {of_witness(source), "witness", std::move(source)};
  }
  if (schema == kComparisonSchema) {
    require_schema(source, "comparison", file);
    return {of_comparison(source), "comparison", std::move(source)};
  }
  if (field(source, "curve").is_array() && field(source, "command").is_string())
    return {of_training(source), "training", std::move(source)};
  if (field(source, "figure").is_object()) {
    const std::string title = text_field(source["figure"], "title");
    json figures = json::array({source["figure"]});
    if (field(source, "table").is_object()) figures.push_back(source["table"]);
    return {around(title, "", std::move(figures), json(),
                   {{"kicker", "figure"},
                    {"headline", title},
                    {"sentence", "Numbers of a calculator; nothing on this page is a verdict."}}),
            "figure", std::move(source)};
  }
  refuse(
      fmt::format("{}: expected a result, a sweep, a training, a figure, a witness or a "
                  "comparison, found {}",
                  file, schema.empty() ? "a document without a schema" : "schema " + schema));
}

}  // namespace lemmascope::report
