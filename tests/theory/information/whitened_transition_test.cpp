// The whitened transition matrix: its norm is the chi^2 information of an edge, by three routes.
#include "theory/information/whitened_transition.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/theory/markov/chains.hpp"
#include "tests/theory/numeric/fractions.hpp"
#include "theory/information/mutual_information.hpp"
#include "theory/markov/pair_law.hpp"
#include "theory/markov/stationary_law.hpp"
#include "theory/numeric/product.hpp"

namespace lemmascope::information {
namespace {

using markov::Chain;
using testing::any_chain;
using testing::refusal;

template <Field N>
struct Whitened {
  explicit Whitened(const Chain& exact)
      : chain(markov::in_arithmetic<N>(exact)), law(markov::stationary_law(chain)) {}
  markov::TransitionMatrix<N> chain;
  Vector<N> law;
};

template <Field N>
N frobenius_squared(const Matrix<N>& matrix) {
  N sum(0);
  for (Eigen::Index k = 0; k < matrix.size(); ++k) sum += matrix(k) * matrix(k);
  return sum;
}

RC_GTEST_PROP(WhitenedTransition, NormIsTheChi2InformationOfAnEdge, ()) {
  const Chain chain = any_chain(*rc::gen::inRange(1, 6));
  const auto law = markov::stationary_law(chain);
  const auto edge = markov::pair_law(chain, law, markov::CausalForest::chain(2), 0, 1);
  RC_ASSERT(whitened_norm_squared(chain, law) == chi2_information(edge));
}

RC_GTEST_PROP(WhitenedTransition, EntriesWithSquareRootsHaveTheRationalNorm, ()) {
  const Chain chain = any_chain(*rc::gen::inRange(2, 5));
  const Rational exact = whitened_norm_squared(chain, markov::stationary_law(chain));
  const Whitened<Interval> enclosed(chain);
  RC_ASSERT(contains(frobenius_squared(whitened_transition(enclosed.chain, enclosed.law)), exact));
  // Real50 carries 51 digits and every entry is below states^2 * 100 here: 1e-40 leaves a factor
  // 1e6.
  const Whitened<Real50> rounded(chain);
  const Rational sum =
      testing::exact(frobenius_squared(whitened_transition(rounded.chain, rounded.law)));
  const Rational slack = parse_rational("1e-40");
  RC_ASSERT(sum - slack <= exact && exact <= sum + slack);
}

RC_GTEST_PROP(WhitenedTransition, AnnihilatesTheSquareRootsOfTheLawOnBothSides, ()) {
  // B sqrt(mu) = 0 because pi 1 = 1, and sqrt(mu)^T B = 0 because mu is stationary.
  const Whitened<Interval> w(any_chain(*rc::gen::inRange(2, 5)));
  const Matrix<Interval> b = whitened_transition(w.chain, w.law);
  const int n = w.chain.states();
  for (int s = 0; s < n; ++s) {
    Interval row(0);
    Interval column(0);
    for (int t = 0; t < n; ++t) {
      row += b(s, t) * sqrt(w.law(t));
      column += sqrt(w.law(t)) * b(t, s);
    }
    RC_ASSERT(contains(row, Rational(0)));
    RC_ASSERT(contains(column, Rational(0)));
  }
}

RC_GTEST_PROP(WhitenedTransition, TraceIsTheTraceOfTheChainMinusOne, ()) {
  const Chain chain = any_chain(*rc::gen::inRange(2, 5));
  const Whitened<Interval> w(chain);
  RC_ASSERT(
      contains(whitened_transition(w.chain, w.law).trace(), Rational(chain.matrix().trace() - 1)));
}

RC_GTEST_PROP(WhitenedTransition, ItsSquareIsTheWhitenedTwoStepChain, ()) {
  const Chain chain = any_chain(*rc::gen::inRange(2, 4));
  const Whitened<Interval> one(chain);
  const Whitened<Interval> two(Chain(markov::power(chain, 2)));
  const Matrix<Interval> b = whitened_transition(one.chain, one.law);
  const Matrix<Interval> squared = product(b, b);
  const Matrix<Interval> direct = whitened_transition(two.chain, two.law);
  for (Eigen::Index k = 0; k < direct.size(); ++k) RC_ASSERT(overlaps(squared(k), direct(k)));
}

TEST(WhitenedTransition, OfTwoStatesHasTheSecondEigenvalueAsItsNorm) {
  const Chain chain = markov::parse_chain("7/10,3/10;4/10,6/10");
  EXPECT_EQ(whitened_norm_squared(chain, markov::stationary_law(chain)), Rational(9, 100));
}

TEST(WhitenedTransition, RefusesLawsItCannotDivideBy) {
  const Chain absorbing = markov::parse_chain("1/2,1/2;0,1");
  EXPECT_EQ(refusal([&] { whitened_norm_squared(absorbing, markov::stationary_law(absorbing)); }),
            "expected positive stationary probabilities, found 0 at state 0");
  EXPECT_EQ(refusal([&] {
              whitened_norm_squared(absorbing, Vector<Rational>(Vector<Rational>::Ones(3)));
            }),
            "expected a stationary law on 2 states, found 3");
}

}  // namespace
}  // namespace lemmascope::information
