#include "properties/evolution/phase_figure.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>

namespace lemmascope::evolution {
namespace {

using nlohmann::json;

constexpr double kErrors = 2;  ///< apart by no more than these: they agree

std::string key_of(std::string name) {
  std::replace(name.begin(), name.end(), ' ', '_');
  return name;
}

bool is_of_kind(const json& run, const std::string& kind) {
  return run.at("name").get<std::string>().starts_with(kind + ", seed ");
}

/// Thousands of examples from which on the later strategy stays nearer; nothing when it is not at
/// the end.
std::optional<double> switch_of(const json& run, const char* later, const char* earlier) {
  std::optional<double> at;
  for (const json& point : run.at("curve")) {
    const bool nearer = point.at(later) < point.at(earlier);
    if (!nearer) at.reset();
    if (nearer && !at) {
      at = point.at("step").get<double>() * run.at("batch").get<double>() / 1000;
    }
  }
  return at;
}

std::optional<double> read_off(const json& run, const PublishedReading& wanted) {
  if (wanted.reading == Reading::switch_at) {
    return switch_of(run, "KL_from_bigrams", "KL_from_unigrams");
  }
  if (wanted.reading == Reading::switch_to_trigrams) {
    return switch_of(run, "KL_from_trigrams", "KL_from_bigrams");
  }
  std::vector<double> values;
  for (const json& point : run.at("curve")) {
    values.push_back(point.at(key_of(wanted.number)).get<double>());
  }
  if (wanted.reading == Reading::last) return values.back();
  const auto early = values.begin() + static_cast<std::ptrdiff_t>((values.size() + 7) / 8);
  const auto least = std::min_element(values.begin(), early);
  if (wanted.reading == Reading::least) return *least;
  return *std::max_element(least, values.end());
}

/// Ours beside a published number.
struct Beside {
  PublishedReading published;
  std::vector<double> ours;  ///< a seed each
  double mean = 0, deviation = 0, error = 0;

  bool known() const { return !ours.empty(); }
  bool agrees() const { return std::abs(mean - published.published) <= kErrors * error; }
};

Beside beside(const json& runs, const PublishedReading& published) {
  Beside b{published, {}};
  for (const json& run : runs) {
    if (!is_of_kind(run, published.kind) || !run.at("finished").get<bool>()) continue;
    if (const auto value = read_off(run, published)) b.ours.push_back(*value);
  }
  const auto n = static_cast<double>(b.ours.size());
  for (const double value : b.ours) b.mean += value / n;
  for (const double value : b.ours) {
    if (n > 1) b.deviation += (value - b.mean) * (value - b.mean) / (n - 1);
  }
  b.deviation = std::sqrt(b.deviation);
  const double spread = n > 1 ? b.deviation * b.deviation * (1 + 1 / n) : 0;
  b.error = std::sqrt(spread + published.error * published.error);
  return b;
}

std::string what(const PublishedReading& p) {
  switch (p.reading) {
    case Reading::last:
      return fmt::format("{}: final {}", p.kind, p.number);
    case Reading::least:
      return fmt::format("{}: least {} of the first eighth", p.kind, p.number);
    case Reading::rise:
      return fmt::format("{}: {} after that", p.kind, p.number);
    case Reading::switch_at:
      return fmt::format("{}: switch to bigrams, thousands of examples", p.kind);
    case Reading::switch_to_trigrams:
      return fmt::format("{}: switch to trigrams, thousands of examples", p.kind);
  }
  return "";
}

std::string verdict(const Beside& b) {
  if (!b.known()) return "not reached";
  const std::string apart =
      fmt::format("{:.1f} errors apart", std::abs(b.mean - b.published.published) / b.error);
  return fmt::format("{} ({}{})", b.agrees() ? "agrees" : "differs", apart,
                     b.ours.size() == 1 ? "; one seed, its spread unknown" : "");
}

std::string ours_in_words(const Beside& b) {
  if (!b.known()) return "none";
  if (b.ours.size() == 1) return fmt::format("{:.4f}", b.mean);
  return fmt::format("{:.4f} ± {:.4f} over {} seeds", b.mean, b.deviation, b.ours.size());
}

class PhasesReproduced : public catalogue::ReproducedFigure {
 public:
  PhasesReproduced(const PhaseFigure& figure, std::unique_ptr<catalogue::ReproducedFigure> inner)
      : id_(figure.trainings.id),
        title_(figure.trainings.title),
        drawn_(figure.drawn),
        lines_(figure.lines),
        inner_(std::move(inner)),
        data_(inner_->data()) {
    for (const PublishedReading& p : figure.published) {
      beside_.push_back(beside(data_.at("runs"), p));
    }
  }

  bool finished() const override { return inner_->finished(); }
  json data() const override {
    json all = data_;
    all["numbers"] = json::array();
    for (const Beside& b : beside_) {
      all["numbers"].push_back({{"what", what(b.published)},
                                {"published", b.published.published},
                                {"ours", b.known() ? json(b.mean) : json()},
                                {"seeds", b.ours.size()},
                                {"deviation", b.deviation},
                                {"error", b.error},
                                {"agrees", b.known() ? json(b.agrees()) : json()},
                                {"source", b.published.source}});
    }
    all["lines"] = json::object();
    for (const StrategyLine& line : lines_) all["lines"][line.name] = line.value;
    return all;
  }
  json figures() const override {
    json all = json::array();
    for (const json& run : data_.at("runs")) {
      const auto name = run.at("name").get<std::string>();
      if (name.ends_with(", seed 0")) all.push_back(drawn(run, all.size()));
    }
    if (!beside_.empty()) all.push_back(table());
    return all;
  }
  std::vector<std::string> summary() const override {
    std::vector<std::string> lines = inner_->summary();
    for (const StrategyLine& line : lines_) {
      lines.push_back(
          fmt::format("  {} strategy: {:.4f} from the true row", line.name, line.value));
    }
    for (const Beside& b : beside_) {
      lines.push_back(fmt::format("  {:<60} ours {}, published {} ± {}: {}", what(b.published),
                                  ours_in_words(b), b.published.published, b.published.error,
                                  verdict(b)));
    }
    return lines;
  }
  std::vector<std::string> remarks() const override { return inner_->remarks(); }
  double seconds() const override { return inner_->seconds(); }
  json seconds_by_run() const override { return inner_->seconds_by_run(); }

 private:
  json drawn(const json& run, std::size_t index) const {
    json series = json::array(), references = json::array();
    for (const std::string& number : drawn_) {
      json x = json::array(), y = json::array();
      for (const json& point : run.at("curve")) {
        x.push_back(point.at("step").get<double>() * run.at("batch").get<double>());
        y.push_back(point.at(key_of(number)));
      }
      series.push_back({{"name", number}, {"x", std::move(x)}, {"y", std::move(y)}});
    }
    for (const StrategyLine& line : lines_) {
      references.push_back({{"axis", "y"},
                            {"value", line.value},
                            {"label", fmt::format("{} {:.4f}", line.name, line.value)}});
    }
    add_published(run, series, references);
    const auto name = run.at("name").get<std::string>();
    return {{"id", fmt::format("{}/{}", id_, index)},
            {"kind", "curve"},
            {"title", title_},
            {"caption",
             fmt::format("{}; {}, batch {}. Lines: expected divergence of the "
                         "strategies from the true row.",
                         name, run.at("optimiser").get<std::string>(), run.at("batch").get<int>())},
            {"group", name},
            {"x", {{"label", "examples"}}},
            {"y", {{"label", "nats"}}},
            {"series", std::move(series)},
            {"references", std::move(references)}};
  }
  // What the paper shows of such a training, where it shows it: an end as a point, a level or a
  // time as a band as wide as it can be read.
  void add_published(const json& run, json& series, json& references) const {
    const double examples = run.at("batch").get<double>();
    for (const Beside& b : beside_) {
      const PublishedReading& p = b.published;
      if (!is_of_kind(run, p.kind)) continue;
      const bool time = p.reading == Reading::switch_at;
      const bool is_drawn = std::find(drawn_.begin(), drawn_.end(), p.number) != drawn_.end();
      if (!time && !is_drawn) continue;
      if (p.reading == Reading::last) {
        series.push_back({{"name", p.number + ", published end"},
                          {"x", {run.at("curve").back().at("step").get<double>() * examples}},
                          {"y", {p.published}},
                          {"lower", {p.published - p.error}},
                          {"upper", {p.published + p.error}},
                          {"points", true}});
        continue;
      }
      const double unit = time ? 1000 : 1;
      references.push_back(
          {{"axis", time ? "x" : "y"},
           {"value", unit * (p.published - p.error)},
           {"upper", unit * (p.published + p.error)},
           {"by", "authors"},
           {"label",
            time ? std::string("published switch to bigrams")
                 : fmt::format("published {} {}", p.reading == Reading::least ? "least" : "rise of",
                               p.number)}});
    }
  }
  json table() const {
    json rows = json::array();
    for (const Beside& b : beside_) {
      rows.push_back({what(b.published), ours_in_words(b),
                      fmt::format("{} ± {}", b.published.published, b.published.error), verdict(b),
                      b.published.source});
    }
    return {{"id", id_ + "/published"},
            {"kind", "table"},
            {"title", "Ours beside the published numbers"},
            {"caption", fmt::format("{}", fmt::join(inner_->remarks(), " "))},
            {"columns", {"number", "ours", "published", "agreement", "where it is published"}},
            {"rows", std::move(rows)}};
  }

  std::string id_, title_;
  std::vector<std::string> drawn_;
  std::vector<StrategyLine> lines_;
  std::unique_ptr<catalogue::ReproducedFigure> inner_;
  json data_;
  std::vector<Beside> beside_;
};

}  // namespace

std::vector<StrategyLine> lines_of(const StrategyEvaluation& evaluation) {
  constexpr const char* kNames[kMostStrategies] = {"uniform", "unigram", "bigram", "trigram"};
  std::vector<StrategyLine> lines;
  for (int s = 0; s < strategies_of(evaluation.law()); ++s) {
    lines.push_back({kNames[s], evaluation.line(static_cast<Strategy>(s)).mean});
  }
  return lines;
}

std::unique_ptr<catalogue::ReproducedFigure> reproduce_phases(const PhaseFigure& figure,
                                                              const catalogue::RunOptions& how) {
  return std::make_unique<PhasesReproduced>(
      figure, catalogue::reproduce_experiments(figure.trainings, how));
}

}  // namespace lemmascope::evolution
