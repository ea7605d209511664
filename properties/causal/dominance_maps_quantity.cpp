// The calculators dominance-square, the parent's least margin over all two-state chains, and
// dominance-threshold, the degrees at which it can turn negative.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>

#include "properties/causal/instances/graph_instance.hpp"
#include "properties/causal/quantities/task_options.hpp"
#include "properties/claim/quantity.hpp"
#include "properties/compute/usual_options.hpp"
#include "theory/causal/phase_map.hpp"
#include "theory/causal/two_state_margin.hpp"
#include "theory/numeric/interruption.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::causal {
namespace {

using compute::Estimate;
using compute::Request;
using compute::whole_of;
using nlohmann::json;

json status_of(const Rational& margin, const std::string& note) {
  return {{"status", margin > 0   ? "holds"
                     : margin < 0 ? "fails"
                                  : "unknown"},
          {"margin", claim::to_json(claim::quantity(margin))},
          {"note", note}};
}

/// Margins over every rival that stands before its node, and over the node itself, for all
/// two-state chains at once.
std::vector<TwoStateMargin> margins_of(const CausalForest& forest, const Rational& epsilon) {
  std::vector<TwoStateMargin> margins;
  for (const RivalPlace& place : rival_places(forest)) {
    if (place.j < place.i) margins.push_back(two_state_margin(forest, place, epsilon));
  }
  for (const RivalPlace& place : self_places(forest)) {
    margins.push_back(two_state_margin(forest, place, epsilon));
  }
  return margins;
}

// Rows (x, 1-x), (y, 1-y): neither their order nor the names of the tokens matter to the orbit
// prior.
Rational least_margin(const std::vector<TwoStateMargin>& margins, Rational x, Rational y) {
  if (x < y) std::swap(x, y);
  if (x + y > 1) {
    const Rational other = 1 - y;
    y = 1 - x;
    x = other;
  }
  std::optional<Rational> least;
  for (const TwoStateMargin& margin : margins) {
    const Rational here = value(margin, x, y);
    if (!least || here < *least) least = here;
  }
  require(least.has_value(), "expected a graph with at least one edge");
  return *least;
}

// The middles of equal cells, or odds of 2^(1-grid), 2^(3-grid), .., 2^(grid-1), which give the
// corners, where dominance fails first, as much room as the middle.
std::vector<Rational> coordinates(int grid, bool odds) {
  std::vector<Rational> all;
  for (int k = 0; k < grid; ++k) {
    if (!odds) {
      all.emplace_back(2 * k + 1, 2 * grid);
      continue;
    }
    const int exponent = 2 * k + 1 - grid;
    const Rational power(boost::multiprecision::mpz_int(1) << std::abs(exponent));
    all.push_back(exponent < 0 ? Rational(1 / (1 + power)) : Rational(power / (1 + power)));
  }
  return all;
}

// A cell beside one where another wins.
bool on_the_boundary(const json& cells, std::size_t r, std::size_t c) {
  const auto status = [&](std::size_t i, std::size_t j) { return cells[i][j].at("status"); };
  const auto differs = [&](std::size_t i, std::size_t j) {
    return status(i, j) != "unknown" && status(i, j) != status(r, c);
  };
  if (status(r, c) == "unknown") return false;
  return (r > 0 && differs(r - 1, c)) || (c > 0 && differs(r, c - 1)) ||
         (r + 1 < cells.size() && differs(r + 1, c)) ||
         (c + 1 < cells[r].size() && differs(r, c + 1));
}

void draw_boundary(json& cells) {
  const json before = cells;
  for (std::size_t r = 0; r < cells.size(); ++r) {
    for (std::size_t c = 0; c < cells[r].size(); ++c) {
      if (on_the_boundary(before, r, c)) cells[r][c]["note"] = "on the boundary";
    }
  }
}

json square_panel(const std::string& graph, int length, const std::vector<Rational>& places,
                  const Rational& epsilon) {
  const int grid = static_cast<int>(places.size());
  const auto margins = margins_of(graph_family(graph, length - 1), epsilon);
  json ticks = json::array(), rows = json::array(), cells = json::array();
  for (int k = 0; k < grid; ++k) {
    ticks.push_back(lemmascope::to_text(places[static_cast<std::size_t>(k)]));
  }
  for (int r = grid - 1; r >= 0; --r) {  // y upwards
    give_up_if_asked();
    rows.push_back(ticks[static_cast<std::size_t>(r)]);
    json row = json::array();
    for (int c = 0; c < grid; ++c) {
      const Rational &x = places[static_cast<std::size_t>(c)],
                     &y = places[static_cast<std::size_t>(r)];
      row.push_back(status_of(least_margin(margins, x, y),
                              c == r ? "independent tokens: earlier positions tie" : ""));
    }
    cells.push_back(std::move(row));
  }
  draw_boundary(cells);
  return {{"title", fmt::format("{}, T = {}", graph, length)},
          {"rows", std::move(rows)},
          {"columns", std::move(ticks)},
          {"row_axis", "pi(0|1)"},
          {"column_axis", "pi(0|0)"},
          {"cells", std::move(cells)}};
}

json square(const Request& request) {
  const int length = whole_of(request.options, "length"), grid = whole_of(request.options, "grid");
  const Rational epsilon = compute::number_of(request.options, "epsilon");
  const bool odds = compute::text_of(request.options, "spacing") == "odds";
  const auto places = coordinates(grid, odds);
  json panels = json::array();
  for (const std::string& graph :
       compute::split(compute::text_of(request.options, "graphs"), ',')) {
    panels.push_back(square_panel(graph, length, places, epsilon));
  }
  return {{"figure",
           {{"id", "causal/dominance-square"},
            {"title", "Where the parent wins over all two-state chains"},
            {"caption",
             fmt::format("Least margin of the parent's K over earlier positions and the node "
                         "itself, orbit prior of the chain with rows (x, 1-x), (y, 1-y); exact at "
                         "{}; a cell beside one where another wins says so. Smoothing {}.",
                         odds ? "odds of 2^(1-n), 2^(3-n), .., 2^(n-1) for n cells a side"
                              : "the middle of each cell",
                         lemmascope::to_text(epsilon))},
            {"kind", "phase-map"},
            {"claims",
             {"causal/parent-dominates-at-finite-length", "causal/two-state-dominance-bound"}},
            {"statuses",
             {{"holds", "the parent is largest"},
              {"fails", "a rival is larger"},
              {"unknown", "a tie"}}},
            {"panels", std::move(panels)}}}};
}

json threshold(const Request& request) {
  const int most_length = whole_of(request.options, "length"),
            most_surplus = whole_of(request.options, "surplus");
  const Rational epsilon = compute::number_of(request.options, "epsilon");
  constexpr int kLeastLength = 4;  // below it the corner value may be infinite
  json columns = json::array(), rows = json::array(), cells = json::array();
  for (int length = kLeastLength; length <= most_length; ++length) columns.push_back(length);
  for (int surplus = most_surplus; surplus >= 0; --surplus) {
    rows.push_back(surplus);
    json row = json::array();
    for (int length = kLeastLength; length <= most_length; ++length) {
      row.push_back(
          status_of(corner_value(length, epsilon, surplus),
                    "threshold " + lemmascope::to_text(degree_threshold(length, epsilon))));
    }
    cells.push_back(std::move(row));
  }
  return {{"figure",
           {{"id", "causal/dominance-threshold"},
            {"title", "Degrees at which the parent can lose"},
            {"caption",
             fmt::format("Sign and size of [T - 2c d/(c-1)]/(4(c-2)(c-3)), c = T(1 + {}), d = deg "
                         "parent - deg rival: the factor of lambda^2 (1 - lambda) in the margin at "
                         "its worst corner. It is positive exactly for d <= T(c-1)/(2c).",
                         lemmascope::to_text(epsilon))},
            {"kind", "phase-map"},
            {"claims", {"causal/degree-threshold-is-sharp", "causal/two-state-dominance-bound"}},
            {"statuses",
             {{"holds", "the parent wins against such a rival"},
              {"fails", "a chain exists where it loses"},
              {"unknown", "on the threshold"}}},
            {"panels",
             {{{"title", fmt::format("smoothing {}", lemmascope::to_text(epsilon))},
               {"rows", std::move(rows)},
               {"columns", std::move(columns)},
               {"row_axis", "d"},
               {"column_axis", "T"},
               {"cells", std::move(cells)}}}}}}};
}

std::string canonical_graphs(const std::string& text) {
  for (const std::string& name : compute::split(text, ',')) graph_family(name, 1);
  return text;
}

// 2^T sequences for each rival, then a polynomial of degree 2T with T^2 terms in every cell.
Estimate square_cost(const Request& request) {
  const double t = whole_of(request.options, "length"), grid = whole_of(request.options, "grid");
  const double graphs =
      static_cast<double>(compute::split(compute::text_of(request.options, "graphs"), ',').size());
  const double rivals = graphs * t * t / 2, one = compute::operation_cost(request);
  return {.memory = 1e4 * t * t + 1e3 * grid * grid,
          .terms = rivals * one * (std::pow(2, t) + grid * grid * 2 * t * t)};
}

}  // namespace

void add_dominance_maps(std::vector<compute::Calculator>& all) {
  auto of_square = task_options({"epsilon"});
  of_square.push_back({.name = "graphs",
                       .help = "chain, pairs, star or binary-tree, by commas",
                       .usual = "star,chain,binary-tree",
                       .canonical = canonical_graphs});
  of_square.push_back(compute::whole_option("grid", "cells along each side", "16", "2", "64"));
  of_square.push_back({.name = "spacing",
                       .kind = compute::OptionKind::choice,
                       .help = "even, or odds of powers of four, which show the corners",
                       .usual = "even",
                       .choices = {"even", "odds"}});
  of_square.push_back(compute::whole_option("length", "T, the query included", "6", "3", "13"));
  all.push_back({.name = "dominance-square",
                 .summary = "the parent's least margin over the square of two-state chains",
                 .formula = "min_{i, j != p(i), j <= i} E[K_{i,p(i)} - K_ij], orbit of ((x, 1-x), "
                            "(y, 1-y))",
                 .arithmetics = {compute::Arithmetic::exact},
                 .options = std::move(of_square),
                 .run = square,
                 .cost = square_cost,
                 .example = "--graphs star --length 6 --grid 4"});
  auto of_threshold = task_options({"epsilon"});
  of_threshold.push_back(compute::whole_option("length", "largest T", "16", "4", "200"));
  of_threshold.push_back(
      compute::whole_option("surplus", "largest deg parent - deg rival", "8", "0", "100"));
  all.push_back({.name = "dominance-threshold",
                 .summary = "at which degrees the parent can lose, over lengths",
                 .formula = "sign of [T - 2c d/(c-1)]/(4(c-2)(c-3)), c = T(1 + epsilon)",
                 .arithmetics = {compute::Arithmetic::exact},
                 .options = std::move(of_threshold),
                 .run = threshold,
                 .example = "--length 8 --surplus 4"});
}

}  // namespace lemmascope::causal
