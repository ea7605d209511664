#include "sim/causal/count_estimators.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "sim/causal/sampler.hpp"

namespace lemmascope::causal {
namespace {

using markov::CausalDag;
using markov::CausalForest;

sim::Batch one_sequence(std::vector<std::uint8_t> tokens, int states) {
  sim::Batch batch(1, static_cast<int>(tokens.size()), states);
  batch.tokens = std::move(tokens);
  batch.labels.assign(static_cast<std::size_t>(states), 1.0f / static_cast<float>(states));
  return batch;
}

TEST(CountEstimator, CountsChildrenOfMatchingParents) {
  RowLaw law;
  law.concentration = 0.5;
  const Task task = Task::in_context_tree(CausalForest({-1, 0, 1, -1, 3}), 2, law);
  // Edges 0->1, 1->2, 3->4; query token 0: parents with token 0 are 0 and 3, their children hold 1
  // and 1.
  const sim::Batch batch = one_sequence({0, 1, 0, 0, 1, 0}, 2);
  const auto p = count_prediction(task, CountRule::matching_parents, batch.view(), 0);
  EXPECT_EQ(p[0], 0.5 / 3);
  EXPECT_EQ(p[1], 2.5 / 3);
}

TEST(CountEstimator, TheAuthorsLineAlsoCountsRootsWhenTheLastTreeTokenMatches) {
  RowLaw law;
  law.concentration = 0.5;
  const Task task = Task::in_context_tree(CausalForest({-1, 0, -1}), 2, law);
  const sim::Batch match =
      one_sequence({0, 1, 1, 1}, 2);  // last tree token 1 = query: roots 0 and 2 vote
  const sim::Batch no_match =
      one_sequence({0, 1, 1, 0}, 2);  // last tree token 1, query 0: only the edge votes
  const auto p = count_prediction(task, CountRule::authors_single_parent, match.view(), 0);
  EXPECT_EQ(p[0], 1.5 / 3);
  EXPECT_EQ(p[1], 1.5 / 3);
  EXPECT_EQ(count_prediction(task, CountRule::authors_single_parent, no_match.view(), 0),
            count_prediction(task, CountRule::matching_parents, no_match.view(), 0));
}

/// Baselines of the experiments, against independent Monte Carlo published with this project's
/// mathematics notes (200,000 sequences): each pair differs by at most the two standard errors
/// times 6.
void expect_loss(const MeanLoss& found, double expected, double expected_error) {
  const double error = std::hypot(found.standard_error, expected_error);
  EXPECT_LE(std::abs(found.mean - expected), 6 * error) << found.mean << " against " << expected;
}

TEST(CountEstimator, ReproducesTheBaselinesOfTheExperiments) {
  const sim::StreamKey key{11, 0, sim::Purpose::evaluation_set};
  const Task chain = Task::in_context_tree(CausalForest::chain(19), 10, RowLaw{});
  const sim::Batch batch = Sampler(chain).draw(key, 0, 40000);
  expect_loss(count_loss(chain, CountRule::authors_single_parent, batch.view()), 1.7735, 0.0015);
  expect_loss(count_loss(chain, CountRule::matching_parents, batch.view()), 1.7610, 0.0015);
  // psi(S alpha + 1) - psi(alpha + 1) for S = 10, alpha = 0.1.
  expect_loss(oracle_loss(batch.view()), 0.846539275509544, 0);

  const Task pairs = Task::in_context_tree(CausalForest::pairs(19), 10, RowLaw{});
  const sim::Batch pair_batch = Sampler(pairs).draw(key, 0, 40000);
  expect_loss(count_loss(pairs, CountRule::authors_single_parent, pair_batch.view()), 1.962,
              0.0015);
  expect_loss(count_loss(pairs, CountRule::matching_parents, pair_batch.view()), 1.927, 0.0015);
}

TEST(CountEstimator, UnigramsPredictWorseThanParentsAndBetterThanNothing) {
  const Task chain = Task::in_context_tree(CausalForest::chain(19), 10, RowLaw{});
  const sim::Batch batch = Sampler(chain).draw({13, 0, sim::Purpose::evaluation_set}, 0, 4000);
  const double unigram = unigram_loss(chain, batch.view()).mean;
  EXPECT_LT(unigram, std::log(10.0));
  EXPECT_GT(unigram, count_loss(chain, CountRule::matching_parents, batch.view()).mean);
}

TEST(CountEstimator, ReproducesTheLinesOfTheSeveralParentsFigure) {
  std::vector<std::vector<markov::Position>> parents(2);
  for (int i = 2; i < 32; ++i) parents.push_back({(i - 1) / 2, i - 1});
  parents[2] = {0, 1};
  const Task task = Task::in_context_dag(CausalDag(parents), {15, 31}, 5, 0.1, RootLaw::dirichlet);
  const sim::Batch batch = Sampler(task).draw({12, 0, sim::Purpose::evaluation_set}, 0, 40000);
  const MeanLoss bayes = count_loss(task, CountRule::matching_parents, batch.view());
  const MeanLoss one = count_loss(task, CountRule::last_parent_only, batch.view());
  RecordProperty("bayes", std::to_string(bayes.mean));
  RecordProperty("one", std::to_string(one.mean));
  expect_loss(bayes, 0.8772, 0.002);
  expect_loss(one, 1.3548, 0.002);
}

}  // namespace
}  // namespace lemmascope::causal
