#include "theory/causal/population_gradient.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <vector>

#include "printed_digits.hpp"
#include "reference_values.hpp"
#include "small_instances.hpp"
#include "theory/causal/leading_gradient.hpp"
#include "theory/numeric/jet.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::causal {
namespace {

using markov::in_arithmetic;
using markov::Prior;

const Rational kHundredth(1, 100);

// ---- printed reference values -----------------------------------------------------------------

void expect_row(const Matrix<Interval>& matrix, int row, const std::vector<std::string>& printed) {
  for (std::size_t j = 0; j < printed.size(); ++j) {
    EXPECT_TRUE(agrees_with_print(matrix(row, static_cast<int>(j)), printed[j], 22))
        << "row " << row << " column " << j << ": "
        << to_text(matrix(row, static_cast<int>(j)), 25);
  }
}

PopulationGradient<Interval> reference_gradient(const markov::Chain& chain,
                                                const CausalForest& forest) {
  const Interval match(Rational(1, 10));
  return population_gradient(
      ReducedWeights<Interval>::initial(forest.size() + 1, chain.states(), match), forest,
      Prior::single(chain), kHundredth);
}

TEST(PopulationGradient, GivesEveryPrintedDigitOfTheTwoStateReference) {
  const auto gradient = reference_gradient(reference_pi2(), CausalForest::chain(3));
  EXPECT_TRUE(agrees_with_print(gradient.loss, "0.9122581454493206722016498", 25));
  expect_row(gradient.position_scores, 0, {"0"});
  expect_row(gradient.position_scores, 1,
             {"0.00006228399041330878394623", "-0.00006228399041330878394623"});
  expect_row(gradient.position_scores, 2,
             {"0.00002590203641199840820141", "-0.00002497285298865086576703",
              "-9.291834233475424343819e-7"});
  expect_row(gradient.position_scores, 3,
             {"0.000507950989619938616201", "0.0006408085634810777434542",
              "0.0005130366127625227236545", "-0.00166179616586353908331"});
  expect_row(gradient.token_match, 0, {"-0.01375208201298180671564", "0.01375208201298180671564"});
  expect_row(gradient.token_match, 1,
             {"0.008588698472441865857368", "-0.008588698472441865857368"});
}

TEST(PopulationGradient, GivesEveryPrintedDigitOfTheThreeStateReference) {
  const auto gradient = reference_gradient(reference_pi3(), CausalForest({-1, 0, 0, 1}));
  EXPECT_TRUE(agrees_with_print(gradient.loss, "1.428330774085613187923546", 25));
  expect_row(gradient.position_scores, 0, {"0"});
  expect_row(gradient.position_scores, 1,
             {"0.0001535318236872420662613", "-0.0001535318236872420662613"});
  expect_row(gradient.position_scores, 2,
             {"0.00002236518092689314127723", "0.0001315477276557978144614",
              "-0.0001539129085826909557386"});
  expect_row(gradient.position_scores, 3,
             {"0.00007724104090335415733635", "-0.00002452319350283260930875",
              "0.00008865027634457353704151", "-0.0001413681237450950850691"});
  expect_row(
      gradient.position_scores, 4,
      {"0.000513294594445246983076", "0.000507228889435102810397", "0.0004247526108075426563675",
       "0.0004165148398794153767055", "-0.001861790934567307826546"});
  expect_row(
      gradient.token_match, 0,
      {"-0.01137088659988934862282", "0.004571622688150056452948", "0.006799263911739292169871"});
  expect_row(
      gradient.token_match, 1,
      {"0.009935801051780851787052", "-0.01256646293430145937327", "0.00263066188252060758622"});
  expect_row(
      gradient.token_match, 2,
      {"0.003373742265030141563048", "0.005184871460727201451658", "-0.008558613725757343014706"});
}

// ---- the same numbers by automatic differentiation of the literal loss --------------------------

template <class N>
struct Parameters {
  std::vector<std::vector<N>> position_scores;
  std::vector<std::vector<N>> token_match;
};

// -sum_s pi(s|q) log(f_s + eps) straight from the definition of f.
template <class N>
N loss_of_sequence(const Parameters<N>& at, const std::vector<int>& tokens,
                   const std::vector<N>& target, const N& epsilon) {
  const int length = static_cast<int>(tokens.size());
  std::vector<N> mass;
  N total(0);
  for (int i = 0; i < length; ++i) {
    N attended(0);
    N norm(0);
    for (int j = 0; j <= i; ++j) {
      const N e = exp(at.position_scores[i][j]);
      norm = norm + e;
      attended = attended + e * at.token_match[tokens.back()][tokens[j]];
    }
    mass.push_back(exp(attended / norm));
    total = total + mass.back();
  }
  N loss(0);
  for (int s = 0; s < static_cast<int>(target.size()); ++s) {
    N share(0);
    for (int i = 0; i < length; ++i) {
      if (tokens[i] == s) share = share + mass[i];
    }
    loss = loss - target[s] * log(share / total + epsilon);
  }
  return loss;
}

using Dual = Jet<Interval>;

struct RandomWeights {
  Matrix<Rational> position_scores;
  Matrix<Rational> token_match;
};

RandomWeights random_weights(SmallRandom& random, int length, int states) {
  const auto entry = [&] { return Rational(random.below(17) - 8, 4); };
  RandomWeights weights{Matrix<Rational>(length, length), Matrix<Rational>(states, states)};
  for (int i = 0; i < length; ++i) {
    for (int j = 0; j < length; ++j) weights.position_scores(i, j) = entry();
  }
  for (int i = 0; i < states; ++i) {
    for (int j = 0; j < states; ++j) weights.token_match(i, j) = entry();
  }
  return weights;
}

template <class N>
ReducedWeights<N> in(const RandomWeights& weights) {
  ReducedWeights<N> result{
      Matrix<N>(weights.position_scores.rows(), weights.position_scores.cols()),
      Matrix<N>(weights.token_match.rows(), weights.token_match.cols())};
  for (Eigen::Index k = 0; k < weights.position_scores.size(); ++k) {
    result.position_scores.data()[k] = from_rational<N>(weights.position_scores.data()[k]);
  }
  for (Eigen::Index k = 0; k < weights.token_match.size(); ++k) {
    result.token_match.data()[k] = from_rational<N>(weights.token_match.data()[k]);
  }
  return result;
}

// The derivative in one entry (row, column) of A1 (layer 1) or A2 (layer 2).
Dual loss_jet(const RandomWeights& weights, const SmallInstance& instance, const Prior& prior,
              int layer, int row, int column) {
  const auto as_dual = [&](const Matrix<Rational>& matrix, int this_layer) {
    std::vector<std::vector<Dual>> rows;
    for (int i = 0; i < matrix.rows(); ++i) {
      rows.emplace_back();
      for (int j = 0; j < matrix.cols(); ++j) {
        const Interval value(matrix(i, j));
        const bool active = layer == this_layer && i == row && j == column;
        rows.back().push_back(active ? Dual::variable(value, 0) : Dual(value));
      }
    }
    return rows;
  };
  const Parameters<Dual> at{as_dual(weights.position_scores, 1), as_dual(weights.token_match, 2)};
  Dual total(0);
  for (const Prior::Atom& atom : prior.atoms()) {
    for_each_task_sequence(
        atom.chain, instance.forest, [&](const std::vector<int>& tokens, const Rational& p) {
          std::vector<Dual> target;
          for (int s = 0; s < atom.chain.states(); ++s) {
            target.push_back(Dual(Interval(atom.chain(tokens.back(), s))));
          }
          total =
              total + Dual(Interval(Rational(p * atom.weight))) *
                          loss_of_sequence(at, tokens, target, Dual(Interval(instance.epsilon)));
        });
  }
  return total;
}

TEST(PopulationGradient, OverlapsForwardDifferentiationOfTheLiteralLoss) {
  SmallRandom random(7);
  for (SmallInstance& instance : small_instances(12, 3, 3)) {
    if (instance.epsilon == 0) instance.epsilon = kHundredth;
    SCOPED_TRACE(instance.name());
    const int length = instance.forest.size() + 1;
    const int states = instance.chain.states();
    const RandomWeights weights = random_weights(random, length, states);
    const Prior prior = states == 2 ? Prior::orbit(instance.chain) : Prior::single(instance.chain);
    const auto gradient =
        population_gradient(in<Interval>(weights), instance.forest, prior, instance.epsilon);
    for (int i = 0; i < length; ++i) {
      const int j = random.below(i + 1);
      const Dual jet = loss_jet(weights, instance, prior, 1, i, j);
      EXPECT_TRUE(overlaps(jet.value, gradient.loss));
      EXPECT_TRUE(overlaps(jet.gradient[0], gradient.position_scores(i, j)));
      EXPECT_TRUE(is_narrow(gradient.position_scores(i, j)) && is_narrow(jet.gradient[0]));
    }
    for (int q = 0; q < states; ++q) {
      const int t = random.below(states);
      const Dual jet = loss_jet(weights, instance, prior, 2, q, t);
      EXPECT_TRUE(overlaps(jet.gradient[0], gradient.token_match(q, t)));
      EXPECT_TRUE(is_narrow(gradient.token_match(q, t)) && is_narrow(jet.gradient[0]));
    }
  }
}

// Every term of a derivative is a probability times p_i a_ij |w_i| |R_j - a_i . R| (or p_i |w_i|
// |X^T a|), at most (1/eps + 1) 2 max(1, |A2|). A sum of n such terms, each with some tens of
// roundings, errs by less than (n + 100) units of roundoff of that; n is the number of sequences
// times T keys.
TEST(PopulationGradient, InDoubleStaysWithinItsRoundingBoundOfTheEnclosure) {
  SmallRandom random(11);
  for (SmallInstance& instance : small_instances(40, 3, 5)) {
    if (instance.epsilon == 0) instance.epsilon = kHundredth;
    SCOPED_TRACE(instance.name());
    const int length = instance.forest.size() + 1;
    const int states = instance.chain.states();
    const RandomWeights weights = random_weights(random, length, states);
    const Prior prior = Prior::single(instance.chain);
    const auto enclosed =
        population_gradient(in<Interval>(weights), instance.forest, prior, instance.epsilon);
    const auto rounded =
        population_gradient(in<double>(weights), instance.forest, prior, instance.epsilon);
    Rational terms = length;
    for (int i = 0; i < length; ++i) terms *= states;
    const Rational unit(1, Integer(1) << 53);
    const Rational bound = (terms + 100) * unit * (1 / instance.epsilon + 1) * 2 * 2;
    const Interval allowed = Interval::between(-bound, bound);
    EXPECT_TRUE(contains(allowed, Interval::exactly(rounded.loss) - enclosed.loss));
    for (int i = 0; i < length; ++i) {
      for (int j = 0; j <= i; ++j) {
        EXPECT_TRUE(contains(allowed, Interval::exactly(rounded.position_scores(i, j)) -
                                          enclosed.position_scores(i, j)));
      }
    }
    for (int q = 0; q < states; ++q) {
      for (int s = 0; s < states; ++s) {
        EXPECT_TRUE(contains(
            allowed, Interval::exactly(rounded.token_match(q, s)) - enclosed.token_match(q, s)));
      }
    }
  }
}

TEST(PopulationGradient, RowsSumToZeroAndTheFirstRowVanishes) {
  SmallRandom random(13);
  for (SmallInstance& instance : small_instances(20, 3, 4)) {
    if (instance.epsilon == 0) instance.epsilon = kHundredth;
    const int length = instance.forest.size() + 1;
    const int states = instance.chain.states();
    const RandomWeights weights = random_weights(random, length, states);
    const auto gradient = population_gradient(in<Interval>(weights), instance.forest,
                                              Prior::single(instance.chain), instance.epsilon);
    EXPECT_TRUE(contains(gradient.position_scores(0, 0), Rational(0)));
    for (int i = 0; i < length; ++i) {
      Interval sum(0);
      for (int j = 0; j <= i; ++j) sum += gradient.position_scores(i, j);
      EXPECT_TRUE(contains(sum, Rational(0)) && is_narrow(sum));
    }
    for (int q = 0; q < states; ++q) {
      Interval sum(0);
      for (int s = 0; s < states; ++s) sum += gradient.token_match(q, s);
      EXPECT_TRUE(contains(sum, Rational(0)) && is_narrow(sum));
    }
  }
}

TEST(PopulationGradient, OneSequencePerRelabellingGivesTheWholeSum) {
  SmallRandom random(17);
  for (int round = 0; round < 12; ++round) {
    const int states = 2 + round % 2;
    const markov::Chain chain = random_chain(random, states);
    const Prior prior = round % 3 == 0 ? Prior::symmetrised(chain) : Prior::orbit(chain);
    const CausalForest forest = random_forest(random, 2 + round % 3);
    RandomWeights weights = random_weights(random, forest.size() + 1, states);
    const Rational match(random.below(9), 3);
    weights.token_match = Matrix<Rational>::Constant(states, states, Rational(0));
    for (int s = 0; s < states; ++s) weights.token_match(s, s) = match;
    const auto whole = population_gradient(in<Interval>(weights), forest, prior, kHundredth);
    const auto folded = symmetric_population_gradient(in<Interval>(weights).position_scores,
                                                      Interval(match), forest, prior, kHundredth);
    EXPECT_TRUE(overlaps(whole.loss, folded.loss) && is_narrow(folded.loss));
    Interval trace(0);
    for (int s = 0; s < states; ++s) trace += whole.token_match(s, s);
    EXPECT_TRUE(overlaps(trace, folded.match_slope) && is_narrow(folded.match_slope));
    for (int i = 0; i <= forest.size(); ++i) {
      for (int j = 0; j <= i; ++j) {
        EXPECT_TRUE(overlaps(whole.position_scores(i, j), folded.position_scores(i, j)));
      }
    }
    // One-dimensional second stage: dL/dA2 = slope / (S - 1) (I - 1 1^T / S).
    const Interval scale = folded.match_slope / Interval(states - 1);
    for (int s = 0; s < states; ++s) {
      for (int t = 0; t < states; ++t) {
        const Interval shape = Interval(Rational((s == t ? 1 : 0) - Rational(1, states)));
        EXPECT_TRUE(overlaps(whole.token_match(s, t), scale * shape));
      }
    }
  }
}

// dL/dA1_i = -J(a_i) pull_i, and at A1 = 0, A2 = beta0 I the pull is (beta0 / T) K to leading
// order.
TEST(PopulationGradient, IsTheSoftmaxProjectionOfThePull) {
  SmallRandom random(19);
  for (SmallInstance& instance : small_instances(15, 3, 4, 8)) {
    if (instance.epsilon == 0) instance.epsilon = kHundredth;
    const int length = instance.forest.size() + 1;
    const RandomWeights weights = random_weights(random, length, instance.chain.states());
    const auto enclosed = in<Interval>(weights);
    const auto gradient = population_gradient(enclosed, instance.forest,
                                              Prior::single(instance.chain), instance.epsilon);
    const auto attention = attention::causal_attention(enclosed.position_scores);
    for (int i = 0; i < length; ++i) {
      Interval mean(0);
      for (int j = 0; j <= i; ++j) mean += attention(i, j) * gradient.pull(i, j);
      for (int j = 0; j <= i; ++j) {
        EXPECT_TRUE(overlaps(gradient.position_scores(i, j),
                             attention(i, j) * (mean - gradient.pull(i, j))));
      }
    }
  }
}

// dL/dA1 = beta0 G + O(beta0^2): halving beta0 must halve the distance between dL/dA1 / beta0 and
// G, up to the next order. Checked as: the distance at beta0 / 1000 is below a hundredth of that at
// beta0 plus the radius of the enclosures.
TEST(PopulationGradient, TendsToTheLeadingGradientAsTheMatchVanishes) {
  const CausalForest forest({-1, 0, 0, 1});
  const Prior prior = Prior::single(reference_pi3());
  const Matrix<Rational> limit = leading_gradient(drive<Rational>(prior, forest, kHundredth));
  const auto distance = [&](const Rational& match) {
    const auto gradient = population_gradient(
        ReducedWeights<Interval>::initial(5, 3, Interval(match)), forest, prior, kHundredth);
    Interval largest(0);
    for (int i = 0; i < 5; ++i) {
      for (int j = 0; j <= i; ++j) {
        largest = maximum(
            largest, abs(gradient.position_scores(i, j) / Interval(match) - Interval(limit(i, j))));
      }
    }
    return largest;
  };
  const Interval near = distance(Rational(1, 10000));
  const Interval far = distance(Rational(1, 10));
  EXPECT_TRUE(certainly_less(near, far / Interval(100)));
}

TEST(PopulationGradient, RefusesWhatHasNoFiniteLoss) {
  const CausalForest forest = CausalForest::chain(3);
  const Prior prior = Prior::single(reference_pi2());
  const auto weights = ReducedWeights<double>::initial(4, 2, 0.125);
  EXPECT_THROW(population_gradient(weights, forest, prior, Rational(0)), PreconditionError);
  EXPECT_THROW(population_gradient(weights, CausalForest::chain(4), prior, kHundredth),
               PreconditionError);
  EXPECT_THROW(
      population_gradient(ReducedWeights<double>::initial(4, 3, 0.125), forest, prior, kHundredth),
      PreconditionError);
  EXPECT_THROW(symmetric_population_gradient<double>(weights.position_scores, 0.125, forest, prior,
                                                     kHundredth),
               PreconditionError);
}

}  // namespace
}  // namespace lemmascope::causal
