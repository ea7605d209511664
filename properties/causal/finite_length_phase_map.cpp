#include "properties/causal/finite_length_phase_map.hpp"

#include <fmt/format.h>

#include <cmath>
#include <map>
#include <nlohmann/json.hpp>

#include "properties/causal/quantities/task_options.hpp"
#include "properties/claim/quantity.hpp"

namespace lemmascope::causal {
namespace {

using nlohmann::json;
using Chains = std::vector<markov::Chain>;

// The chain with its columns shifted by `shift`: what token t was, token t + shift is.
markov::Chain shifted(const markov::Chain& chain, int shift) {
  const int states = chain.states();
  Matrix<Rational> rows(states, states);
  for (int s = 0; s < states; ++s) {
    for (int t = 0; t < states; ++t) rows(s, (t + shift) % states) = chain(s, t);
  }
  return markov::Chain(rows);
}

// The drawn chains, each followed by its other column shifts.
Chains drawn(const PhaseGrid& grid, const std::string& concentration, int states) {
  Chains chains;
  const markov::Prior prior =
      dirichlet_prior(parse_rational(concentration), states, grid.chains, grid.seed);
  for (const auto& atom : prior.atoms()) {
    for (int shift = 0; shift < states; ++shift) chains.push_back(shifted(atom.chain, shift));
  }
  return chains;
}

// What a panel asks: of the mean gradient with the position itself among the rivals (the theorem's
// question), or of every single chain over strictly earlier positions.
enum class Question { prior_mean, every_single_chain };

json cell_json(const PhaseCell& cell, Question question) {
  const bool of_mean = question == Question::prior_mean;
  const double margin = of_mean ? cell.mean_drive_with_self : cell.least_strict;
  const Truth holds = of_mean ? cell.mean_with_self : cell.strict;
  const char* status = std::isnan(margin)    ? "unknown"
                       : holds == Truth::yes ? "holds"
                       : holds == Truth::no  ? "fails"
                                             : "unknown";
  const std::string note =
      of_mean ? fmt::format("margin over earlier rivals alone {:.3g}", cell.mean_drive_strict)
              : fmt::format(
                    "parent above every earlier rival for {} of {} chains, above itself too for {}",
                    cell.strict_holds, cell.chains, cell.with_self_holds);
  return {{"status", status},
          {"note", note},
          {"margin", std::isnan(margin) ? json() : claim::to_json(claim::quantity(margin))}};
}

json panel_json(const PhaseGrid& grid, const std::string& title,
                const std::vector<std::vector<PhaseCell>>& cells, Question question) {
  json rows = json::array();
  for (const auto& line : cells) {
    json row = json::array();
    for (const PhaseCell& cell : line) row.push_back(cell_json(cell, question));
    rows.push_back(std::move(row));
  }
  return {{"title", title},  {"rows", grid.states}, {"columns", grid.lengths},
          {"row_axis", "S"}, {"column_axis", "T"},  {"cells", std::move(rows)}};
}

class Rules {
 public:
  explicit Rules(Rational epsilon) : epsilon_(std::move(epsilon)) {}
  const ReciprocalRule<double>& at(int length) {
    const auto [place, is_new] = rules_.try_emplace(length);
    if (is_new) place->second = reciprocal_rule<double>(length, epsilon_);
    return place->second;
  }

 private:
  Rational epsilon_;
  std::map<int, ReciprocalRule<double>> rules_;
};

}  // namespace

PhaseCell drawn_phase_cell(const PhaseGrid& grid, const CausalForest& forest, int states,
                           const std::string& concentration) {
  return phase_cell(forest, drawn(grid, concentration, states),
                    reciprocal_rule<double>(forest.size() + 1, grid.epsilon), grid.threads);
}

json phase_map_figure(const PhaseGrid& grid) {
  json panels = json::array();
  Rules rules(grid.epsilon);
  for (const std::string& concentration : grid.concentrations) {
    std::map<int, Chains> chains;
    for (const int states : grid.states) chains[states] = drawn(grid, concentration, states);
    for (const std::string& graph : grid.graphs) {
      std::vector<std::vector<PhaseCell>> cells;
      for (const int states : grid.states) {
        cells.emplace_back();
        for (const int length : grid.lengths) {
          cells.back().push_back(phase_cell(graph_family(graph, length - 1), chains[states],
                                            rules.at(length), grid.threads));
        }
      }
      const std::string setting = fmt::format("{}, Dirichlet({})", graph, concentration);
      panels.push_back(panel_json(grid, setting + ": prior mean", cells, Question::prior_mean));
      panels.push_back(
          panel_json(grid, setting + ": every single chain", cells, Question::every_single_chain));
    }
  }
  return {
      {"id", "causal/finite-length-phase-map"},
      {"title", "Where the parent dominates at finite length"},
      {"caption",
       fmt::format(
           "Sign and size of the least margin of the parent's entry of S K over its row, over all "
           "nodes with a parent. Prior mean: the gradient averaged over {} chains with Dirichlet "
           "rows and all cyclic shifts of their columns (seed {}), the position itself among the "
           "rivals. Every single chain: the least margin over those chains, earlier positions "
           "only. Smoothing {}. Double precision where a margin exceeds a bound on its error, an "
           "enclosure or fractions where not; a cell is one sample of the prior, not a proof.",
           grid.chains, grid.seed, lemmascope::to_text(grid.epsilon))},
      {"kind", "phase-map"},
      {"claims",
       {"causal/parent-dominates-at-finite-length",
        "causal/single-chain-can-fail-at-finite-length"}},
      {"statuses",
       {{"holds", "the parent is largest"},
        {"fails", "a rival is larger"},
        {"unknown", "no node has a rival, or the sign is undecided"}}},
      {"panels", std::move(panels)}};
}

json finite_length_phase_map_figures() {
  // Small enough for every run (about a second); `compute phase-map` makes larger ones.
  PhaseGrid grid;
  grid.states = {2, 3, 5};
  grid.lengths = {4, 6, 10, 20, 40};
  grid.graphs = {"chain", "binary-tree"};
  grid.concentrations = {"1/10", "1"};
  return json::array({phase_map_figure(grid)});
}

}  // namespace lemmascope::causal
