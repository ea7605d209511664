#include "properties/causal/dag_sites.hpp"

#include "properties/causal/construction_votes.hpp"
#include "properties/causal/instances/model_instance.hpp"
#include "theory/causal/constructions.hpp"

namespace lemmascope::causal {
namespace {

std::vector<int> muted_keys(const DagInstance& at, Muting muting) {
  std::vector<int> keys = keys_to_mute(at.dag);
  if (muting == Muting::other_degrees) {
    std::erase(keys, at.length() - 1);
  }
  return keys;
}

struct Counts {
  Vector<Rational> votes;
  int total = 0;
};

// Nodes before the query position with the target's in-degree and the target's parent tokens.
Counts agreeing_nodes(const DagInstance& at, const std::vector<int>& tokens) {
  const auto target = at.dag.parents(at.length());
  Counts counts{Vector<Rational>::Constant(at.states, Rational(0))};
  for (int i = 0; i + 1 < at.length(); ++i) {
    const auto parents = at.dag.parents(i);
    bool agrees = parents.size() == target.size();
    for (std::size_t slot = 0; agrees && slot < target.size(); ++slot) {
      agrees = tokens[parents[slot]] == tokens[target[slot]];
    }
    if (!agrees) continue;
    counts.votes[tokens[i]] += 1;
    ++counts.total;
  }
  return counts;
}

}  // namespace

DagPrediction by_transformer(const DagInstance& at, Muting muting) {
  const int slots = static_cast<int>(at.dag.parents(at.length()).size());
  // A key scores at most one a slot, so this penalty silences it.
  const Rational penalty(slots + 1);
  auto model =
      with_muted_keys(multi_parent_construction(at.dag, at.states, Rational(1), Rational(1)),
                      at.states, at.length(), muted_keys(at, muting), penalty);
  return [model = std::move(model), states = at.states](const std::vector<int>& tokens) {
    return run(model, attention::one_hot_input<Rational>(tokens, states),
               attention::AttentionRule::hard)
        .output;
  };
}

DagPrediction by_votes(const DagInstance& at, Muting muting) {
  return [&at, muted = muted_keys(at, muting)](const std::vector<int>& tokens) {
    return votes_of_the_highest(multi_parent_scores(at.dag, tokens), tokens, at.states, muted);
  };
}

claim::Evaluation<DagInstance> equals_counts(DagRoute route, Muting muting, int votes_for_query) {
  return [=](const DagInstance& at) {
    const DagPrediction predict = route(at, muting);
    claim::Findings<Rational> findings;
    for_each_sequence(at.length(), at.states, [&](const std::vector<int>& tokens) {
      Counts counts = agreeing_nodes(at, tokens);
      if (counts.total == 0) return;
      counts.votes[tokens.back()] += votes_for_query;
      const Vector<Rational> predicted = predict(tokens);
      for (int s = 0; s < at.states; ++s) {
        const Rational expected = counts.votes[s] / (counts.total + votes_for_query);
        findings.add(claim::equals(predicted[s], expected), claim::site("token", s));
      }
    });
    return findings.outcome();
  };
}

DagInstance second_order_chain() {
  return {markov::CausalDag({{}, {0}, {1, 0}, {2, 1}, {3, 2}}), 2};
}

}  // namespace lemmascope::causal
