#include "theory/lego/networks.hpp"

#include <gtest/gtest.h>

#include "theory/numeric/require.hpp"

namespace lemmascope::lego {
namespace {

int resolved(const std::vector<Element>& values) {
  int count = 0;
  for (const Element value : values) count += value != kUnresolved ? 1 : 0;
  return count;
}

/// x_0 = r1, x_i = g_i x_{i-1} with reflections and rotations by turns, written backwards.
Sentence long_sentence(int n) {
  Sentence sentence;
  for (int i = n - 1; i >= 0; --i) sentence.push_back({i, i % 2 == 0 ? 1 : 3 + i % 3, i - 1});
  return sentence;
}

TEST(IterativeNetwork, ResolvesOneVariableALayer) {
  const FiniteGroup d3 = dihedral_group(3);
  const Sentence sentence = long_sentence(6);
  for (int l = 0; l <= 8; ++l) {
    EXPECT_EQ(resolved(iterative_network(sentence, d3, l)), std::min(l, 6)) << l;
  }
  EXPECT_EQ(iterative_network(sentence, d3, 6), true_values(sentence, d3));
  EXPECT_NE(iterative_network(sentence, d3, 6, Side::right), true_values(sentence, d3));
}

TEST(DoublingNetwork, ResolvesTwiceAsManyALayer) {
  const FiniteGroup d3 = dihedral_group(3);
  const Sentence sentence = long_sentence(12);
  const int expected[] = {1, 2, 4, 8, 12, 12};
  for (int l = 0; l <= 5; ++l) {
    EXPECT_EQ(resolved(doubling_network(sentence, d3, l)), expected[l]) << l;
  }
  EXPECT_EQ(doubling_network(sentence, d3, 4), true_values(sentence, d3));
}

/// Elements and a written order from a linear congruence.
Sentence random_sentence(int n, int order, unsigned& state) {
  const auto below = [&state](int most) {
    state = state * 1103515245u + 12345u;
    return static_cast<int>(state >> 16) % most;
  };
  Sentence sentence;
  for (int i = 0; i < n; ++i) sentence.push_back({i, below(order), i - 1});
  for (int i = n - 1; i > 0; --i) std::swap(sentence[i], sentence[below(i + 1)]);
  return sentence;
}

TEST(Networks, AreExactOnThreeHundredRandomSentences) {
  unsigned state = 1;
  for (int k = 0; k < 300; ++k) {
    const FiniteGroup group = k % 2 == 0 ? cyclic_group(2) : dihedral_group(3);
    const int n = 1 + k % 12;
    const Sentence sentence = random_sentence(n, group.order(), state);
    const auto truth = true_values(sentence, group);
    for (int l = 0; l <= n; ++l) {
      const auto one_more = iterative_network(sentence, group, l);
      const auto twice_as_many = doubling_network(sentence, group, l);
      for (int i = 0; i < n; ++i) {
        EXPECT_EQ(one_more[i], i < l ? truth[i] : kUnresolved) << k << " " << l;
        EXPECT_EQ(twice_as_many[i], i < (1 << l) ? truth[i] : kUnresolved) << k << " " << l;
      }
    }
  }
}

TEST(Networks, RefuseWhatIsNoChain) {
  const FiniteGroup z2 = cyclic_group(2);
  EXPECT_THROW(iterative_network({{0, 0, 1}, {1, 0, 0}}, z2, 1), PreconditionError);
  EXPECT_THROW(doubling_network({{0, 2, kRoot}}, z2, 1), PreconditionError);
  EXPECT_THROW(doubling_network({{0, 1, kRoot}}, z2, -1), PreconditionError);
}

}  // namespace
}  // namespace lemmascope::lego
