// The calculators phase-map, the figure of any grid, and parent-dominance, one cell of it.
#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>

#include "properties/causal/finite_length_phase_map.hpp"
#include "properties/claim/quantity.hpp"
#include "properties/compute/calculator.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::causal {
namespace {

using compute::Request;

std::vector<std::string> items_of(const Request& request, const std::string& flag,
                                  const std::string& otherwise) {
  const auto found = request.options.find(flag);
  const std::string text = found == request.options.end() ? otherwise : found->second;
  std::vector<std::string> items;
  for (std::size_t start = 0; start <= text.size();) {
    const std::size_t comma = std::min(text.find(',', start), text.size());
    items.push_back(text.substr(start, comma - start));
    start = comma + 1;
  }
  return items;
}

std::vector<int> numbers_of(const Request& request, const std::string& flag,
                            const std::string& otherwise) {
  std::vector<int> numbers;
  for (const std::string& item : items_of(request, flag, otherwise)) {
    int number = 0;
    const auto [end, error] = std::from_chars(item.data(), item.data() + item.size(), number);
    if (error != std::errc() || end != item.data() + item.size() || number < 2) {
      refuse(
          fmt::format("--{}: expected whole numbers of at least 2 separated by commas, found '{}'",
                      flag, item));
    }
    numbers.push_back(number);
  }
  return numbers;
}

nlohmann::json phase_map(const Request& request) {
  PhaseGrid grid;
  grid.states = numbers_of(request, "states", "2,3,5");
  grid.lengths = numbers_of(request, "lengths", "4,6,10,20,40");
  grid.graphs = items_of(request, "graphs", "chain,pairs,binary-tree");
  grid.concentrations = items_of(request, "concentrations", "1/10,1");
  grid.chains = request.task.samples.value_or(grid.chains);
  grid.seed = request.task.seed;
  grid.epsilon = epsilon_of(request.task);
  grid.threads = request.jobs;
  return {{"figure", phase_map_figure(grid)}};
}

// NaN says that no node has a rival.
nlohmann::json margin_json(double margin) {
  return std::isnan(margin) ? nlohmann::json() : claim::to_json(claim::quantity(margin));
}

CausalForest graph_of(const TaskText& task) {
  if (task.graph != "binary-tree") return forest_of(task);
  require(task.length && *task.length >= 2, "--graph binary-tree needs --length T with T >= 2");
  return graph_family(task.graph, *task.length - 1);
}

nlohmann::json parent_dominance(const Request& request) {
  const TaskText& task = request.task;
  require(!task.dirichlet.empty() && task.vocabulary,
          "parent-dominance needs a drawn prior: --dirichlet 1/10 --vocabulary 3");
  PhaseGrid grid;
  grid.chains = task.samples.value_or(grid.chains);
  grid.seed = task.seed;
  grid.epsilon = epsilon_of(task);
  grid.threads = request.jobs;
  const PhaseCell cell = drawn_phase_cell(grid, graph_of(task), *task.vocabulary, task.dirichlet);
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

}  // namespace

void add_phase_map_quantity(std::vector<compute::Calculator>& all) {
  all.push_back({"phase-map",
                 "where the parent dominates the exact finite-length gradient, over a grid",
                 "sign of min_i (K_{i,p(i)} - max_{j != p(i), j <= i} K_ij), prior mean",
                 {compute::Arithmetic::binary64},
                 {{"states", "values of S, default 2,3,5"},
                  {"lengths", "values of T, default 4,6,10,20,40"},
                  {"graphs", "chain, pairs, star, binary-tree; default chain,pairs,binary-tree"},
                  {"concentrations", "Dirichlet concentrations, default 1/10,1"}},
                 phase_map});
  all.push_back({"parent-dominance",
                 "one cell of the phase map: margins of the parent for drawn chains on one graph",
                 "min_i (S K_{i,p(i)} - max_{j != p(i), j <= i} S K_ij)",
                 {compute::Arithmetic::binary64},
                 {},
                 parent_dominance});
}

}  // namespace lemmascope::causal
