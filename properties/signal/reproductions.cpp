// What `lemmascope reproduce` offers for this paper: how much tokens look alike after some depth,
// in random networks of finite width and by the recursion.
#include <fmt/format.h>

#include <array>
#include <chrono>
#include <cmath>
#include <nlohmann/json.hpp>

#include "properties/catalogue/training.hpp"
#include "properties/compute/usual_options.hpp"
#include "sim/cpu/stop_flag.hpp"
#include "sim/signal/random_network.hpp"
#include "theory/signal/depth_moments.hpp"

namespace lemmascope::signal {
namespace {

using compute::OptionValues;
using nlohmann::json;

constexpr int kTokens = 10, kWidth = 128;
constexpr std::array kDepths{1, 2, 3, 4, 6, 8, 12, 16};
const Rational kCorrelation(1, 10);

/// The mean over networks with its standard error, and what the recursion says.
struct Point {
  int layers = 0;
  double simulated = 0, standard_error = 0, recursion = 0;
};

struct Curve {
  std::string name;
  std::vector<Point> points;
  double seconds = 0;
};

// alpha_1^2: one, or one over the depth.
Rational squared_residual(bool scaled, int layers) { return Rational(1, scaled ? layers : 1); }

Point point_at(bool scaled, int layers, int networks, std::uint64_t seed) {
  const Rational squared = squared_residual(scaled, layers);
  RandomNetwork network{.tokens = kTokens, .width = kWidth, .layers = layers};
  network.correlation = to_double(kCorrelation);
  network.attention_residual = std::sqrt(to_double(squared));
  double sum = 0, squares = 0;
  for (int k = 0; k < networks; ++k) {
    const auto run = static_cast<std::uint32_t>(2 * layers + (scaled ? 1 : 0));
    sim::Stream stream({seed, run, sim::Purpose::probe}, static_cast<std::uint64_t>(k));
    const double cosine = mean_cosine(moments_through(network, stream), kTokens);
    sum += cosine;
    squares += cosine * cosine;
  }
  const double mean = sum / networks;
  return {layers, mean, std::sqrt((squares / networks - mean * mean) / (networks - 1)),
          to_double(cosine_at_growth<Rational>(kTokens, kCorrelation, growth(squared, layers)))};
}

class DepthReproduced : public catalogue::ReproducedFigure {
 public:
  DepthReproduced(std::string id, std::vector<Curve> curves, bool finished)
      : id_(std::move(id)), curves_(std::move(curves)), finished_(finished) {}

  bool finished() const override { return finished_; }
  json data() const override {
    json runs = json::array();
    for (const Curve& curve : curves_) {
      json points = json::array();
      for (const Point& p : curve.points) {
        points.push_back({{"layers", p.layers},
                          {"simulated", p.simulated},
                          {"standard_error", p.standard_error},
                          {"recursion", p.recursion}});
      }
      runs.push_back({{"name", curve.name}, {"curve", std::move(points)}});
    }
    return {{"figure", id_},
            {"finished", finished_},
            {"runs", std::move(runs)},
            {"numbers", json::array()},
            {"remarks", remarks()}};
  }
  json figures() const override {
    json series = json::array();
    for (const Curve& curve : curves_) {
      json x = json::array(), simulated = json::array(), recursion = json::array();
      for (const Point& p : curve.points) {
        x.push_back(p.layers);
        simulated.push_back(p.simulated);
        recursion.push_back(p.recursion);
      }
      series.push_back({{"name", curve.name + ", networks"},
                        {"points", true},
                        {"x", x},
                        {"y", std::move(simulated)}});
      series.push_back({{"name", curve.name + ", recursion"}, {"x", x}, {"y", recursion}});
    }
    return json::array({{{"id", id_ + "/cosine"},
                         {"kind", "curve"},
                         {"title", "Mean cosine of tokens by depth"},
                         {"caption", fmt::format("{}", fmt::join(remarks(), " "))},
                         {"x", {{"label", "layers"}}},
                         {"y", {{"label", "mean cosine of different tokens"}}},
                         {"series", std::move(series)},
                         {"references", json::array()}}});
  }
  std::vector<std::string> summary() const override {
    std::vector<std::string> lines;
    for (const Curve& curve : curves_) {
      lines.push_back(curve.name);
      for (const Point& p : curve.points) {
        lines.push_back(fmt::format("  {:>2} layers   networks {:.4f} ± {:.4f}   recursion {:.4f}",
                                    p.layers, p.simulated, p.standard_error, p.recursion));
      }
    }
    return lines;
  }
  std::vector<std::string> remarks() const override {
    return {
        "Ten Gaussian tokens of correlation 1/10, width 128, softmax attention over its own "
        "scores, no MLP (it changes no cosine); ± one standard error over networks.",
        "The recursion is about averages and uniform attention; the paper's figures are plots "
        "without numbers at hand, so nothing printed there is beside these."};
  }
  double seconds() const override {
    double sum = 0;
    for (const Curve& curve : curves_) sum += curve.seconds;
    return sum;
  }
  json seconds_by_run() const override {
    json seconds = json::object();
    for (const Curve& curve : curves_) seconds[curve.name] = curve.seconds;
    return seconds;
  }

 private:
  std::string id_;
  std::vector<Curve> curves_;
  bool finished_;
};

std::vector<compute::Option> options() {
  return {
      {.name = "quick", .kind = compute::OptionKind::flag, .help = "2 networks a depth, not 32"},
      compute::seed_option("20240222")};
}

std::unique_ptr<catalogue::ReproducedFigure> depth(const OptionValues& given,
                                                   const catalogue::RunOptions& how) {
  const OptionValues values = compute::with_defaults(options(), given);
  const bool quick = compute::flag_of(values, "quick");
  if (how.begin) how.begin();
  std::vector<Curve> curves;
  for (const bool scaled : {false, true}) {
    const auto start = std::chrono::steady_clock::now();
    Curve curve{scaled ? "alpha_1 = 1/sqrt L" : "alpha_1 = 1", {}, 0};
    for (const int layers : kDepths) {
      if (sim::is_raised(how.stop)) break;
      curve.points.push_back(point_at(scaled, layers, quick ? 2 : 32, compute::seed_of(values)));
    }
    curve.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    curves.push_back(std::move(curve));
  }
  const bool finished = curves.back().points.size() == kDepths.size();
  return std::make_unique<DepthReproduced>(quick ? "depth-quick" : "depth", std::move(curves),
                                           finished);
}

}  // namespace

std::vector<catalogue::Reproduction> every_reproduction() {
  return {{.name = "depth",
           .title = "simulated depth",
           .shows = "mean cosine of tokens by depth, residuals scaled by 1/sqrt L and not",
           .options = options(),
           .run = depth}};
}

}  // namespace lemmascope::signal
