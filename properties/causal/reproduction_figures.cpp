#include "properties/causal/reproduction_figures.hpp"

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <numeric>
#include <vector>

#include "properties/causal/training_figures.hpp"

namespace lemmascope::causal {
namespace {

using nlohmann::json;

// Many graphs would fill a page with weights: then only the first training shows its own.
constexpr std::size_t kMostRunsWithWeights = 4;

std::string name_of(const Reproduction& r) { return to_text(r.figure) + (r.quick ? "-quick" : ""); }

std::string four_digits(double value) { return fmt::format("{:.4f}", value); }

json table(const std::string& id, const std::string& title, const std::string& caption,
           json columns, json rows) {
  return {{"id", id},
          {"kind", "table"},
          {"title", title},
          {"caption", caption},
          {"columns", std::move(columns)},
          {"rows", std::move(rows)}};
}

json published_numbers(const Reproduction& r) {
  json rows = json::array();
  for (const auto& n : r.numbers) {
    rows.push_back({n.what, four_digits(n.ours), four_digits(n.published), n.source});
  }
  return table(name_of(r) + "/published", "Ours beside the published numbers",
               fmt::format("{}", fmt::join(r.remarks, " ")),
               {"number", "ours", "published", "where it is published"}, std::move(rows));
}

// One row a training: its final loss beside every reference line on the same held-out set.
json trainings(const Reproduction& r) {
  json columns = {"training", "steps", "final loss"};
  std::string caption = "Losses in nats on each training's own held-out set.";
  if (r.numbers.empty()) caption += fmt::format(" {}", fmt::join(r.remarks, " "));
  for (const auto& line : r.runs.front().lines) {
    columns.push_back(line.name);
    caption += fmt::format(" {}: {}", line.name, line.description);
  }
  if (r.runs.size() > kMostRunsWithWeights) {
    caption += " Weight matrices are drawn for the first training alone.";
  }
  columns.push_back("mean attention to the parent");
  json rows = json::array();
  for (const auto& run : r.runs) {
    json row = {run.name, std::to_string(run.plan.steps()), four_digits(run.final_loss)};
    for (const auto& line : run.lines) {
      row.push_back(fmt::format("{:.4f} ± {:.4f}", line.loss.mean, line.loss.standard_error));
    }
    row.push_back(four_digits(run.mean_parent_attention));
    rows.push_back(std::move(row));
  }
  return table(name_of(r) + "/trainings", "Trainings", caption, std::move(columns),
               std::move(rows));
}

// Attention to the parent against the position of the child, over the graphs in which it has one.
json attention_by_position(const Reproduction& r) {
  json x = json::array(), mean = json::array(), lower = json::array(), upper = json::array();
  for (std::size_t i = 0; i < r.runs.front().parent_attention.size(); ++i) {
    std::vector<double> seen;
    for (const auto& run : r.runs) {
      if (run.parent_attention[i] >= 0) seen.push_back(run.parent_attention[i]);
    }
    if (seen.empty()) continue;
    const double n = static_cast<double>(seen.size());
    const double middle = std::accumulate(seen.begin(), seen.end(), 0.0) / n;
    double squares = 0;
    for (const double a : seen) squares += (a - middle) * (a - middle);
    const double deviation = std::sqrt(squares / n);
    x.push_back(i);
    mean.push_back(middle);
    lower.push_back(middle - deviation);
    upper.push_back(middle + deviation);
  }
  return {
      {"id", name_of(r) + "/attention-by-position"},
      {"kind", "curve"},
      {"title", "Attention to the parent by position"},
      {"caption", fmt::format("Mean over the graphs of {} in which the position has a parent; the "
                              "band is one standard deviation over them.",
                              r.runs.size())},
      {"x", {{"label", "position of the child"}}},
      {"y", {{"label", "attention to the parent"}}},
      {"series", {{{"name", "mean"}, {"x", x}, {"y", mean}, {"lower", lower}, {"upper", upper}}}},
      {"references", json::array()}};
}

}  // namespace

json reproduction_json(const Reproduction& r) {
  json runs = json::array(), numbers = json::array();
  for (const auto& run : r.runs) runs.push_back(training_json(run));
  for (const auto& n : r.numbers) {
    numbers.push_back({{"what", n.what},
                       {"published", n.published},
                       {"ours", n.ours},
                       {"combined_error", n.combined_error()},
                       {"agrees", n.agrees()},
                       {"source", n.source}});
  }
  return {{"figure", to_text(r.figure)}, {"quick", r.quick},
          {"finished", r.finished},      {"runs", runs},
          {"numbers", numbers},          {"remarks", r.remarks}};
}

json reproduction_figures(const Reproduction& r) {
  json figures = json::array();
  if (!r.numbers.empty()) figures.push_back(published_numbers(r));
  if (!r.runs.empty()) figures.push_back(trainings(r));
  const bool many = r.runs.size() > kMostRunsWithWeights;
  if (r.runs.size() > 1 && r.figure == Figure::fig9) figures.push_back(attention_by_position(r));
  for (std::size_t k = 0; k < r.runs.size(); ++k) {
    ReproductionRun run = r.runs[k];
    if (many && k > 0) run.weights.clear();
    for (auto& f : training_figures(run, fmt::format("{}/{}", name_of(r), k))) {
      figures.push_back(std::move(f));
    }
  }
  return figures;
}

}  // namespace lemmascope::causal
