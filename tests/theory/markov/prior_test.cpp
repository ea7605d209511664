// Priors: weights, orbits, and the symmetry assumptions checked over every permutation.
#include "theory/markov/prior.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <set>

#include "tests/theory/markov/chains.hpp"

namespace lemmascope::markov {
namespace {

using testing::refusal;

Chain pi2() { return parse_chain("7/10,3/10;4/10,6/10"); }
Chain pi3() { return parse_chain("1/2,3/10,1/5;1/10,3/5,3/10;1/4,1/4,1/2"); }

std::set<std::string> chains_of(const Prior& prior) {
  std::set<std::string> texts;
  for (const auto& atom : prior.atoms()) texts.insert(to_text(atom.chain));
  return texts;
}

TEST(Prior, RefusesWhatIsNoProbabilityOverChainsOfOneSize) {
  const Rational half(1, 2);
  EXPECT_EQ(refusal([] { Prior(std::vector<Prior::Atom>{}); }),
            "expected a prior with at least one chain, found none");
  EXPECT_EQ(refusal([&] {
              Prior({{half, pi2()}, {half, pi3()}});
            }),
            "atom 1 of the prior: expected 2 states like atom 0, found 3");
  EXPECT_EQ(refusal([&] {
              Prior({{Rational(3, 2), pi2()}, {Rational(-1, 2), pi2()}});
            }),
            "atom 1 of the prior: expected a positive weight, found -1/2");
  EXPECT_EQ(refusal([&] {
              Prior({{half, pi2()}, {Rational(1, 3), pi2()}});
            }),
            "expected weights of the prior that sum to 1, found sum 5/6");
}

TEST(Prior, OrbitOfTwoStatesIsTheFourChainsByHand) {
  // (a, b), (b, a), (1-a, 1-b), (1-b, 1-a) of [[1-a, a], [b, 1-b]] with a = 3/10, b = 2/5.
  const Prior orbit = Prior::orbit(pi2());
  EXPECT_EQ(chains_of(orbit), (std::set<std::string>{"7/10,3/10;2/5,3/5", "3/5,2/5;3/10,7/10",
                                                     "3/10,7/10;3/5,2/5", "2/5,3/5;7/10,3/10"}));
  for (const auto& atom : orbit.atoms()) EXPECT_EQ(atom.weight, Rational(1, 4));
}

TEST(Prior, OrbitMergesDuplicates) {
  EXPECT_EQ(Prior::orbit(pi3()).atoms().size(), 36U);
  EXPECT_EQ(Prior::orbit(parse_chain("1/2,1/2;1/2,1/2")).atoms().size(), 1U);
  EXPECT_EQ(Prior::orbit(parse_chain("1,0,0;0,1,0;0,0,1")).atoms().size(), 6U);
  EXPECT_EQ(Prior::symmetrised(pi3()).atoms().size(), 6U);
  EXPECT_EQ(Prior::symmetrised(parse_chain("1,0,0;0,1,0;0,0,1")).atoms().size(), 1U);
}

TEST(Prior, SymmetrisedRelabelsRowsAndColumnsAlike) {
  EXPECT_EQ(chains_of(Prior::symmetrised(pi2())),
            (std::set<std::string>{"7/10,3/10;2/5,3/5", "3/5,2/5;3/10,7/10"}));
}

RC_GTEST_PROP(Prior, OrbitsMeetSymmetryAndConstantMean, ()) {
  const Prior orbit = Prior::orbit(testing::any_chain(*rc::gen::inRange(1, 5)));
  RC_ASSERT(orbit.is_permutation_symmetric());
  RC_ASSERT(orbit.has_constant_mean());
}

RC_GTEST_PROP(Prior, SymmetrisedPriorsAreSymmetricWithTheSameMeanTrace, ()) {
  const Chain chain = testing::any_chain(*rc::gen::inRange(1, 5));
  const Prior prior = Prior::symmetrised(chain);
  RC_ASSERT(prior.is_permutation_symmetric());
  RC_ASSERT(prior.mean().trace() == chain.matrix().trace());
}

TEST(Prior, AStickyChainHasNoConstantMeanHoweverSymmetrised) {
  const Chain sticky = parse_chain("8/10,2/10;3/10,7/10");
  EXPECT_FALSE(Prior::single(sticky).has_constant_mean());
  EXPECT_FALSE(Prior::single(sticky).is_permutation_symmetric());
  EXPECT_TRUE(Prior::symmetrised(sticky).is_permutation_symmetric());
  EXPECT_FALSE(Prior::symmetrised(sticky).has_constant_mean());
  EXPECT_EQ(Prior::single(sticky).mean(), sticky.matrix());
}

/// The definition: the law of relabelled chains, for every permutation, not for generators only.
bool is_symmetric_by_definition(const Prior& prior) {
  std::vector<int> sigma(prior.states());
  std::iota(sigma.begin(), sigma.end(), 0);
  std::map<std::string, Rational> law;
  for (const auto& atom : prior.atoms()) law[to_text(atom.chain)] += atom.weight;
  do {
    std::map<std::string, Rational> image;
    for (const auto& atom : prior.atoms()) {
      Matrix<Rational> rows(prior.states(), prior.states());
      for (int s = 0; s < prior.states(); ++s) {
        for (int t = 0; t < prior.states(); ++t) rows(sigma[s], sigma[t]) = atom.chain(s, t);
      }
      image[to_text(Chain(rows))] += atom.weight;
    }
    if (image != law) return false;
  } while (std::next_permutation(sigma.begin(), sigma.end()));
  return true;
}

RC_GTEST_PROP(Prior, SymmetryAgreesWithItsDefinition, ()) {
  // Sub-families of an orbit, with split atoms: some symmetric, most not.
  const Prior orbit = Prior::symmetrised(testing::any_chain(3));
  const auto chosen = *rc::gen::inRange(1U, 1U << orbit.atoms().size());
  std::vector<Prior::Atom> atoms;
  for (std::size_t k = 0; k < orbit.atoms().size(); ++k) {
    if ((chosen >> k) & 1U) atoms.push_back({Rational(1), orbit.atoms()[k].chain});
  }
  atoms.push_back(atoms.front());  // a repeated chain counts with the sum of its weights
  const Rational first(1, 2 * (static_cast<long>(atoms.size()) - 1));
  for (auto& atom : atoms) atom.weight = 2 * first;
  atoms.front().weight = first;
  atoms.back().weight = first;
  const Prior prior(atoms);
  RC_ASSERT(prior.is_permutation_symmetric() == is_symmetric_by_definition(prior));
}

TEST(Prior, SymmetryUnderSomeRelabellingsIsNotEnough) {
  const auto atom = [](int k, const std::string& text) {
    return Prior::Atom{Rational(1, k), parse_chain(text)};
  };
  // Invariant under the swap of states 0 and 1 only.
  EXPECT_FALSE(Prior({atom(1, "1/2,1/4,1/4;1/4,1/2,1/4;1/3,1/3,1/3")}).is_permutation_symmetric());
  // Invariant under the cycle 0 -> 1 -> 2 -> 0 only.
  EXPECT_FALSE(Prior({atom(1, "0,1,0;0,0,1;1,0,0")}).is_permutation_symmetric());
  EXPECT_TRUE(Prior({atom(2, "0,1,0;0,0,1;1,0,0"), atom(2, "0,0,1;1,0,0;0,1,0")})
                  .is_permutation_symmetric());
}

TEST(Prior, RefusesOrbitsTooLargeToList) {
  EXPECT_EQ(refusal([] { Prior::orbit(Chain(Matrix<Rational>::Constant(6, 6, Rational(1, 6)))); }),
            "expected at most 5 states for a prior over relabellings, found 6");
}

}  // namespace
}  // namespace lemmascope::markov
