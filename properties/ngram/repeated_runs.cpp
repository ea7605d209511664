#include "properties/ngram/repeated_runs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <nlohmann/json.hpp>

#include "properties/catalogue/curve_document.hpp"
#include "sim/train/run.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::ngram {
namespace {

using catalogue::TrainedCurve;
using nlohmann::json;

/// The curves of one data set: its first steps one by one, and the whole.
struct Repetition {
  std::size_t training;
  int data_set;
  std::vector<TrainedCurve> curves;
};

std::optional<double> number_at(const Repetition& of, const std::string& number,
                                std::int64_t step) {
  for (const TrainedCurve& curve : of.curves) {
    const auto at = std::find(curve.names.begin(), curve.names.end(), number);
    require(at != curve.names.end(),
            fmt::format("training {} has no number '{}'", curve.name, number));
    for (const sim::CurvePoint& point : curve.curve) {
      if (point.step == step) {
        return point.numbers[static_cast<std::size_t>(at - curve.names.begin())];
      }
    }
  }
  return std::nullopt;
}

/// A published number, ours of every data set that got there, and whether they agree.
struct Beside {
  PublishedOutcome published;
  std::vector<double> ours;
  Agreement agreement;

  std::string what() const {
    return fmt::format("{}: {} after {}", published.training, published.number, published.step);
  }
};

template <class T>
json or_null(const std::optional<T>& value) {
  return value ? json(*value) : json();
}

class Repeated : public catalogue::ReproducedFigure {
 public:
  Repeated(RepeatedFigure figure, std::vector<Repetition> repetitions, bool finished)
      : figure_(std::move(figure)), repetitions_(std::move(repetitions)), finished_(finished) {
    for (const PublishedOutcome& published : figure_.published) {
      Beside beside{published, {}, {}};
      for (const Repetition& of : repetitions_) {
        if (figure_.trainings[of.training].name != published.training) continue;
        if (const auto ours = number_at(of, published.number, published.step)) {
          beside.ours.push_back(*ours);
        }
      }
      if (beside.ours.empty()) continue;
      beside.agreement = agreement(beside.ours, published.value);
      beside_.push_back(std::move(beside));
    }
  }

  bool finished() const override { return finished_; }
  json data() const override {
    json runs = json::array(), numbers = json::array();
    for (const Repetition& of : repetitions_) {
      for (const TrainedCurve& curve : of.curves) runs.push_back(catalogue::curve_json(curve));
    }
    for (const Beside& b : beside_) {
      numbers.push_back({{"what", b.what()},
                         {"published", b.published.value},
                         {"ours", b.agreement.mean},
                         {"data_sets", b.ours.size()},
                         {"error", or_null(b.agreement.error)},
                         {"distance_in_errors", or_null(b.agreement.distance)},
                         {"agrees", or_null(b.agreement.agrees)},
                         {"source", b.published.source}});
    }
    return {{"figure", figure_.id}, {"quick", figure_.quick}, {"finished", finished_},
            {"runs", runs},         {"numbers", numbers},     {"remarks", figure_.remarks}};
  }
  json figures() const override {
    json all = json::array();
    if (!beside_.empty()) all.push_back(table());
    for (const Repetition& of : repetitions_) {
      if (of.data_set == 0) draw(of, all);
    }
    return all;
  }
  std::vector<std::string> summary() const override {
    std::vector<std::string> lines;
    for (const Repetition& of : repetitions_) {
      const TrainedCurve& whole = of.curves.back();
      lines.push_back(fmt::format("{}: {} of {} steps, {:.1f} s", whole.name, whole.steps_done,
                                  whole.plan.steps(), whole.seconds));
    }
    for (const Beside& b : beside_) {
      lines.push_back(fmt::format("  {:<48} ours {}   published {:.4f}   {}   ({})", b.what(),
                                  with_error(b), b.published.value, verdict(b),
                                  b.published.source));
    }
    if (!beside_.empty()) lines.push_back("  " + counted());
    return lines;
  }
  std::vector<std::string> remarks() const override { return figure_.remarks; }
  double seconds() const override {
    double sum = 0;
    for (const Repetition& of : repetitions_) {
      for (const TrainedCurve& curve : of.curves) sum += curve.seconds;
    }
    return sum;
  }
  json seconds_by_run() const override {
    json seconds = json::object();
    for (const Repetition& of : repetitions_) {
      for (const TrainedCurve& curve : of.curves) seconds[curve.name] = curve.seconds;
    }
    return seconds;
  }

 private:
  static std::string with_error(const Beside& b) {
    return b.agreement.error ? fmt::format("{:.4f} ± {:.4f}", b.agreement.mean, *b.agreement.error)
                             : fmt::format("{:.4f}", b.agreement.mean);
  }
  static std::string verdict(const Beside& b) {
    if (!b.agreement.agrees) return "no error known";
    return fmt::format("{} ({:.1f} errors)", *b.agreement.agrees ? "agrees" : "differs",
                       *b.agreement.distance);
  }
  std::string counted() const {
    std::size_t known = 0, agree = 0;
    for (const Beside& b : beside_) {
      known += b.agreement.agrees ? 1 : 0;
      agree += b.agreement.agrees.value_or(false) ? 1 : 0;
    }
    return fmt::format(
        "{} of the {} published numbers with a known error agree: they are within the central 95 % "
        "of the law of one more data set",
        agree, known);
  }
  json table() const {
    json rows = json::array();
    for (const Beside& b : beside_) {
      rows.push_back({b.what(), with_error(b), fmt::format("{:.4f}", b.published.value), verdict(b),
                      b.published.source});
    }
    return {{"id", figure_.id + "/published"},
            {"kind", "table"},
            {"title", "Ours beside the published numbers"},
            {"caption", fmt::format("Mean over our data sets ± the error of one more data set. {}. "
                                    "{}",
                                    counted(), fmt::join(figure_.remarks, " "))},
            {"columns", {"number", "ours", "published", "agreement", "where it is published"}},
            {"rows", std::move(rows)}};
  }
  void draw(const Repetition& of, json& all) const {
    const TrainedCurve& whole = of.curves.back();
    const auto add = [&](const char* id, const char* title, const char* label,
                         const std::vector<std::string>& names) {
      json drawn = catalogue::curve_figure(
          whole, fmt::format("{}/{}/{}", figure_.id, of.training, id), title, label, names);
      if (of.curves.size() > 1)
        prepend(catalogue::curve_figure(of.curves[0], "", "", "", names), drawn);
      drawn["x"]["log"] = true;
      for (const std::string& name : names) add_published(of, name, drawn);
      all.push_back(std::move(drawn));
    };
    std::vector<std::string> shares, attention;
    for (const std::string& name : whole.names) {
      if (name.starts_with("p ")) shares.push_back(name);
      if (name.starts_with("attention ")) attention.push_back(name);
    }
    add("loss", "Loss", "mean loss of a prompt", {"train loss", "validation loss"});
    add("selector", "Shares of the sets of heads", "p", shares);
    add("copiers", "Attention of heads on their own lag", "attention", attention);
    add("classifier", "Strength of the classifier", "a", {"a"});
  }
  /// The first steps, before what is drawn of the whole.
  static void prepend(const json& first, json& drawn) {
    for (std::size_t s = 0; s < drawn["series"].size(); ++s) {
      const json& early = first["series"][s];
      json x = early["x"], y = early["y"];
      for (std::size_t k = 0; k < drawn["series"][s]["x"].size(); ++k) {
        if (drawn["series"][s]["x"][k] <= x.back()) continue;
        x.push_back(drawn["series"][s]["x"][k]);
        y.push_back(drawn["series"][s]["y"][k]);
      }
      drawn["series"][s]["x"] = std::move(x);
      drawn["series"][s]["y"] = std::move(y);
    }
  }
  void add_published(const Repetition& of, const std::string& number, json& drawn) const {
    json x = json::array(), y = json::array();
    for (const PublishedOutcome& p : figure_.published) {
      if (p.training != figure_.trainings[of.training].name || p.number != number) continue;
      x.push_back(p.step);
      y.push_back(p.value);
    }
    if (x.empty()) return;
    drawn["series"].push_back(
        {{"name", number + ", published"}, {"x", x}, {"y", y}, {"points", true}});
  }

  RepeatedFigure figure_;
  std::vector<Repetition> repetitions_;
  std::vector<Beside> beside_;
  bool finished_;
};

/// The plan cut to its first steps, which are evaluated one by one.
NgramPlan first_steps(NgramPlan plan, std::int64_t steps) {
  for (NgramStage& stage : plan.stages) {
    stage.steps = std::min(stage.steps, steps);
    steps -= stage.steps;
  }
  plan.evaluate_every = 1;
  return plan;
}

/// One training in a row of trainings.
struct Place {
  int index, count;
  std::string id;
};

/// Adds its curve; false when it was stopped.
bool train(const NgramPlan& plan, const std::string& name, const Place& place,
           const catalogue::RunOptions& how, std::vector<TrainedCurve>& curves) {
  const NgramExperiment experiment(plan);
  sim::RunOptions options{how.threads, {}, {}, how.stop};
  if (!how.checkpoint.empty()) {
    options.checkpoint = how.checkpoint / fmt::format("{}-{}.npz", place.id, place.index);
  }
  if (how.watch) {
    options.watch = [&](const sim::Progress& progress) {
      return how.watch({name, place.index, place.count, progress});
    };
  }
  sim::Trainer<double> trainer(experiment, options.threads, options.stop);
  const bool finished = run_to_end(trainer, name, options);
  if (!trainer.curve().empty()) {
    curves.push_back({name, experiment.plan(), experiment.numbers(), trainer.curve(),
                      trainer.step(), finished, trainer.seconds()});
  }
  return finished;
}

}  // namespace

Agreement agreement(const std::vector<double>& ours, double published) {
  Agreement found;
  const auto n = static_cast<double>(ours.size());
  for (const double value : ours) found.mean += value / n;
  if (ours.size() < 2) return found;
  double squares = 0;
  for (const double value : ours) squares += (value - found.mean) * (value - found.mean);
  found.error = std::sqrt(squares / (n - 1) * (1 + 1 / n));
  const double off = std::abs(published - found.mean);
  const double most = quantile(boost::math::students_t(n - 1), 0.975) * *found.error;
  found.distance = off > 0 ? off / *found.error : 0;
  found.agrees = off <= most;
  return found;
}

std::unique_ptr<catalogue::ReproducedFigure> repeat(const RepeatedFigure& figure,
                                                    const catalogue::RunOptions& how) {
  if (how.begin) how.begin();
  if (!how.checkpoint.empty()) std::filesystem::create_directories(how.checkpoint);
  int count = 0, index = 0;
  for (const RepeatedTraining& t : figure.trainings) {
    count += t.data_sets * (t.watched > 0 ? 2 : 1);
  }
  std::vector<Repetition> repetitions;
  bool finished = true;
  for (std::size_t k = 0; k < figure.trainings.size(); ++k) {
    const RepeatedTraining& t = figure.trainings[k];
    for (int set = 0; set < t.data_sets && finished; ++set) {
      NgramPlan plan = t.plan;
      plan.run += static_cast<std::uint32_t>(set);
      const std::string name = fmt::format("{}, data set {}", t.name, set);
      Repetition of{k, set, {}};
      if (t.watched > 0) {
        finished = train(first_steps(plan, t.watched), name + ", first steps",
                         {index++, count, figure.id}, how, of.curves);
      }
      if (finished) finished = train(plan, name, {index++, count, figure.id}, how, of.curves);
      if (!of.curves.empty()) repetitions.push_back(std::move(of));
    }
  }
  return std::make_unique<Repeated>(figure, std::move(repetitions), finished);
}

}  // namespace lemmascope::ngram
