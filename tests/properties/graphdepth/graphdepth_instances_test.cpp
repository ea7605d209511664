// The instances of the paper's claims: written, read back, shrunk; the substructures of graphs.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "properties/graphdepth/scores_instance.hpp"
#include "properties/graphdepth/small_graphs.hpp"
#include "properties/graphdepth/stack_instance.hpp"
#include "tests/properties/claim/instance_checks.hpp"
#include "theory/graphdepth/contraction.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::graphdepth {
namespace {

template <class I>
void is_read_back_and_shrinks(const I& from, const std::string& summary) {
  EXPECT_EQ(claim::InstanceTraits<I>::summary(from), summary);
  claim::is_read_back(from);
  claim::shrinks_to_an_end(from);
}

TEST(GraphdepthInstances, AreReadBackFromTheirJsonAndShrink) {
  is_read_back_and_shrinks(two_blocks(), "n=4,L=3");
  is_read_back_and_shrinks(two_rows(Rational(2)), "n=2");
}

TEST(GraphdepthInstances, AreRefusedWhereTheyMakeNoSense) {
  auto stack = claim::InstanceTraits<StackInstance>::to_json(two_blocks());
  stack["first"] = {4};
  EXPECT_THROW(claim::InstanceTraits<StackInstance>::from_json(stack), PreconditionError);
  auto scores = claim::InstanceTraits<ScoresInstance>::to_json(two_rows(Rational(2)));
  scores["masses"] = {{"3", "1"}, {"1", "1"}};
  EXPECT_THROW(claim::InstanceTraits<ScoresInstance>::from_json(scores), PreconditionError);
}

TEST(SmallGraphs, HaveTheirConnectedSubstructures) {
  // Connected sets of two are the edges; of three (no graph has a triangle) pairs of edges that
  // meet: C(degree, 2) summed over the nodes; the ladder has four of degree 2 and two of degree 3.
  const int edges[] = {5, 6, 5, 7}, triples[] = {4, 6, 10, 4 + 2 * 3};
  for (int g = 0; g < 4; ++g) {
    int twos = 0, threes = 0;
    for (int mask = 1; mask < 64; ++mask) {
      if (!is_connected(six_node_graphs()[g], mask)) continue;
      twos += nodes_of(mask).size() == 2 ? 1 : 0;
      threes += nodes_of(mask).size() == 3 ? 1 : 0;
    }
    EXPECT_EQ(twos, edges[g]) << g;
    EXPECT_EQ(threes, triples[g]) << g;
  }
}

TEST(SmallGraphs, HaveLocalAttention) {
  const auto domain = substructures_of_small_graphs()(claim::Profile::quick);
  EXPECT_GT(domain.cases, 50);
  for (std::int64_t k = 0; k < domain.cases; ++k) {
    const auto at = domain.at(k, {});
    require_attention(at.layers.front());
    EXPECT_TRUE(is_local(at.layers.front(), at.first));
    EXPECT_TRUE(is_local(at.layers.front(), at.second));
  }
}

}  // namespace
}  // namespace lemmascope::graphdepth
