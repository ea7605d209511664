// The phase map as a figure: every cell present, reproducible, and equal to what its chains give.
#include "theory/causal/phase_map.hpp"

#include <gtest/gtest.h>

#include <cstdio>
#include <nlohmann/json.hpp>

#include "properties/causal/finite_length_phase_map.hpp"
#include "properties/causal/quantities/task_options.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::causal {
namespace {

PhaseGrid small_grid() {
  PhaseGrid grid;
  grid.states = {2, 3};
  grid.lengths = {4, 6};
  grid.graphs = {"chain", "pairs"};
  grid.concentrations = {"1"};
  grid.chains = 3;
  return grid;
}

TEST(PhaseMapFigure, HasTwoPanelsForEveryGraphAndConcentration) {
  const auto figure = phase_map_figure(small_grid());
  EXPECT_EQ(figure.at("kind"), "phase-map");
  ASSERT_EQ(figure.at("panels").size(), 4u);
  const auto& panel = figure.at("panels").front();
  EXPECT_EQ(panel.at("rows"), nlohmann::json({2, 3}));
  EXPECT_EQ(panel.at("cells").size(), 2u);
  EXPECT_EQ(panel.at("cells").front().size(), 2u);
}

TEST(PhaseMapFigure, IsTheSameForAnyNumberOfThreads) {
  PhaseGrid grid = small_grid();
  const auto one = phase_map_figure(grid);
  grid.threads = 2;
  EXPECT_EQ(phase_map_figure(grid), one);
}

TEST(PhaseMapFigure, StatusIsTheSignOfTheExactMargin) {
  // The same sample in rationals: two tokens, T = 4, the Markov chain, each chain and its shifted
  // twin.
  const PhaseGrid grid = small_grid();
  std::vector<Prior::Atom> atoms;
  const markov::Prior drawn = dirichlet_prior(Rational(1), 2, grid.chains, grid.seed);
  for (const auto& atom : drawn.atoms()) {
    Matrix<Rational> swapped = atom.chain.matrix();
    swapped.col(0).swap(swapped.col(1));
    atoms.push_back({Rational(atom.weight / 2), atom.chain});
    atoms.push_back({Rational(atom.weight / 2), markov::Chain(swapped)});
  }
  const Prior prior(atoms);
  EXPECT_TRUE(prior.has_constant_mean());
  const CausalForest forest = CausalForest::chain(3);
  const auto exact =
      dominance_margins<Rational>(drive<Rational>(prior, forest, grid.epsilon), forest, 2);
  const auto cell = phase_map_figure(grid).at("panels")[0].at("cells")[0][0];
  ASSERT_TRUE(exact.with_self.has_value());
  EXPECT_EQ(cell.at("status"), exact.with_self->value > 0 ? "holds" : "fails");
  // Far fewer than 2^20 roundings of numbers below one reach the margin.
  const double distance = std::abs(cell.at("margin").at("approximate").get<double>() -
                                   to_double(exact.with_self->value));
  EXPECT_LT(distance, 0x1p-32);
}

TEST(PhaseMapFigure, SingleChainsHoldExactlyWhenTheNoteCountsThemAll) {
  const auto figure = phase_map_figure(small_grid());
  for (const std::size_t panel : {1u, 3u}) {
    for (const auto& row : figure.at("panels")[panel].at("cells")) {
      for (const auto& cell : row) {
        const auto note = cell.at("note").get<std::string>();
        int holding = 0, chains = 0;
        ASSERT_EQ(std::sscanf(note.c_str(), "parent above every earlier rival for %d of %d",
                              &holding, &chains),
                  2);
        if (cell.at("status") != "unknown") {
          EXPECT_EQ(cell.at("status") == "holds", holding == chains) << note;
        }
      }
    }
  }
}

TEST(PhaseMapFigure, RefusesAnUnknownGraph) {
  PhaseGrid grid = small_grid();
  grid.graphs = {"ring"};
  EXPECT_THROW(phase_map_figure(grid), PreconditionError);
}

}  // namespace
}  // namespace lemmascope::causal
