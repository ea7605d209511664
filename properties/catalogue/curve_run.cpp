#include "properties/catalogue/curve_run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>

#include "properties/catalogue/curve_document.hpp"
#include "sim/train/run.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::catalogue {
namespace {

using nlohmann::json;

class CurveRun : public TrainedRun {
 public:
  CurveRun(TrainedCurve curve, std::vector<CurveFigure> figures)
      : curve_(std::move(curve)), figures_(std::move(figures)) {}

  std::uint64_t root_seed() const override { return curve_.plan.root_seed; }
  std::int64_t steps_done() const override { return curve_.steps_done; }
  std::int64_t steps() const override { return curve_.plan.steps(); }
  bool finished() const override { return curve_.finished; }
  json data() const override { return curve_json(curve_); }
  json figures(const std::string& prefix) const override {
    json all = json::array();
    for (const CurveFigure& f : figures_) {
      all.push_back(curve_figure(curve_, prefix + "/" + f.id, f.title, f.y_label, f.names));
    }
    return all;
  }
  std::vector<std::string> summary() const override { return curve_summary(curve_); }
  json values() const override { return last_values(curve_); }

 private:
  TrainedCurve curve_;
  std::vector<CurveFigure> figures_;
};

/// Where a number stands among those of an experiment.
std::size_t place_of(const std::string& number, const std::string& run,
                     const std::vector<std::string>& names) {
  const auto at = std::find(names.begin(), names.end(), number);
  require(at != names.end(), fmt::format("training {} has no number '{}'", run, number));
  return static_cast<std::size_t>(at - names.begin());
}

/// Nothing when stopped before there was a point.
std::optional<TrainedCurve> trained(const std::string& name,
                                    const sim::Experiment<double>& experiment,
                                    const sim::RunOptions& options) {
  sim::Trainer<double> trainer(experiment, options.threads, options.stop);
  const bool finished = run_to_end(trainer, name, options);
  if (trainer.curve().empty()) return std::nullopt;
  return TrainedCurve{name,           experiment.plan(), experiment.numbers(), trainer.curve(),
                      trainer.step(), finished,          trainer.seconds()};
}

sim::RunOptions options_of(const RunOptions& how, const std::string& name, int index, int count) {
  sim::RunOptions options{how.threads, how.checkpoint, {}, how.stop};
  if (how.watch) {
    options.watch = [&how, name, index, count](const sim::Progress& progress) {
      return how.watch({name, index, count, progress});
    };
  }
  return options;
}

/// A published number with ours; nothing when that training did not end.
struct BesidePublished {
  PublishedNumber published;
  std::optional<double> ours;
};

std::string four_digits(const std::optional<double>& value) {
  return value ? fmt::format("{:.4f}", *value) : "not trained to the end";
}

class CurvesReproduced : public ReproducedFigure {
 public:
  CurvesReproduced(const CurveReproduction& figure, std::vector<TrainedCurve> curves, bool finished)
      : id_(figure.id),
        title_(figure.title),
        number_(figure.number),
        remarks_(figure.remarks),
        curves_(std::move(curves)),
        finished_(finished) {
    for (const PublishedNumber& p : figure.published) beside_.push_back({p, ours(p)});
  }

  bool finished() const override { return finished_; }
  json data() const override {
    json runs = json::array(), numbers = json::array();
    for (const TrainedCurve& curve : curves_) runs.push_back(curve_json(curve));
    for (const BesidePublished& b : beside_) {
      numbers.push_back({{"what", what(b.published)},
                         {"published", b.published.published},
                         {"ours", b.ours ? json(*b.ours) : json()},
                         {"source", b.published.source}});
    }
    return {{"figure", id_},
            {"finished", finished_},
            {"runs", runs},
            {"numbers", numbers},
            {"remarks", remarks_}};
  }
  json figures() const override {
    if (curves_.empty()) return json::array();
    json drawn = curve_figure(curves_.front(), id_ + "/curves", title_, number_, {number_});
    drawn.erase("group");
    drawn["series"] = json::array();
    for (const TrainedCurve& curve : curves_) {
      json series = curve_figure(curve, "", "", "", {number_})["series"][0];
      series["name"] = curve.name;
      drawn["series"].push_back(std::move(series));
    }
    json all = json::array({std::move(drawn)});
    if (!beside_.empty()) all.push_back(table());
    return all;
  }
  std::vector<std::string> summary() const override {
    std::vector<std::string> lines;
    for (const TrainedCurve& curve : curves_) {
      for (std::string& line : curve_summary(curve)) lines.push_back(std::move(line));
    }
    for (const BesidePublished& b : beside_) {
      lines.push_back(fmt::format("  {:<44} ours {}   published {:.4f}   ({})", what(b.published),
                                  four_digits(b.ours), b.published.published, b.published.source));
    }
    return lines;
  }
  std::vector<std::string> remarks() const override { return remarks_; }
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
  static std::string what(const PublishedNumber& p) { return p.run + ": " + p.number; }

  std::optional<double> ours(const PublishedNumber& p) const {
    for (const TrainedCurve& curve : curves_) {
      if (curve.name != p.run || !curve.finished) continue;
      return curve.curve.back().numbers[place_of(p.number, p.run, curve.names)];
    }
    return std::nullopt;
  }
  json table() const {
    json rows = json::array();
    for (const BesidePublished& b : beside_) {
      rows.push_back({what(b.published), four_digits(b.ours), four_digits(b.published.published),
                      b.published.source});
    }
    return {{"id", id_ + "/published"},
            {"kind", "table"},
            {"title", "Ours beside the published numbers"},
            {"caption", fmt::format("{}", fmt::join(remarks_, " "))},
            {"columns", {"number", "ours", "published", "where it is published"}},
            {"rows", std::move(rows)}};
  }

  std::string id_, title_, number_;
  std::vector<std::string> remarks_;
  std::vector<TrainedCurve> curves_;
  std::vector<BesidePublished> beside_;
  bool finished_;
};

/// Names are looked up before anything is trained.
void require_known_numbers(const CurveReproduction& figure) {
  require(!figure.runs.empty(), fmt::format("{}: there is nothing to train", figure.id));
  for (const NamedExperiment& run : figure.runs) {
    place_of(figure.number, run.name, run.experiment->numbers());
  }
  for (const PublishedNumber& p : figure.published) {
    const auto run = std::find_if(figure.runs.begin(), figure.runs.end(),
                                  [&p](const NamedExperiment& r) { return r.name == p.run; });
    require(run != figure.runs.end(), fmt::format("{} has no training '{}'", figure.id, p.run));
    place_of(p.number, p.run, run->experiment->numbers());
  }
}

}  // namespace

std::unique_ptr<TrainedRun> run_experiment(const std::string& name,
                                           const sim::Experiment<double>& experiment,
                                           const RunOptions& how,
                                           std::vector<CurveFigure> figures) {
  for (const CurveFigure& figure : figures) {
    for (const std::string& number : figure.names) place_of(number, name, experiment.numbers());
  }
  if (how.begin) how.begin();
  auto curve = trained(name, experiment, options_of(how, name, 0, 1));
  if (!curve) return nullptr;
  return std::make_unique<CurveRun>(std::move(*curve), std::move(figures));
}

std::unique_ptr<ReproducedFigure> reproduce_experiments(const CurveReproduction& figure,
                                                        const RunOptions& how) {
  require_known_numbers(figure);
  if (how.begin) how.begin();
  const bool saves = !how.checkpoint.empty();
  if (saves) std::filesystem::create_directories(how.checkpoint);
  const int count = static_cast<int>(figure.runs.size());
  std::vector<TrainedCurve> curves;
  bool finished = true;
  for (int k = 0; k < count && finished; ++k) {
    const NamedExperiment& run = figure.runs[static_cast<std::size_t>(k)];
    sim::RunOptions options = options_of(how, run.name, k, count);
    if (saves) options.checkpoint = how.checkpoint / fmt::format("{}-{}.npz", figure.id, k);
    auto curve = trained(run.name, *run.experiment, options);
    finished = curve && curve->finished;
    if (curve) curves.push_back(std::move(*curve));
  }
  return std::make_unique<CurvesReproduced>(figure, std::move(curves), finished);
}

}  // namespace lemmascope::catalogue
