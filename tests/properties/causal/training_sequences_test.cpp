// Expected losses over every sequence, against the exact Bayes losses and a dense network.
#include "properties/causal/training_sequences.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "properties/causal/small_training.hpp"
#include "sim/random/stream.hpp"
#include "sim/transformer/dense_reference.hpp"
#include "sim/transformer/disentangled_model.hpp"
#include "theory/causal/bayes.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::causal {
namespace {

using markov::CausalForest;
using markov::Prior;

Prior orbit_prior() {
  return Prior::orbit(markov::two_state_chain(Rational(1, 10), Rational(3, 10)));
}
const CausalForest kForest({-1, 0, 0, -1, 3});

TEST(EverySequence, IsALawWithTheExactPosteriorPredictive) {
  const auto all = every_sequence(orbit_prior(), kForest);
  ASSERT_EQ(all.size(), 64u);
  Rational total = 0;
  for (const auto& sequence : all) {
    total += sequence.probability;
    const auto expected = posterior_predictive<Rational>(orbit_prior(), kForest, sequence.tokens);
    for (int s = 0; s < 2; ++s) EXPECT_EQ(sequence.predictive[s], expected[s]);
  }
  EXPECT_EQ(total, 1);
  EXPECT_EQ(all[1].tokens, (std::vector<int>{0, 0, 0, 0, 0, 1}));
}

TEST(TaskLosses, PosteriorIsTheExactBayesLoss) {
  const TaskLosses losses(orbit_prior(), kForest);
  const auto exact = bayes_losses<Interval>(orbit_prior(), kForest, 1).posterior;
  // 64 terms below 2 in size, each rounded a few times in double.
  const double slack = 64 * 8 * 0x1p-52;
  EXPECT_GE(losses.posterior(), static_cast<double>(exact.lower()) - slack);
  EXPECT_LE(losses.posterior(), static_cast<double>(exact.upper()) + slack);
}

TEST(TaskLosses, UnigramLiesBetweenBayesAndTheUniformPrediction) {
  const TaskLosses losses(orbit_prior(), kForest);
  EXPECT_GT(losses.unigram(), losses.posterior());
  EXPECT_LT(losses.unigram(), std::log(2.0));
}

TEST(TaskLosses, UnigramIsBayesWhereOrderTellsNothing) {
  // One chain: the query alone tells all that can be told.
  const auto prior = Prior::single(markov::two_state_chain(Rational(1, 4), Rational(1, 2)));
  const TaskLosses losses(prior, kForest);
  const double oracle = static_cast<double>(oracle_loss<Real50>(prior));
  const double slack = 64 * 8 * 0x1p-52;
  EXPECT_LE(std::abs(losses.unigram() - oracle), slack);
  EXPECT_LE(std::abs(losses.posterior() - oracle), slack);
}

TEST(TaskLosses, OfANetworkIsTheSumOfItsDefinitionOverEverySequence) {
  const int states = 2, length = kForest.size() + 1;
  const sim::DisentangledModel<double> model(states, length, 1);
  std::vector<double> weights(static_cast<std::size_t>(model.storage()));
  std::vector<sim::DenseMatrix<double>> dense;
  sim::Stream stream({1, 0, sim::Purpose::probe}, 0);
  for (const auto& block : model.blocks()) {
    dense.emplace_back(block.rows, block.columns);
    for (double& entry : dense.back().entries) entry = stream.next_normal();
    sim::place<double>(block, dense.back().entries, weights);
  }
  double expected = 0;
  for (const auto& sequence : every_sequence(orbit_prior(), kForest)) {
    const std::vector<std::uint8_t> tokens(sequence.tokens.begin(), sequence.tokens.end());
    const auto f =
        sim::disentangled_output<double>(tokens, states, {{dense[0]}, {dense[1]}}, dense[2]);
    for (int s = 0; s < states; ++s) {
      expected -= to_double(sequence.probability) * to_double(sequence.predictive[s]) *
                  std::log(f[static_cast<std::size_t>(s)]);
    }
  }
  const TaskLosses losses(orbit_prior(), kForest);
  // Labels are kept in single precision.
  EXPECT_LE(std::abs(losses.of<double>(model, weights) - expected), 0x1p-22 * expected);
}

TEST(TaskLosses, AreSharedByPriorAndForest) {
  const auto one = task_losses(orbit_prior(), kForest);
  EXPECT_EQ(task_losses(orbit_prior(), kForest), one);
  EXPECT_NE(task_losses(orbit_prior(), CausalForest::chain(5)), one);
  const auto single = [](int atom) {
    return task_losses(Prior::single(orbit_prior().atoms()[static_cast<std::size_t>(atom)].chain),
                       kForest);
  };
  EXPECT_NE(single(0), one);
  EXPECT_NE(single(0), single(1));
}

TEST(RowLawOf, ListsChainsAsOftenAsTheirWeightsAsk) {
  const auto law = row_law_of(orbit_prior());
  EXPECT_EQ(law.fixed_chains.size(), 4u * orbit_prior().atoms().size());
  const auto chain = orbit_prior().atoms()[0].chain;
  const Prior uneven({{Rational(1, 3), chain}, {Rational(2, 3), orbit_prior().atoms()[1].chain}});
  const auto twice = row_law_of(uneven).fixed_chains;
  ASSERT_EQ(twice.size(), 3u * 4);
  EXPECT_TRUE(std::equal(twice.begin() + 4, twice.begin() + 8, twice.begin() + 8));
  EXPECT_FALSE(std::equal(twice.begin(), twice.begin() + 4, twice.begin() + 4));
  const Rational tiny(1, 5000);
  const Prior fine({{tiny, chain}, {Rational(1 - tiny), orbit_prior().atoms()[1].chain}});
  EXPECT_THROW(row_law_of(fine), PreconditionError);
}

SmallTraining tiny() {
  SmallTraining training = on_chain();
  training.steps = training.evaluate_every = 4;
  training.evaluation_size = 16;
  return training;
}

TEST(SmallTraining, IsRunOnceForEachKeyAndConfiguration) {
  const auto one = train(tiny(), {5, 1});
  EXPECT_EQ(train(tiny(), {5, 1}), one);
  EXPECT_NE(train(tiny(), {5, 2})->last().test_loss, one->last().test_loss);
  EXPECT_NE(train(tiny(), {6, 1})->last().test_loss, one->last().test_loss);
  std::vector<SmallTraining> others(7, tiny());
  others[0].steps = 8;
  others[1].optimiser.learning_rate = 1;
  others[2].optimiser.kind = sim::OptimiserKind::adamw;
  others[3].batch = 64;
  others[4].concentration = 0.2;
  others[5].graph = CausalForest::star(kSmallNodes);
  others[6].scored = CausalForest::star(kSmallNodes);
  for (const auto& other : others) EXPECT_NE(train(other, {5, 1}), one);
}

TEST(SmallTraining, DrawsFromItsPriorAndRecordsTheExpectedLoss) {
  SmallTraining training = tiny();
  training.states = 2;
  training.prior = std::make_shared<const Prior>(orbit_prior());
  training.steps = 0;
  // Zero weights predict the uniform law.
  const double expected = train(training, {5, 1})->expected_loss;
  SmallTraining dirichlet = training;
  dirichlet.prior = nullptr;
  EXPECT_NE(train(training, {5, 1})->count_loss, train(dirichlet, {5, 1})->count_loss);
  EXPECT_LE(std::abs(expected - std::log(2.0)), 0x1p-20);
  EXPECT_EQ(train(tiny(), {5, 1})->expected_loss, 0) << "no prior, no expectation";
}

TEST(SmallTraining, SaysWhatItIs) {
  EXPECT_EQ(in_words(on_chain()),
            "full disentangled transformer, heads [1,1], zero weights, SGD rate 2, batch 128, 512 "
            "steps evaluated every 32, S = 3, T = 8, Dirichlet(0.1) rows");
}

}  // namespace
}  // namespace lemmascope::causal
