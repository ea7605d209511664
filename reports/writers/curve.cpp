// Curves: series with optional bands, reference lines and logarithmic axes.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <vector>

#include "reports/writers/escape.hpp"
#include "reports/writers/fields.hpp"
#include "reports/writers/figures.hpp"

namespace lemmascope::report {
namespace {

using nlohmann::json;

constexpr double kLeft = 62, kTop = 12, kPlotWidth = 430, kPlotHeight = 240, kBottom = 44;
constexpr std::size_t kMostPoints =
    1200;                       ///< a longer series is thinned evenly, which the facts say
constexpr int kLineStyles = 6;  ///< classes series-0 ... series-5: colour and dash both differ

struct Axis {
  std::string label;
  bool log = false;
  double low = std::numeric_limits<double>::infinity();
  double high = -std::numeric_limits<double>::infinity();

  bool shows(double value) const { return std::isfinite(value) && (!log || value > 0); }
  void include(double value) {
    if (!shows(value)) return;
    low = std::min(low, value);
    high = std::max(high, value);
  }
  double share(double value) const {
    if (log) return (std::log(value) - std::log(low)) / (std::log(high) - std::log(low));
    return (value - low) / (high - low);
  }
  // A share of a whole is seen against the whole: zoomed in, 0.229 against 0.242 looks a success.
  bool is_share() const {
    if (log || !(low >= 0 && high <= 1)) return false;
    for (const char* word : {"attention", "accuracy", "share", "fraction", "probability"}) {
      if (label.find(word) != std::string::npos) return true;
    }
    return false;
  }

  // Room at both ends, and a width even for a single value.
  void settle() {
    if (!(low <= high)) low = log ? 1 : 0, high = log ? 10 : 1;
    if (log) {
      const double room = std::max(0.04 * std::log(high / low), 0.02);
      low *= std::exp(-room);
      high *= std::exp(room);
    } else {
      const double room = high > low ? 0.04 * (high - low) : std::max(1e-3, std::abs(low) * 0.1);
      low -= room;
      high += room;
    }
  }
};

struct Point {
  double x = 0, y = 0;
  std::optional<double> lower, upper;
};

struct Series {
  std::string name;
  bool points_only = false;
  std::vector<Point> points;
};

struct Plot {
  Axis x, y;
  std::vector<Series> series;
  int hidden = 0;
  bool thinned = false;
};

std::optional<double> at(const json& list, std::size_t k) {
  return k < list.size() ? approximate(list[k]) : std::nullopt;
}

Series read_series(const json& source, Plot& plot) {
  Series series{text_field(source, "name"), flag_field(source, "points"), {}};
  const json &xs = list_field(source, "x"), &ys = list_field(source, "y");
  const json &lower = list_field(source, "lower"), &upper = list_field(source, "upper");
  const std::size_t count = std::min(xs.size(), ys.size());
  const std::size_t stride = count > kMostPoints ? (count + kMostPoints - 1) / kMostPoints : 1;
  plot.thinned = plot.thinned || stride > 1;
  for (std::size_t k = 0; k < count; ++k) {
    if (k % stride != 0 && k + 1 != count) continue;
    const auto x = approximate(xs[k]), y = approximate(ys[k]);
    if (!x || !y || !plot.x.shows(*x) || !plot.y.shows(*y)) {
      ++plot.hidden;
      continue;
    }
    Point point{*x, *y, at(lower, k), at(upper, k)};
    if (point.lower && !plot.y.shows(*point.lower)) point.lower.reset();
    plot.x.include(point.x);
    for (const auto& value : {std::optional(point.y), point.lower, point.upper}) {
      if (value) plot.y.include(*value);
    }
    series.points.push_back(point);
  }
  return series;
}

Axis read_axis(const json& source) {
  Axis axis;
  axis.label = text_field(source, "label");
  axis.log = flag_field(source, "log");
  return axis;
}

Plot read_plot(const json& figure) {
  Plot plot;
  plot.x = read_axis(field(figure, "x"));
  plot.y = read_axis(field(figure, "y"));
  for (const json& source : list_field(figure, "series"))
    plot.series.push_back(read_series(source, plot));
  for (const json& reference : list_field(figure, "references")) {
    Axis& axis = text_field(reference, "axis") == "x" ? plot.x : plot.y;
    for (const char* key : {"value", "upper"}) {
      if (const auto value = approximate(field(reference, key))) axis.include(*value);
    }
  }
  if (plot.y.is_share()) plot.y.low = 0, plot.y.high = 1;
  plot.x.settle();
  plot.y.settle();
  return plot;
}

double px(const Plot& plot, double x) { return kLeft + kPlotWidth * plot.x.share(x); }
double py(const Plot& plot, double y) { return kTop + kPlotHeight * (1 - plot.y.share(y)); }

// 1, 2 or 5 times a power of ten, about five steps; powers of ten on a log axis that spans some.
std::vector<double> ticks(const Axis& axis) {
  std::vector<double> out;
  if (axis.log && axis.high / axis.low >= 10) {
    const int first = static_cast<int>(std::ceil(std::log10(axis.low)));
    const int last = static_cast<int>(std::floor(std::log10(axis.high)));
    const int stride = std::max(1, (last - first) / 6);
    for (int e = first; e <= last; e += stride) out.push_back(std::pow(10.0, e));
    if (out.size() >= 2) return out;
    out.clear();
    for (int e = first - 1; e <= last; ++e) {
      for (const double m : {1.0, 2.0, 5.0}) {
        const double value = m * std::pow(10.0, e);
        if (value >= axis.low && value <= axis.high) out.push_back(value);
      }
    }
    return out;
  }
  const double raw = (axis.high - axis.low) / 5;
  const double power = std::pow(10.0, std::floor(std::log10(raw)));
  const double step = power * (raw / power < 1.5   ? 1
                               : raw / power < 3.5 ? 2
                               : raw / power < 7.5 ? 5
                                                   : 10);
  for (double k = std::ceil(axis.low / step); k * step <= axis.high; ++k) out.push_back(k * step);
  return out;
}

// 10⁵ rather than 1e+05.
std::string tick_text(double value) {
  if (std::abs(value) < 1e-12) return "0";
  const double exponent = std::log10(std::abs(value));
  const int e = static_cast<int>(std::lround(exponent));
  if (value < 0 || std::abs(exponent - e) > 1e-9 || (e < 5 && e > -4))
    return fmt::format("{:.4g}", value);
  constexpr const char* kSuper[] = {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
  std::string out = e < 0 ? "10⁻" : "10";
  for (const char c : std::to_string(std::abs(e))) out += kSuper[c - '0'];
  return out;
}

std::string frame(const Plot& plot) {
  std::string out =
      fmt::format("<rect class=\"frame\" x=\"{:g}\" y=\"{:g}\" width=\"{:g}\" height=\"{:g}\"/>",
                  kLeft, kTop, kPlotWidth, kPlotHeight);
  const double bottom = kTop + kPlotHeight;
  for (const double value : ticks(plot.x)) {
    out += fmt::format(
        "<path class=\"grid\" d=\"M{0:.1f} {1:g}V{2:g}\"/><text class=\"tick\" x=\"{0:.1f}\" "
        "y=\"{3:g}\" text-anchor=\"middle\">{4}</text>",
        px(plot, value), kTop, bottom, bottom + 16, tick_text(value));
  }
  for (const double value : ticks(plot.y)) {
    out += fmt::format(
        "<path class=\"grid\" d=\"M{1:g} {0:.1f}H{2:g}\"/><text class=\"tick\" x=\"{3:g}\" "
        "y=\"{4:.1f}\" text-anchor=\"end\">{5}</text>",
        py(plot, value), kLeft, kLeft + kPlotWidth, kLeft - 6, py(plot, value) + 4,
        tick_text(value));
  }
  out += fmt::format("<text class=\"axis\" x=\"{:g}\" y=\"{:g}\" text-anchor=\"middle\">{}</text>",
                     kLeft + kPlotWidth / 2, bottom + 36, xml_escaped(plot.x.label));
  out += fmt::format(
      "<text class=\"axis\" transform=\"translate(14 {:g}) rotate(-90)\" "
      "text-anchor=\"middle\">{}</text>",
      kTop + kPlotHeight / 2, xml_escaped(plot.y.label));
  return out;
}

std::string band(const Plot& plot, const Series& series, std::size_t k) {
  std::string path, back;
  for (const Point& p : series.points) {
    if (!p.lower || !p.upper) continue;
    path +=
        fmt::format("{}{:.1f} {:.1f}", path.empty() ? "M" : "L", px(plot, p.x), py(plot, *p.upper));
    back = fmt::format("L{:.1f} {:.1f}", px(plot, p.x), py(plot, *p.lower)) + back;
  }
  if (path.empty()) return "";
  return fmt::format("<path class=\"band series-{}\" d=\"{}{}z\"/>", k % kLineStyles, path, back);
}

std::string whiskers(const Plot& plot, const Series& series, std::size_t k) {
  std::string path;
  for (const Point& p : series.points) {
    if (!p.lower || !p.upper) continue;
    path += fmt::format("M{0:.1f} {1:.1f}V{2:.1f}", px(plot, p.x), py(plot, *p.lower),
                        py(plot, *p.upper));
  }
  if (path.empty()) return "";
  return fmt::format("<path class=\"whisker series-{}\" d=\"{}\"/>", k % kLineStyles, path);
}

std::string line(const Plot& plot, const Series& series, std::size_t k) {
  std::string out = series.points_only ? whiskers(plot, series, k) : band(plot, series, k), path;
  for (const Point& p : series.points) {
    path += fmt::format("{}{:.1f} {:.1f}", path.empty() ? "M" : "L", px(plot, p.x), py(plot, p.y));
  }
  if (!series.points_only && series.points.size() > 1) {
    out += fmt::format("<path class=\"line series-{}\" d=\"{}\"/>", k % kLineStyles, path);
  }
  constexpr std::size_t kFewPoints = 40;
  if (series.points_only || series.points.size() <= kFewPoints) {
    for (const Point& p : series.points) {
      out += fmt::format(
          "<circle class=\"dot series-{}\" cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"3\"><title>{}: {:.6g}, "
          "{:.6g}</title></circle>",
          k % kLineStyles, px(plot, p.x), py(plot, p.y), xml_escaped(series.name), p.x, p.y);
    }
  }
  return out;
}

std::string reference_svg(const Plot& plot, const json& reference) {
  const bool vertical = text_field(reference, "axis") == "x";
  const Axis& axis = vertical ? plot.x : plot.y;
  const auto value = approximate(field(reference, "value")),
             upper = approximate(field(reference, "upper"));
  if (!value || !axis.shows(*value)) return "";
  const char* by = text_field(reference, "by") == "authors" ? "authors" : "ours";
  const double bottom = kTop + kPlotHeight, right = kLeft + kPlotWidth;
  std::string out;
  const double a = vertical ? px(plot, *value) : py(plot, *value);
  if (upper && axis.shows(*upper)) {
    const double b = vertical ? px(plot, *upper) : py(plot, *upper);
    out += vertical ? fmt::format(
                          "<rect class=\"reference-band {}\" x=\"{:.1f}\" y=\"{:g}\" "
                          "width=\"{:.1f}\" height=\"{:g}\"/>",
                          by, std::min(a, b), kTop, std::max(1.0, std::abs(b - a)), kPlotHeight)
                    : fmt::format(
                          "<rect class=\"reference-band {}\" x=\"{:g}\" y=\"{:.1f}\" "
                          "width=\"{:g}\" height=\"{:.1f}\"/>",
                          by, kLeft, std::min(a, b), kPlotWidth, std::max(1.0, std::abs(b - a)));
  } else {
    out += vertical ? fmt::format("<path class=\"reference {}\" d=\"M{:.1f} {:g}V{:g}\"/>", by, a,
                                  kTop, bottom)
                    : fmt::format("<path class=\"reference {}\" d=\"M{:g} {:.1f}H{:g}\"/>", by,
                                  kLeft, a, right);
  }
  return out;
}

// The letter of a reference, which its key repeats: bands of one colour would else be anonymous.
std::string letter(std::size_t k) { return std::string(1, static_cast<char>('a' + k % 26)); }

// Letters at the right end of horizontal references, pushed apart where they would overlap.
std::string reference_letters(const Plot& plot, const json& references) {
  constexpr double kLetterHeight = 11;
  std::vector<std::pair<double, std::size_t>> places;
  for (std::size_t k = 0; k < references.size(); ++k) {
    const auto value = approximate(field(references[k], "value")),
               upper = approximate(field(references[k], "upper"));
    if (text_field(references[k], "axis") == "x" || !value || !plot.y.shows(*value)) continue;
    const double top = upper && plot.y.shows(*upper) ? py(plot, *upper) : py(plot, *value);
    places.emplace_back((py(plot, *value) + top) / 2 + 4, k);
  }
  std::sort(places.begin(), places.end());
  for (std::size_t k = 1; k < places.size(); ++k)
    places[k].first = std::max(places[k].first, places[k - 1].first + kLetterHeight);
  std::string out;
  for (const auto& [y, k] : places) {
    out += fmt::format("<text class=\"tick letter\" x=\"{:g}\" y=\"{:.1f}\">{}</text>",
                       kLeft + kPlotWidth + 6, y, letter(k));
  }
  return out;
}

std::string reference_key(const json& reference, std::size_t k) {
  const char* by = text_field(reference, "by") == "authors" ? "authors" : "ours";
  const char* shape = field(reference, "upper").is_null()
                          ? "<path class=\"reference {}\" d=\"M0 5H28\"/>"
                          : "<rect class=\"reference-band {}\" width=\"28\" height=\"10\"/>";
  return fmt::format(
      "<li><svg class=\"key\" viewBox=\"0 0 28 10\" width=\"28\" height=\"10\" "
      "aria-hidden=\"true\">{}</svg>{}{}</li>",
      fmt::format(fmt::runtime(shape), by),
      text_field(reference, "axis") == "x" ? "" : "<b>" + letter(k) + "</b>&#160;",
      xml_escaped(text_field(reference, "label")));
}

std::string legend(const Plot& plot, const json& references) {
  std::string out = "<ul class=\"legend\">";
  for (std::size_t k = 0; k < plot.series.size(); ++k) {
    const Series& s = plot.series[k];
    out += fmt::format(
        "<li><svg class=\"key\" viewBox=\"0 0 28 10\" width=\"28\" height=\"10\" "
        "aria-hidden=\"true\">{}</svg>{}</li>",
        s.points_only
            ? fmt::format("<circle class=\"dot series-{}\" cx=\"14\" cy=\"5\" r=\"3\"/>",
                          k % kLineStyles)
            : fmt::format("<path class=\"line series-{}\" d=\"M0 5H28\"/>", k % kLineStyles),
        xml_escaped(s.name));
  }
  for (std::size_t k = 0; k < references.size(); ++k) out += reference_key(references[k], k);
  return out + "</ul>";
}

// The words of vertical references, along them.
std::string reference_words(const Plot& plot, const json& references) {
  std::string out;
  for (const json& reference : references) {
    const auto value = approximate(field(reference, "value"));
    if (text_field(reference, "axis") != "x" || !value || !plot.x.shows(*value)) continue;
    const double x = px(plot, *value);
    // On the side with room.
    const bool left = x > kLeft + kPlotWidth * 0.6;
    out += fmt::format("<text class=\"tick\" x=\"{:.1f}\" y=\"{:g}\" text-anchor=\"{}\">{}</text>",
                       x + (left ? -5 : 5), kTop + 13, left ? "end" : "start",
                       xml_escaped(text_field(reference, "label")));
  }
  return out;
}

// Where snapshots were taken, and the cursor that a script moves from one to the next.
std::string snapshot_marks(const Plot& plot, const json& marks) {
  std::string path;
  for (const json& mark : marks) {
    const auto value = approximate(mark);
    if (!value || !plot.x.shows(*value)) continue;
    path += fmt::format("M{:.1f} {:g}v-7", px(plot, *value), kTop + kPlotHeight);
  }
  if (path.empty()) return "";
  return fmt::format(
      "<path class=\"snapshot-marks\" d=\"{}\"/><path class=\"cursor\" d=\"M0 {:g}V{:g}\"/>", path,
      kTop, kTop + kPlotHeight);
}

}  // namespace

CurvePlaces curve_places(const json& figure, const std::vector<double>& x) {
  const Plot plot = read_plot(figure);
  CurvePlaces places{{}, kTop, kTop + kPlotHeight};
  for (const double value : x) {
    const bool shown = plot.x.shows(value) && value >= plot.x.low && value <= plot.x.high;
    places.at.push_back(shown ? std::optional(px(plot, value)) : std::nullopt);
  }
  return places;
}

DrawnFigure draw_curve(const json& figure) {
  const Plot plot = read_plot(figure);
  const double width = kLeft + kPlotWidth + 22, height = kTop + kPlotHeight + kBottom;
  DrawnFigure drawn;
  drawn.svg = fmt::format(
      "<svg class=\"curve\" viewBox=\"0 0 {0:g} {1:g}\" width=\"{0:g}\" height=\"{1:g}\" "
      "role=\"img\" aria-label=\"{2}\">",
      width, height, xml_escaped(text_field(figure, "title")));
  drawn.svg += frame(plot);
  for (const json& reference : list_field(figure, "references"))
    drawn.svg += reference_svg(plot, reference);
  for (std::size_t k = 0; k < plot.series.size(); ++k) drawn.svg += line(plot, plot.series[k], k);
  drawn.svg += reference_letters(plot, list_field(figure, "references")) +
               reference_words(plot, list_field(figure, "references")) +
               snapshot_marks(plot, list_field(figure, "marks"));
  drawn.svg += "</svg>" + legend(plot, list_field(figure, "references"));
  auto add = [&](const std::string& text) {
    drawn.facts += (drawn.facts.empty() ? "" : ". ") + text;
  };
  if (plot.hidden > 0)
    add(fmt::format("{} points cannot be shown (missing, or not positive on a logarithmic axis)",
                    plot.hidden));
  if (plot.thinned) add("Long series are thinned evenly; the file holds every point");
  return drawn;
}

}  // namespace lemmascope::report
