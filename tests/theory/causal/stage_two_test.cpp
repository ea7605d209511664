#include <gtest/gtest.h>

#include <map>
#include <vector>

#include "printed_digits.hpp"
#include "reference_values.hpp"
#include "small_instances.hpp"
#include "theory/causal/bayes.hpp"
#include "theory/causal/stage_two_limit.hpp"
#include "theory/causal/stage_two_loss.hpp"
#include "theory/numeric/jet.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::causal {
namespace {

using markov::CausalForest;
using markov::Prior;
using Dual = Jet<Interval>;

const Rational kHundredth(1, 100);

// L(beta) for hard adjacency from its definition: attention rows, scores, softmax, sequence by
// sequence.
Dual loss_by_definition(const Prior& prior, const CausalForest& forest, const Rational& match,
                        const Rational& epsilon, QueryAttention attention) {
  const int length = forest.size() + 1;
  const Dual beta = Dual::variable(Interval(match), 0);
  Dual total(0);
  for (const Prior::Atom& atom : prior.atoms()) {
    const int states = atom.chain.states();
    for_each_task_sequence(
        atom.chain, forest, [&](const std::vector<int>& tokens, const Rational& p) {
          const int query = tokens.back();
          std::vector<Dual> share(states, Dual(0));
          Dual mass(0);
          for (int i = 0; i < length; ++i) {
            Rational attended = 0;
            if (i + 1 < length && !forest.is_root(i)) {
              attended = tokens[forest.parent(i)] == query ? 1 : 0;
            } else if (i + 1 == length && attention == QueryAttention::itself) {
              attended = 1;
            } else {
              for (int j = 0; j <= i; ++j) attended += Rational(tokens[j] == query ? 1 : 0, i + 1);
            }
            const Dual e = exp(beta * Dual(Interval(attended)));
            mass = mass + e;
            share[tokens[i]] = share[tokens[i]] + e;
          }
          for (int s = 0; s < states; ++s) {
            const Rational weight = p * atom.weight * atom.chain(query, s);
            total = total - Dual(Interval(weight)) * log(share[s] / mass + Dual(Interval(epsilon)));
          }
        });
  }
  return total;
}

TEST(StageTwoLoss, OverlapsTheLossAndSlopeOfTheDefinitionOnAnyForest) {
  SmallRandom random(21);
  for (SmallInstance& instance : small_instances(40, 3, 5, 5)) {
    if (instance.epsilon == 0) instance.epsilon = kHundredth;
    SCOPED_TRACE(instance.name());
    const Prior prior = Prior::single(instance.chain);
    const Rational match(random.below(13), 4);
    const auto query = random.below(2) == 0 ? QueryAttention::uniform : QueryAttention::itself;
    const auto law = hard_adjacency_law<Interval>(prior, instance.forest, query);
    const auto fast = stage_two_loss(law, Interval(match), instance.epsilon);
    const Dual slow = loss_by_definition(prior, instance.forest, match, instance.epsilon, query);
    EXPECT_TRUE(overlaps(fast.loss, slow.value)) << to_text(fast.loss) << to_text(slow.value);
    EXPECT_TRUE(overlaps(fast.slope, slow.gradient[0]));
    EXPECT_TRUE(is_narrow(fast.loss) && is_narrow(fast.slope));
  }
}

TEST(StageTwoLoss, AveragesOverAPriorWithRelabelledChainsMerged) {
  for (const Prior& prior : {Prior::orbit(reference_pi2()), Prior::symmetrised(reference_pi2())}) {
    for (const CausalForest& forest : {CausalForest::chain(5), CausalForest::pairs(5)}) {
      const auto law = hard_adjacency_law<Interval>(prior, forest);
      const auto fast = stage_two_loss(law, Interval(2), kHundredth);
      const Dual slow =
          loss_by_definition(prior, forest, Rational(2), kHundredth, QueryAttention::uniform);
      EXPECT_TRUE(overlaps(fast.loss, slow.value) && is_narrow(fast.loss));
      EXPECT_TRUE(overlaps(fast.slope, slow.gradient[0]) && is_narrow(fast.slope));
    }
  }
}

TEST(HardAdjacencyLaw, IsAProbabilityLaw) {
  for (const SmallInstance& instance : small_instances(30, 3, 6, 9)) {
    SCOPED_TRACE(instance.name());
    Rational total = 0;
    for (const auto& term :
         hard_adjacency_law<Rational>(Prior::single(instance.chain), instance.forest).terms) {
      total += term.weight;
    }
    EXPECT_EQ(total, Rational(1));
  }
}

TEST(HardAdjacencyLaw, HasFewTermsOnTheChain) {
  // Queries, matched, matched target, unmatched target: far fewer than the 2^25 sequences.
  const auto law =
      hard_adjacency_law<double>(Prior::single(reference_pi2()), CausalForest::chain(24));
  EXPECT_LT(law.terms.size(), 24u * 24u * 24u);
}

// E|f - pi| straight from the definition of f.
TEST(ExpectedPredictionError, IsTheMeanOverEverySequence) {
  SmallRandom random(23);
  for (const SmallInstance& instance : small_instances(15, 3, 4, 6)) {
    SCOPED_TRACE(instance.name());
    const int states = instance.chain.states();
    const int length = instance.forest.size() + 1;
    const Interval match(Rational(random.below(13), 4));
    Matrix<Interval> slow = Matrix<Interval>::Constant(states, states, Interval(0));
    for_each_task_sequence(
        instance.chain, instance.forest, [&](const std::vector<int>& tokens, const Rational& p) {
          const int query = tokens.back();
          std::vector<Interval> share(states, Interval(0));
          Interval mass(0);
          for (int i = 0; i < length; ++i) {
            Rational attended = 0;
            if (i + 1 < length && !instance.forest.is_root(i)) {
              attended = tokens[instance.forest.parent(i)] == query ? 1 : 0;
            } else {
              for (int j = 0; j <= i; ++j) attended += Rational(tokens[j] == query ? 1 : 0, i + 1);
            }
            const Interval e = exp(match * Interval(attended));
            mass += e;
            share[tokens[i]] += e;
          }
          for (int s = 0; s < states; ++s) {
            slow(query, s) += Interval(Rational(p * states)) *
                              abs(share[s] / mass - Interval(instance.chain(query, s)));
          }
        });
    const auto fast = expected_prediction_error(instance.chain, instance.forest, match);
    for (int q = 0; q < states; ++q) {
      for (int s = 0; s < states; ++s) {
        EXPECT_TRUE(overlaps(fast(q, s), slow(q, s)) && is_narrow(fast(q, s)));
      }
    }
  }
}

TEST(StageTwoDescent, LowersTheLossTowardsTheBestMatch) {
  const Prior prior = Prior::orbit(reference_pi2());
  const auto law = hard_adjacency_law<double>(prior, CausalForest::chain(9));
  const double best = best_match<double>(law, kHundredth, 0.0, 10.0, 60);
  const std::vector<double> path = stage_two_descent<double>(law, 2, 0.01, 1.0, 200, kHundredth);
  for (std::size_t k = 1; k < path.size(); ++k) {
    EXPECT_LT(path[k - 1], path[k]);
    EXPECT_LT(path[k], best);
    EXPECT_LT(stage_two_loss(law, path[k], kHundredth).loss,
              stage_two_loss(law, path[k - 1], kHundredth).loss);
  }
}

// On record for the chain with S = 2, T = 10: the best match strength is 2.83. It belongs to the
// orbit of
// [[8/10, 2/10], [3/10, 7/10]] and a query row that has learnt to attend to itself.
TEST(BestMatch, IsTheFiniteOptimumOnRecordOnceTheQueryAttendsToItself) {
  const Prior prior = Prior::orbit(markov::parse_chain("8/10,2/10;3/10,7/10"));
  const auto law =
      hard_adjacency_law<Real50>(prior, CausalForest::chain(9), QueryAttention::itself);
  const Real50 best = best_match<Real50>(law, kHundredth, Real50(0), Real50(12), 100);
  EXPECT_LT(Real50(2.825), best);
  EXPECT_LT(best, Real50(2.835));
  // With the uniform query row of the construction the loss still falls at twelve.
  const auto uniform = hard_adjacency_law<Real50>(prior, CausalForest::chain(9));
  EXPECT_LT(stage_two_loss(uniform, Real50(12), kHundredth).slope, Real50(0));
}

TEST(StageTwoLimit, ThePredictionIsExactlyAMixtureOfBigramAndUnigram) {
  SmallRandom random(31);
  for (int round = 0; round < 40; ++round) {
    const auto chain = markov::in_arithmetic<Interval>(random_chain(random, 2 + round % 3));
    const Rational roots(random.below(11), 10);
    const Interval match(Rational(random.below(30), 4));
    const auto mixture = limiting_prediction(chain, roots, match);
    const auto groups = limiting_prediction_by_groups(chain, roots, match);
    for (int s = 0; s < chain.states(); ++s) {
      for (int t = 0; t < chain.states(); ++t) {
        EXPECT_TRUE(overlaps(mixture(s, t), groups(s, t)));
        EXPECT_TRUE(is_narrow(mixture(s, t)) && is_narrow(groups(s, t)));
      }
    }
  }
}

TEST(StageTwoLimit, TheGapToTheOracleHasTheStatedConstant) {
  const Prior prior = Prior::single(reference_pi3());
  const Interval match(40);
  const Interval gap = limiting_loss(prior, Rational(0), match) - oracle_loss<Interval>(prior);
  const Interval ratio = gap / (limiting_gap_constant<Interval>(prior) * exp(Interval(-80)));
  // The next order is relative e^{-40} times a moderate constant.
  EXPECT_TRUE(
      contains(Interval::between(Rational(999999, 1000000), Rational(1000001, 1000000)), ratio));
}

TEST(StageTwoLimit, RefusesAShareOfRootsOutsideTheUnitInterval) {
  EXPECT_THROW(mixture_weight<double>(0.5, Rational(3, 2), 1.0), PreconditionError);
  EXPECT_THROW(mixture_weight<double>(0.5, Rational(-1, 2), 1.0), PreconditionError);
}

// Where e^beta leaves double, scores are measured from the largest of the sequence.
TEST(StageTwoLoss, StaysInsideItsEnclosureOnBothSidesOfTheShift) {
  const Prior prior = Prior::orbit(reference_pi2());
  for (const CausalForest& forest :
       {CausalForest::chain(4), CausalForest({-1, 0, -1, 2}), CausalForest({-1, -1, -1})}) {
    for (const QueryAttention query : {QueryAttention::uniform, QueryAttention::itself}) {
      const auto rounded = hard_adjacency_law<double>(prior, forest, query);
      const auto enclosing = hard_adjacency_law<Interval>(prior, forest, query);
      for (const int beta : {255, 256, 257, -256, -257, 1000, -1000, 100000, -100000}) {
        const auto found = stage_two_loss(rounded, static_cast<double>(beta), kHundredth);
        const auto expected = stage_two_loss(enclosing, Interval(beta), kHundredth);
        // A loss of size one by some hundred operations; the slope shrinks with e^-beta.
        EXPECT_TRUE(contains(
            expected.loss + Interval::between(Rational(-1, 1L << 40), Rational(1, 1L << 40)),
            Rational(found.loss)))
            << beta;
        EXPECT_TRUE(contains(
            expected.slope + Interval::between(Rational(-1, 1L << 40), Rational(1, 1L << 40)),
            Rational(found.slope)))
            << beta;
      }
    }
  }
}

}  // namespace
}  // namespace lemmascope::causal
