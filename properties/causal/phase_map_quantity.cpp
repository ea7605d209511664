// The calculators phase-map, the figure of any grid, and parent-dominance, one cell of it.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "properties/causal/finite_length_phase_map.hpp"
#include "properties/causal/quantities/task_options.hpp"
#include "properties/claim/quantity.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::causal {
namespace {

using compute::Estimate;
using compute::Option;
using compute::OptionKind;
using compute::Request;
using compute::split;
using compute::text_of;
using compute::whole_of;

std::string canonical_sizes(const std::string& text) {
  whole_numbers(text, 2);
  return text;
}

std::string canonical_graphs(const std::string& text) {
  for (const std::string& name : split(text, ',')) graph_family(name, 1);
  return text;
}

std::string canonical_concentrations(const std::string& text) {
  for (const std::string& item : split(text, ',')) {
    const Rational value = parse_rational(item);
    require(value > 0 && value <= 1000000,
            fmt::format("expected numbers above 0 and at most 1000000, found {}",
                        compute::in_quotes(item)));
  }
  return text;
}

PhaseGrid grid_of(const Request& request) {
  PhaseGrid grid;
  grid.chains = whole_of(request.options, "samples");
  grid.seed = compute::seed_of(request.options);
  grid.epsilon = compute::number_of(request.options, "epsilon");
  grid.threads = request.jobs;
  return grid;
}

nlohmann::json phase_map(const Request& request) {
  PhaseGrid grid = grid_of(request);
  grid.states = whole_numbers(text_of(request.options, "states"), 2);
  grid.lengths = whole_numbers(text_of(request.options, "lengths"), 2);
  grid.graphs = split(text_of(request.options, "graphs"), ',');
  grid.concentrations = split(text_of(request.options, "concentrations"), ',');
  return {{"figure", phase_map_figure(grid)}};
}

// NaN says that no node has a rival.
nlohmann::json margin_json(double margin) {
  return std::isnan(margin) ? nlohmann::json() : claim::to_json(claim::quantity(margin));
}

nlohmann::json parent_dominance(const Request& request) {
  const PhaseCell cell = drawn_phase_cell(grid_of(request), forest_of(request.options),
                                          whole_of(request.options, "vocabulary"),
                                          text_of(request.options, "dirichlet"));
  return {{"prior_mean_margin", margin_json(cell.mean_drive_with_self)},
          {"prior_mean_margin_over_earlier", margin_json(cell.mean_drive_strict)},
          {"least_chain_margin", margin_json(cell.least_with_self)},
          {"least_chain_margin_over_earlier", margin_json(cell.least_strict)},
          {"chains", cell.chains},
          {"chains_that_hold", cell.with_self_holds},
          {"chains_that_hold_over_earlier", cell.strict_holds},
          {"chains_undecided", cell.with_self_undecided},
          {"chains_undecided_over_earlier", cell.strict_undecided}};
}

// Each drawn chain with its S shifts, each by quadrature over T nodes.
Estimate cell_cost(double samples, double states, double length) {
  TaskSize size{length, states, samples * states};
  Estimate cost = prior_cost(size);
  cost.memory += 4 * length * length * sizeof(double);
  cost.terms += size.atoms * (std::pow(states, 3) * std::pow(length, 2) +
                              std::pow(states, 2) * std::pow(length, 3));
  return cost;
}

Estimate map_cost(const Request& request) {
  const double samples = whole_of(request.options, "samples");
  const double panels =
      static_cast<double>(split(text_of(request.options, "graphs"), ',').size() *
                          split(text_of(request.options, "concentrations"), ',').size());
  Estimate cost;
  for (const int states : whole_numbers(text_of(request.options, "states"), 2)) {
    for (const int length : whole_numbers(text_of(request.options, "lengths"), 2)) {
      const Estimate cell = cell_cost(samples, states, length);
      cost.memory = std::max(cost.memory, cell.memory);
      cost.terms += panels * cell.terms;
    }
  }
  return cost;
}

Estimate dominance_cost(const Request& request) {
  const TaskSize size = size_of(request.options);
  return cell_cost(size.atoms, size.states, size.length);
}

// The grids draw fewer chains than a prior does.
std::vector<Option> with_eight_samples(std::vector<Option> options) {
  for (Option& option : options) {
    if (option.name == "samples") option.usual = std::string("8");
  }
  return options;
}

Option list_option(std::string name, std::string help, std::string usual,
                   std::string (*canonical)(const std::string&)) {
  return {.name = std::move(name),
          .help = std::move(help),
          .usual = std::move(usual),
          .canonical = canonical};
}

}  // namespace

void add_phase_map_quantity(std::vector<compute::Calculator>& all) {
  auto of_map = with_eight_samples(task_options({"samples", "epsilon", "seed"}));
  of_map.push_back(list_option("concentrations", "Dirichlet concentrations, by commas", "1/10,1",
                               canonical_concentrations));
  of_map.push_back(list_option("graphs", "chain, pairs, star or binary-tree, by commas",
                               "chain,pairs,binary-tree", canonical_graphs));
  of_map.push_back(
      list_option("lengths", "values of T, by commas", "4,6,10,20,40", canonical_sizes));
  of_map.push_back(list_option("states", "values of S, by commas", "2,3,5", canonical_sizes));
  all.push_back({.name = "phase-map",
                 .summary = "where the parent dominates the exact finite-length gradient, over a "
                            "grid",
                 .formula = "sign of min_i (K_{i,p(i)} - max_{j != p(i), j <= i} K_ij), prior mean",
                 .arithmetics = {compute::Arithmetic::binary64},
                 .options = std::move(of_map),
                 .run = phase_map,
                 .cost = map_cost,
                 .example = "--states 2,3 --lengths 4,6 --graphs chain --concentrations 1"});
  auto of_cell = with_eight_samples(task_options(
      joined(graph_names(), {"vocabulary", "dirichlet", "samples", "epsilon", "seed"})));
  for (Option& option : of_cell) {
    option.required = option.name == "vocabulary" || option.name == "dirichlet";
  }
  all.push_back({.name = "parent-dominance",
                 .summary = "one cell of the phase map: margins of the parent for drawn chains on "
                            "one graph",
                 .formula = "min_i (S K_{i,p(i)} - max_{j != p(i), j <= i} S K_ij)",
                 .arithmetics = {compute::Arithmetic::binary64},
                 .options = std::move(of_cell),
                 .run = parent_dominance,
                 .cost = dominance_cost,
                 .example = "--graph chain --length 6 --dirichlet 1/10 --vocabulary 3"});
}

}  // namespace lemmascope::causal
