#include "sim/causal/parent_attention.hpp"

#include <algorithm>

#include "sim/transformer/disentangled_model.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::causal {
template <class F>
std::vector<std::vector<double>> first_layer_heads(const sim::Model<F>& model,
                                                   std::span<const F> weights) {
  std::vector<std::vector<double>> heads;
  for (const sim::WeightBlock& block : model.blocks()) {
    if (!block.name.starts_with("A1_") && block.name != "A1") continue;
    const std::vector<F> a1 = dense<F>(block, weights);
    const int states = block.rows - model.length();  // 0 in the reduced model
    heads.push_back(sim::position_attention<F>(std::span<const F>(a1), states, model.length()));
  }
  require(!heads.empty(), "the model has no first-layer attention matrix named A1_0 or A1");
  return heads;
}

double mean_over_edges(const markov::CausalDag& graph,
                       const std::vector<std::vector<double>>& heads, int length) {
  double sum = 0;
  int edges = 0;
  for (int i = 0; i < graph.size(); ++i) {
    for (const markov::Position parent : graph.parents(i)) {
      double most = 0;
      for (const std::vector<double>& attention : heads) {
        most = std::max(most, attention[static_cast<std::size_t>(i * length + parent)]);
      }
      sum += most;
      ++edges;
    }
  }
  return edges > 0 ? sum / edges : 0;
}

namespace {

template <class F>
std::vector<double> first_layer(const sim::Model<F>& model, std::span<const F> weights) {
  return first_layer_heads(model, weights).front();
}

}  // namespace

template <class F>
std::vector<double> parent_attention(const sim::Model<F>& model, std::span<const F> weights,
                                     const markov::CausalForest& forest) {
  require(forest.size() <= model.length(), "the forest has more positions than the model");
  const std::vector<double> attention = first_layer(model, weights);
  std::vector<double> to_parent;
  for (int i = 0; i < forest.size(); ++i) {
    const int at = i * model.length() + (forest.is_root(i) ? 0 : forest.parent(i));
    to_parent.push_back(forest.is_root(i) ? -1 : attention[static_cast<std::size_t>(at)]);
  }
  return to_parent;
}

template <class F>
double mean_parent_attention(const sim::Model<F>& model, std::span<const F> weights,
                             const markov::CausalForest& forest) {
  double sum = 0;
  for (const double a : parent_attention(model, weights, forest)) sum += std::max(a, 0.0);
  return forest.edge_count() > 0 ? sum / forest.edge_count() : 0;
}

template <class F>
double mean_parent_attention(const sim::Model<F>& model, std::span<const F> weights,
                             const markov::CausalDag& dag) {
  require(dag.size() <= model.length(), "the graph has more positions than the model");
  return mean_over_edges(dag, first_layer_heads(model, weights), model.length());
}

template <class F>
double parent_is_argmax_share(const sim::Model<F>& model, std::span<const F> weights,
                              const markov::CausalForest& forest) {
  const std::vector<double> attention = first_layer(model, weights);
  int hits = 0;
  for (int i = 0; i < forest.size(); ++i) {
    if (forest.is_root(i)) continue;
    const auto row = attention.begin() + std::ptrdiff_t{i} * model.length();
    hits += std::max_element(row, row + i) - row == forest.parent(i) ? 1 : 0;
  }
  return forest.edge_count() > 0 ? static_cast<double>(hits) / forest.edge_count() : 0;
}

template std::vector<std::vector<double>> first_layer_heads(const sim::Model<float>&,
                                                            std::span<const float>);
template std::vector<std::vector<double>> first_layer_heads(const sim::Model<double>&,
                                                            std::span<const double>);
template std::vector<double> parent_attention(const sim::Model<float>&, std::span<const float>,
                                              const markov::CausalForest&);
template std::vector<double> parent_attention(const sim::Model<double>&, std::span<const double>,
                                              const markov::CausalForest&);
template double mean_parent_attention(const sim::Model<float>&, std::span<const float>,
                                      const markov::CausalForest&);
template double mean_parent_attention(const sim::Model<double>&, std::span<const double>,
                                      const markov::CausalForest&);
template double mean_parent_attention(const sim::Model<float>&, std::span<const float>,
                                      const markov::CausalDag&);
template double mean_parent_attention(const sim::Model<double>&, std::span<const double>,
                                      const markov::CausalDag&);
template double parent_is_argmax_share(const sim::Model<float>&, std::span<const float>,
                                       const markov::CausalForest&);
template double parent_is_argmax_share(const sim::Model<double>&, std::span<const double>,
                                       const markov::CausalForest&);

}  // namespace lemmascope::causal
