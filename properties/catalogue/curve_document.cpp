#include "properties/catalogue/curve_document.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "properties/claim/quantity.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::catalogue {
namespace {

using nlohmann::json;

std::string key_of(std::string name) {
  std::replace(name.begin(), name.end(), ' ', '_');
  return name;
}

}  // namespace

json curve_json(const TrainedCurve& t) {
  json curve = json::array();
  for (const sim::CurvePoint& point : t.curve) {
    json row = {{"step", point.step}, {"training_loss", point.training_loss}};
    for (std::size_t k = 0; k < t.names.size(); ++k) row[key_of(t.names[k])] = point.numbers[k];
    curve.push_back(std::move(row));
  }
  return {{"name", t.name},           {"seed", std::to_string(t.plan.root_seed)},
          {"run", t.plan.run},        {"optimiser", to_text(t.plan.stages.front().optimiser)},
          {"steps", t.plan.steps()},  {"steps_done", t.steps_done},
          {"finished", t.finished},   {"batch", t.plan.batch},
          {"curve", std::move(curve)}};
}

json curve_figure(const TrainedCurve& t, const std::string& id, const std::string& title,
                  const std::string& y_label, const std::vector<std::string>& names) {
  json series = json::array();
  for (const std::string& name : names) {
    const auto at = std::find(t.names.begin(), t.names.end(), name);
    require(at != t.names.end(), fmt::format("training {} has no number '{}'", t.name, name));
    json x = json::array(), y = json::array();
    for (const sim::CurvePoint& point : t.curve) {
      x.push_back(point.step);
      y.push_back(point.numbers[static_cast<std::size_t>(at - t.names.begin())]);
    }
    series.push_back({{"name", name}, {"x", std::move(x)}, {"y", std::move(y)}});
  }
  const std::string stopped = t.finished ? "" : fmt::format(", STOPPED after {}", t.steps_done);
  return {{"id", id},
          {"kind", "curve"},
          {"title", title},
          {"caption",
           fmt::format("{}, {} steps of batch {}{}.", to_text(t.plan.stages.front().optimiser),
                       t.plan.steps(), t.plan.batch, stopped)},
          {"group", t.name},
          {"x", {{"label", "step"}}},
          {"y", {{"label", y_label}}},
          {"series", std::move(series)},
          {"references", json::array()}};
}

std::vector<std::string> curve_summary(const TrainedCurve& t) {
  std::vector<std::string> lines{
      fmt::format("{}: {} of {} steps, {:.1f} s", t.name, t.steps_done, t.plan.steps(), t.seconds)};
  const std::vector<double>& last = t.curve.back().numbers;
  for (std::size_t k = 0; k < t.names.size(); ++k) {
    lines.push_back(fmt::format("  {:<24} {:.5f}", t.names[k], last[k]));
  }
  return lines;
}

json last_values(const TrainedCurve& t) {
  json values = json::object();
  const std::vector<double>& last = t.curve.back().numbers;
  for (std::size_t k = 0; k < t.names.size(); ++k) {
    require(std::isfinite(last[k]), fmt::format("diverged: the {} is {}", t.names[k], last[k]));
    values[key_of(t.names[k])] = claim::to_json(claim::quantity(last[k]));
  }
  return values;
}

}  // namespace lemmascope::catalogue
