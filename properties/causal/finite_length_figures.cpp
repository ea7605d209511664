// The exact gradient at finite length, as pictures: how it approaches its limit, and where over all
// two-state chains the parent loses.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "properties/causal/instances/graph_instance.hpp"
#include "properties/claim/quantity.hpp"
#include "theory/causal/limit_gradient.hpp"
#include "theory/causal/phase_map.hpp"
#include "theory/causal/two_state_margin.hpp"
#include "theory/numeric/significant.hpp"

namespace lemmascope::causal {
namespace {

using nlohmann::json;

constexpr const char* kGroup = "The exact gradient at finite length";

// ---- the limit of long sequences ----------------------------------------------------------------

/// An entry of the middle position of a Markov chain and its limit.
struct Entry {
  const char* name;
  int lag;  ///< i - j
  double limit = 0;
  json scaled = json::array(), distance = json::array();
};

std::vector<Entry> entries_over_lengths(const Prior& prior, const std::vector<int>& lengths) {
  std::vector<Entry> entries{{"the parent", 1}, {"the grandparent", 2}, {"the position itself", 0}};
  const Matrix<Rational> limit = limit_gradient(CausalForest::chain(4), prior);
  for (Entry& entry : entries) entry.limit = to_double(limit(3, 3 - entry.lag));
  for (const int length : lengths) {
    const Matrix<double> k =
        drive<double>(prior, CausalForest::chain(length - 1), Rational(1, length));
    const int i = (length - 1) / 2;
    for (Entry& entry : entries) {
      const double scaled = prior.states() * k(i, i - entry.lag);
      entry.scaled.push_back(scaled);
      entry.distance.push_back(std::abs(scaled - entry.limit));
    }
  }
  return entries;
}

json approach_figures() {
  const std::vector<int> lengths{6, 8, 12, 16, 24, 32, 48};
  const auto chain = markov::parse_chain("7/10,3/10;4/10,6/10");
  const Prior prior = Prior::orbit(chain);
  const std::string where = fmt::format(
      "The middle position of a Markov chain of T - 1 tokens and a query, orbit prior of {}, "
      "smoothing 1/T, double precision.",
      markov::to_text(chain));
  json scaled = json::array(), distances = json::array(), limits = json::array();
  for (const Entry& entry : entries_over_lengths(prior, lengths)) {
    scaled.push_back({{"name", entry.name}, {"x", lengths}, {"y", entry.scaled}});
    distances.push_back({{"name", entry.name}, {"x", lengths}, {"y", entry.distance}});
    limits.push_back({{"label", fmt::format("limit of {}: {:.4f}", entry.name, entry.limit)},
                      {"axis", "y"},
                      {"value", entry.limit},
                      {"by", "ours"}});
  }
  json rate = json::array();
  for (const int length : lengths) rate.push_back(1.0 / length);
  distances.push_back({{"name", "1/T"}, {"x", lengths}, {"y", rate}});
  const json claims = {"causal/finite-length-gradient-converges"};
  const json length_axis = {{"label", "sequence length T"}, {"log", true}};
  return {{{"id", "causal/gradient-over-length"},
           {"kind", "curve"},
           {"group", kGroup},
           {"title", "The exact gradient approaches its limit"},
           {"caption", where + " A curve that levels off away from its line would be wrong."},
           {"claims", claims},
           {"x", length_axis},
           {"y", {{"label", "S K of the entry"}}},
           {"series", scaled},
           {"references", limits}},
          {{"id", "causal/gradient-distance-to-limit"},
           {"kind", "curve"},
           {"group", kGroup},
           {"title", "Its distance from the limit"},
           {"caption", where + " Distances that fall more slowly than 1/T would be wrong."},
           {"claims", claims},
           {"x", length_axis},
           {"y", {{"label", "|S K − limit|"}, {"log", true}}},
           {"series", distances},
           {"references", json::array()}}};
}

// ---- the square of two-state chains -------------------------------------------------------------

// Towards the corners the square is drawn finer: that is where parents lose. In 1/kParts.
constexpr int kParts = 2048;
std::vector<int> square_ticks() {
  constexpr int kTicks = 21;
  constexpr double kReach = 6.5;  // e^-6.5 is 1/665
  std::vector<int> ticks;
  for (int k = 0; k < kTicks; ++k) {
    const double logit = kReach * (2.0 * k / (kTicks - 1) - 1);
    ticks.push_back(static_cast<int>(std::lround(kParts / (1 + std::exp(-logit)))));
  }
  return ticks;
}

/// A margin over lambda^2 for one rival, ready to be evaluated.
struct OverLambdaSquared {
  TrianglePolynomial numerator;
  Rational scale;
  int roots;

  // At rows (x, 1-x), (y, 1-y) in parts, x >= y, x + y <= 1. In whole numbers: exact.
  double at(int x, int y) const {
    const int b = x - y, c = 2 * y;
    Rational value = scale * numerator.value(kParts - b - c, b, c);
    for (int k = 0; k < numerator.degree(); ++k) value /= kParts;
    const Rational lambda(b, kParts);
    for (int k = 0; k < roots; ++k) value /= (1 - lambda) * (1 + lambda);
    return to_double(value);
  }
};

std::vector<OverLambdaSquared> earlier_rivals(const CausalForest& forest, const Rational& epsilon) {
  std::vector<OverLambdaSquared> all;
  for (const RivalPlace& place : rival_places(forest)) {
    if (place.j >= place.i) continue;
    const TwoStateMargin margin = two_state_margin(forest, place, epsilon);
    all.push_back({over_lambda_squared(margin), margin.scale, margin.roots});
  }
  return all;
}

// Neither the order of the rows nor the names of the tokens matter to the orbit prior.
double least_margin(const std::vector<OverLambdaSquared>& rivals, int x, int y) {
  if (x < y) std::swap(x, y);
  if (x + y > kParts) {
    const int other = kParts - y;
    y = kParts - x;
    x = other;
  }
  double least = std::numeric_limits<double>::infinity();
  for (const OverLambdaSquared& rival : rivals) least = std::min(least, rival.at(x, y));
  return least;
}

json landscape_panel(const std::string& graph, int length, const Rational& epsilon) {
  const CausalForest forest = graph_family(graph, length - 1);
  const auto rivals = earlier_rivals(forest, epsilon);
  const std::vector<int> ticks = square_ticks();
  json values = json::array();
  for (std::size_t r = ticks.size(); r-- > 0;) {  // y upwards
    json row = json::array();
    for (const int x : ticks) {
      // Four digits: what the colours show.
      row.push_back(significant(least_margin(rivals, x, ticks[r]), 4));
    }
    values.push_back(std::move(row));
  }
  const auto surplus = largest_degree_surplus(forest);
  return {{"title", fmt::format("{}, T = {}: largest d = {}, threshold {:.2f}", graph, length,
                                surplus.value_or(0), to_double(degree_threshold(length, epsilon)))},
          {"values", std::move(values)}};
}

json landscape_figure() {
  const Rational epsilon(1, 100);
  json columns = json::array(), rows = json::array();
  for (const int tick : square_ticks())
    columns.push_back(fmt::format("{:.3g}", static_cast<double>(tick) / kParts));
  for (std::size_t k = columns.size(); k-- > 0;) rows.push_back(columns[k]);
  json panels = json::array();
  for (const auto& [graph, length] : std::initializer_list<std::pair<const char*, int>>{
           {"chain", 8}, {"star", 5}, {"star", 6}, {"star", 8}}) {
    json panel = landscape_panel(graph, length, epsilon);
    panel["rows"] = rows;
    panel["columns"] = columns;
    panels.push_back(std::move(panel));
  }
  return {{"id", "causal/margin-landscape"},
          {"kind", "small-multiples"},
          {"group", kGroup},
          {"title", "Where over all two-state chains the parent loses"},
          {"caption",
           "Least margin of the parent's K over earlier positions, divided by the square of the "
           "chain's second eigenvalue (on the diagonal, tokens are independent: its limit), over "
           "chains with rows (x, 1-x), (y, 1-y), orbit prior, smoothing 1/100; exact rationals, "
           "drawn to four digits, the colours end at 0.05. Inside the black line the statement is "
           "refuted. With d = deg "
           "parent - deg rival, a chain that refutes it exists exactly where d exceeds "
           "T(c-1)/(2c), c = T(1 + 1/100): a line in a panel below the threshold would be wrong, "
           "and so would a panel above it without one."},
          {"claims",
           {"causal/parent-dominates-at-finite-length", "causal/two-state-dominance-bound",
            "causal/degree-threshold-is-sharp"}},
          {"row_axis", "y = π(0|1)"},
          {"column_axis", "x = π(0|0)"},
          {"scale", "signed"},
          {"range", {-0.05, 0.05}},
          {"boundary", 0},
          {"panels", std::move(panels)}};
}

// ---- degrees ------------------------------------------------------------------------------------

json threshold_figure() {
  constexpr int kLeast = 4, kMost = 24, kLargestSurplus = 12;
  const Rational epsilon(1, 100);
  json columns = json::array(), rows = json::array(), values = json::array();
  for (int length = kLeast; length <= kMost; ++length) columns.push_back(std::to_string(length));
  for (int surplus = kLargestSurplus; surplus >= 0; --surplus) {
    rows.push_back(std::to_string(surplus));
    json row = json::array();
    for (int length = kLeast; length <= kMost; ++length) {
      const int c_less_1 = length - 1;  // the scale of the corner value is 1/T: it would fade
      row.push_back(claim::to_json(
          claim::quantity(Rational(c_less_1 * corner_value(length, epsilon, surplus)))));
    }
    values.push_back(std::move(row));
  }
  return {
      {"id", "causal/degree-threshold"},
      {"kind", "heatmap"},
      {"group", kGroup},
      {"title", "Degrees at which the parent can lose"},
      {"caption",
       "(T - 1) [T - 2c d/(c-1)]/(4(c-2)(c-3)), c = T(1 + 1/100): the factor of lambda^2 (1 - "
       "lambda) in the margin at its worst corner, times T - 1 so that it does not fade; exact. "
       "Above the line, d > T(c-1)/(2c), a chain exists that refutes dominance. A star has d = "
       "T - 3, a chain d = 1, pairs d = 0."},
      {"claims", {"causal/degree-threshold-is-sharp", "causal/two-state-dominance-bound"}},
      {"rows", rows},
      {"columns", columns},
      {"row_axis", "d = deg parent − deg rival"},
      {"column_axis", "sequence length T"},
      {"scale", "signed"},
      {"boundary", 0},
      {"values", values}};
}

}  // namespace

nlohmann::json finite_length_figures() {
  json figures = approach_figures();
  figures.push_back(landscape_figure());
  figures.push_back(threshold_figure());
  return figures;
}

}  // namespace lemmascope::causal
