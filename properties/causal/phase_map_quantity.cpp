// The calculator phase-map: the figure of any grid.
#include <fmt/format.h>

#include <charconv>
#include <nlohmann/json.hpp>

#include "properties/causal/finite_length_phase_map.hpp"
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
  grid.epsilon = compute::epsilon_of(request.task);
  grid.threads = request.jobs;
  return {{"figure", phase_map_figure(grid)}};
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
}

}  // namespace lemmascope::causal
