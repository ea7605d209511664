// Instances without a prior read back their JSON, and every path of their shrinks ends.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "properties/causal/instances/dag_instance.hpp"
#include "properties/causal/instances/model_instance.hpp"
#include "properties/causal/instances/network_pair.hpp"
#include "properties/domain/simpler_matrix.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::causal {
namespace {

using claim::InstanceTraits;

ModelInstance model() {
  ModelInstance at{ReducedWeights<Rational>::initial(3, 3, Rational(3, 4))};
  at.weights.position_scores(2, 1) = Rational(-7, 2);
  return at;
}

DagInstance dag() { return {markov::CausalDag({{}, {0}, {1, 0}, {2, 0}}), 3}; }

template <class Instance>
void expect_reads_back(const Instance& at) {
  const auto json = InstanceTraits<Instance>::to_json(at);
  EXPECT_EQ(InstanceTraits<Instance>::to_json(InstanceTraits<Instance>::from_json(json)), json);
}

// Walks the last (least bold) candidate each time.
template <class Instance>
Instance smallest_of(Instance at) {
  for (int steps = 0; steps < 500; ++steps) {
    const auto simpler = InstanceTraits<Instance>::simpler(at);
    if (simpler.empty()) return at;
    at = simpler.back();
  }
  ADD_FAILURE() << "shrinking did not end";
  return at;
}

TEST(ModelInstance, ReadsBackItsJson) {
  expect_reads_back(model());
  const auto back =
      InstanceTraits<ModelInstance>::from_json(InstanceTraits<ModelInstance>::to_json(model()));
  EXPECT_EQ(back.weights.position_scores, model().weights.position_scores);
  EXPECT_EQ(back.weights.token_match, model().weights.token_match);
}
TEST(NetworkPair, ReadsBackItsJson) {
  const NetworkPair at = two_layer_network_pair();
  expect_reads_back(at);
  const auto back =
      InstanceTraits<NetworkPair>::from_json(InstanceTraits<NetworkPair>::to_json(at));
  EXPECT_EQ(back.decoder.attention, at.decoder.attention);
  EXPECT_EQ(back.decoder.value, at.decoder.value);
  EXPECT_EQ(back.disentangled.attention, at.disentangled.attention);
  EXPECT_EQ(back.disentangled.output, at.disentangled.output);
}
TEST(DagInstance, ReadsBackItsJson) { expect_reads_back(dag()); }

TEST(ModelInstance, ShrinksToNothingButZeros) {
  const ModelInstance least = smallest_of(model());
  EXPECT_EQ(least.length(), 1);
  EXPECT_EQ(least.states(), 2);
  EXPECT_EQ(least.weights.token_match, (Matrix<Rational>::Zero(2, 2)));
}

TEST(DagInstance, ShrinksToOneEdge) {
  const DagInstance least = smallest_of(dag());
  EXPECT_EQ(least.states, 2);
  EXPECT_EQ(least.dag.size(), 2);
}

TEST(SimplerMatrices, AreDifferentFromTheirOriginalAndEnd) {
  Matrix<Rational> matrix(1, 3);
  matrix << Rational(5, 2), Rational(-1, 2), Rational(0);
  for (const auto& simpler : domain::simpler_matrices(matrix)) EXPECT_NE(simpler, matrix);
  EXPECT_TRUE(domain::simpler_matrices(Matrix<Rational>::Zero(2, 2)).empty());
}

TEST(DagInstance, RefusesATargetWithoutParent) {
  const nlohmann::json bad = {{"dag", {nlohmann::json::array(), nlohmann::json::array()}},
                              {"states", 2}};
  EXPECT_THROW(InstanceTraits<DagInstance>::from_json(bad), PreconditionError);
}

TEST(EverySmallDag, CountsTheProductOfParentSets) {
  // Targets of 1, 2 and 3 inputs: 1, 1 x 2 x 3, 1 x 2 x 4 x 6.
  EXPECT_EQ(every_small_dag()(claim::Profile::quick).cases, 1 + 6 + 48);
}

}  // namespace
}  // namespace lemmascope::causal
