#include "theory/causal/constructions.hpp"

#include <fmt/format.h>

#include "theory/numeric/instantiate.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::causal {

using markov::CausalDag;

namespace {

int target_degree(const CausalDag& dag) {
  if (dag.size() < 2) refuse("expected at least one input position and a target");
  const auto parents = dag.parents(dag.size() - 1);
  require(!parents.empty(), "expected a target with at least one parent");
  return static_cast<int>(parents.size());
}

}  // namespace

template <Field N>
ReducedWeights<N> hard_adjacency_weights(const markov::CausalForest& forest, int states,
                                         const N& parent_strength, const N& match_strength) {
  auto weights = ReducedWeights<N>::initial(forest.size() + 1, states, match_strength);
  for (int i = 0; i < forest.size(); ++i) {
    if (!forest.is_root(i)) weights.position_scores(i, forest.parent(i)) = parent_strength;
  }
  return weights;
}

template <Field N>
attention::DisentangledTransformer<N> multi_parent_construction(const CausalDag& dag, int states,
                                                                const N& parent_strength,
                                                                const N& match_strength) {
  const int heads = target_degree(dag);
  const int length = dag.size() - 1;
  const int width = states + length;
  attention::DisentangledTransformer<N> model;
  model.attention.emplace_back();
  for (int slot = 0; slot < heads; ++slot) {
    Matrix<N> head = Matrix<N>::Constant(width, width, N(0));
    for (int i = 0; i < length; ++i) {
      const auto parents = dag.parents(i + 1 == length ? length : i);
      if (slot < static_cast<int>(parents.size())) {
        head(states + i, states + parents[slot]) = parent_strength;
      }
    }
    model.attention.back().push_back(std::move(head));
  }
  const int stream = (1 + heads) * width;
  Matrix<N> match = Matrix<N>::Constant(stream, stream, N(0));
  for (int slot = 0; slot < heads; ++slot) {
    const int block = (1 + slot) * width;
    for (int s = 0; s < states; ++s) match(block + s, block + s) = match_strength;
  }
  model.attention.push_back({match});
  model.output = Matrix<N>::Constant(states, 2 * stream, N(0));
  for (int s = 0; s < states; ++s) model.output(s, stream + s) = N(1);
  return model;
}

template <Field N>
attention::DisentangledTransformer<N> with_muted_keys(attention::DisentangledTransformer<N> model,
                                                      int states, int length,
                                                      std::span<const int> muted,
                                                      const N& penalty) {
  require(model.layers() == 2 && model.attention[1].size() == 1,
          "expected two layers and one head in the second");
  for (const int key : muted) {
    if (key < 0 || key >= length) {
      refuse(fmt::format("expected a key in 0..{}, found {}", length - 1, key));
    }
    model.attention[1][0](states + length - 1, states + key) -= penalty;
  }
  return model;
}

std::vector<int> keys_to_mute(const CausalDag& dag) {
  const int degree = target_degree(dag);
  const int length = dag.size() - 1;
  std::vector<int> keys;
  for (int i = 0; i + 1 < length; ++i) {
    if (static_cast<int>(dag.parents(i).size()) != degree) keys.push_back(i);
  }
  keys.push_back(length - 1);
  return keys;
}

Vector<Rational> empirical_conditional(const CausalDag& dag, std::span<const int> tokens,
                                       int states, bool count_query) {
  const int degree = target_degree(dag);
  const int length = dag.size() - 1;
  attention::require_tokens(tokens, states);
  if (static_cast<int>(tokens.size()) != length) {
    refuse(fmt::format("expected {} tokens, found {}", length, tokens.size()));
  }
  const auto target = dag.parents(length);
  Vector<Rational> counts = Vector<Rational>::Constant(states, Rational(0));
  long total = 0;
  for (int i = 0; i < length; ++i) {
    if (i + 1 == length && !count_query) continue;
    const auto parents = dag.parents(i);
    bool agrees = static_cast<int>(parents.size()) == degree;
    for (int slot = 0; agrees && slot < degree; ++slot) {
      agrees = tokens[parents[slot]] == tokens[target[slot]];
    }
    if (!agrees) continue;
    counts[tokens[i]] += 1;
    ++total;
  }
  require(total > 0, "expected at least one node that agrees with the target's parents");
  for (int s = 0; s < states; ++s) counts[s] /= total;
  return counts;
}

#define LEMMASCOPE_CONSTRUCTIONS(N)                                                                \
  template ReducedWeights<N> hard_adjacency_weights<N>(const markov::CausalForest&, int, const N&, \
                                                       const N&);                                  \
  template attention::DisentangledTransformer<N> multi_parent_construction<N>(                     \
      const CausalDag&, int, const N&, const N&);                                                  \
  template attention::DisentangledTransformer<N> with_muted_keys<N>(                               \
      attention::DisentangledTransformer<N>, int, int, std::span<const int>, const N&);
LEMMASCOPE_FIELDS(LEMMASCOPE_CONSTRUCTIONS)

}  // namespace lemmascope::causal
