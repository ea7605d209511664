#include "properties/catalogue/trained_figure.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "sim/train/run.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::catalogue {
namespace {

using nlohmann::json;

constexpr double kErrors = 3;  ///< of ours: further apart they differ

std::size_t place_of(const TrainedCurve& curve, const std::string& name) {
  const auto at = std::find(curve.names.begin(), curve.names.end(), name);
  require(at != curve.names.end(), fmt::format("training {} has no number '{}'", curve.name, name));
  return static_cast<std::size_t>(at - curve.names.begin());
}

/// Half a unit of the last digit of a decimal number.
double half_unit(const std::string& printed) {
  const std::size_t point = printed.find('.');
  const auto digits = point == std::string::npos ? 0 : printed.size() - point - 1;
  return 0.5 * std::pow(10.0, -static_cast<double>(digits));
}

// Of ours and of printing: three of it are three errors of ours and half a unit of the last digit.
json combined_error(const NumberBeside& number) {
  if (number.published.empty()) return json();
  return number.error + half_unit(number.published) / kErrors;
}

std::string verdict(const NumberBeside& number) {
  const auto found = agrees(number);
  return !found ? "" : *found ? "agrees" : "differs";
}

std::string with_error(const NumberBeside& number) {
  return number.error > 0 ? fmt::format("{:.5g} ± {:.1g}", number.ours, number.error)
                          : fmt::format("{:.5g}", number.ours);
}

json as_json(const NumberBeside& number) {
  const auto found = agrees(number);
  return {{"what", number.what},
          {"ours", number.ours},
          {"error", number.error},
          {"combined_error", combined_error(number)},
          {"published", number.published.empty() ? json() : json(number.published)},
          {"source", number.source},
          {"agrees", found ? json(*found) : json()}};
}

class PartsReproduced : public ReproducedFigure {
 public:
  PartsReproduced(const FigureTrainings& trainings, FigureParts parts)
      : id_(trainings.id()),
        quick_(trainings.quick()),
        finished_(trainings.finished()),
        parts_(std::move(parts)) {
    for (const auto& network : trainings.ended()) curves_.push_back(network->curve);
  }

  bool finished() const override { return finished_; }
  json data() const override {
    json all = parts_.data;
    all["figure"] = id_;
    all["quick"] = quick_;
    all["finished"] = finished_;
    all["runs"] = json::array();
    for (const TrainedCurve& curve : curves_) all["runs"].push_back(curve_json(curve));
    all["numbers"] = json::array();
    for (const NumberBeside& number : parts_.numbers) all["numbers"].push_back(as_json(number));
    all["remarks"] = parts_.remarks;
    return all;
  }
  json figures() const override {
    json all = parts_.figures;
    if (!parts_.numbers.empty()) all.push_back(table());
    return all;
  }
  std::vector<std::string> summary() const override {
    std::vector<std::string> lines;
    for (const TrainedCurve& curve : curves_) {
      for (std::string& line : curve_summary(curve)) lines.push_back(std::move(line));
    }
    for (const NumberBeside& number : parts_.numbers) {
      std::string line = fmt::format("  {:<48} {}", number.what, with_error(number));
      if (!number.published.empty()) {
        line += fmt::format("   {} ({}): {}", number.published, number.source, verdict(number));
      }
      lines.push_back(std::move(line));
    }
    return lines;
  }
  std::vector<std::string> remarks() const override { return parts_.remarks; }
  double seconds() const override {
    double sum = 0;
    for (const TrainedCurve& curve : curves_) sum += curve.seconds;
    return sum;
  }
  json seconds_by_run() const override {
    json seconds = json::object();
    for (const TrainedCurve& curve : curves_) seconds[curve.name] = curve.seconds;
    return seconds;
  }

 private:
  json table() const {
    json rows = json::array();
    for (const NumberBeside& number : parts_.numbers) {
      rows.push_back(
          {number.what, with_error(number), number.published, number.source, verdict(number)});
    }
    return {{"id", id_ + "/numbers"},
            {"kind", "table"},
            {"title", "Ours beside known numbers"},
            {"caption", fmt::format("{}", fmt::join(parts_.remarks, " "))},
            {"columns", {"number", "ours", "known", "where from", "agreement"}},
            {"rows", std::move(rows)}};
  }

  std::string id_;
  bool quick_, finished_;
  FigureParts parts_;
  std::vector<TrainedCurve> curves_;
};

}  // namespace

double TrainedNetwork::last(const std::string& name) const {
  return curve.curve.back().numbers[place_of(curve, name)];
}

FigureTrainings::FigureTrainings(std::string id, bool quick, int count, const RunOptions& how)
    : id_(std::move(id)), quick_(quick), count_(count), how_(how) {
  if (how.begin) how.begin();
  if (!how.checkpoint.empty()) std::filesystem::create_directories(how.checkpoint);
}

const TrainedNetwork* FigureTrainings::train(const std::string& name,
                                             const sim::Experiment<double>& experiment) {
  const int index = asked_++;
  if (stopped_) return nullptr;
  sim::RunOptions options{how_.threads, {}, {}, how_.stop};
  if (!how_.checkpoint.empty()) {
    options.checkpoint = how_.checkpoint / fmt::format("{}-{}.npz", id_, index);
  }
  if (how_.watch) {
    options.watch = [this, &name, index](const sim::Progress& progress) {
      return how_.watch({name, index, count_, progress});
    };
  }
  sim::Trainer<double> trainer(experiment, how_.threads, how_.stop);
  if (!run_to_end(trainer, name, options)) {
    stopped_ = true;
    return nullptr;
  }
  ended_.push_back(std::make_unique<TrainedNetwork>(
      TrainedNetwork{{name, experiment.plan(), experiment.numbers(), trainer.curve(),
                      trainer.step(), true, trainer.seconds()},
                     {trainer.weights().begin(), trainer.weights().end()}}));
  return ended_.back().get();
}

std::optional<bool> agrees(const NumberBeside& number) {
  if (number.published.empty()) return std::nullopt;
  const double printed = std::strtod(number.published.c_str(), nullptr);
  return std::abs(number.ours - printed) <= kErrors * number.error + half_unit(number.published);
}

std::unique_ptr<ReproducedFigure> figure_of(const FigureTrainings& trainings, FigureParts parts) {
  return std::make_unique<PartsReproduced>(trainings, std::move(parts));
}

json series_figure(const std::string& id, const std::string& title, const std::string& caption,
                   const std::string& x_label, const std::string& y_label,
                   const std::vector<Series>& series, bool log_y) {
  json drawn = json::array();
  for (const Series& s : series) drawn.push_back({{"name", s.name}, {"x", s.x}, {"y", s.y}});
  return {{"id", id},
          {"kind", "curve"},
          {"title", title},
          {"caption", caption},
          {"x", {{"label", x_label}}},
          {"y", {{"label", y_label}, {"log", log_y}}},
          {"series", std::move(drawn)},
          {"references", json::array()}};
}

Series series_of(const TrainedNetwork& network, const std::string& number, std::string name) {
  Series series{std::move(name), {}, {}};
  const std::size_t place = place_of(network.curve, number);
  for (const sim::CurvePoint& point : network.curve.curve) {
    series.x.push_back(static_cast<double>(point.step));
    series.y.push_back(point.numbers[place]);
  }
  return series;
}

json level(const std::string& label, double value, bool of_the_authors) {
  return {{"label", label},
          {"axis", "y"},
          {"value", value},
          {"by", of_the_authors ? "authors" : "ours"}};
}

}  // namespace lemmascope::catalogue
