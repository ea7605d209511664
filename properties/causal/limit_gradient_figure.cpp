// The key lemma as a picture: g beside the adjacency of the forest, edges outlined.

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "properties/claim/quantity.hpp"
#include "theory/causal/limit_gradient.hpp"

namespace lemmascope::causal {
namespace {

using markov::CausalForest;
using markov::Position;

nlohmann::json heatmap(const std::string& id, const std::string& title, const std::string& caption,
                       const char* scale, const CausalForest& forest,
                       const Matrix<Rational>& values) {
  nlohmann::json rows = nlohmann::json::array(), labels = nlohmann::json::array();
  nlohmann::json outlined = nlohmann::json::array();
  for (Position i = 0; i < forest.size(); ++i) {
    labels.push_back(std::to_string(i));
    nlohmann::json row = nlohmann::json::array();
    for (Position j = 0; j < forest.size(); ++j) {
      row.push_back(j > i ? nlohmann::json() : claim::to_json(claim::quantity(values(i, j))));
    }
    rows.push_back(row);
    if (!forest.is_root(i)) outlined.push_back({i, forest.parent(i)});
  }
  return {{"id", id},          {"title", title},        {"caption", caption},
          {"kind", "heatmap"}, {"scale", scale},        {"rows", labels},
          {"columns", labels}, {"row_axis", "query i"}, {"column_axis", "key j"},
          {"values", rows},    {"outlined", outlined}};
}

}  // namespace

nlohmann::json limit_gradient_figures() {
  // A forest with two trees, a branching and a lone root, so that every kind of entry can be seen.
  const CausalForest forest({-1, 0, 0, 1, -1, 4, 3, 5, -1, 2});
  const auto chain = markov::parse_chain("1/2,3/10,1/5;1/10,3/5,3/10;1/4,1/4,1/2");
  const markov::Prior prior = markov::Prior::orbit(chain);
  Matrix<Rational> adjacency = Matrix<Rational>::Zero(forest.size(), forest.size());
  for (Position i = 0; i < forest.size(); ++i) {
    if (!forest.is_root(i)) adjacency(i, forest.parent(i)) = 1;
  }
  const std::string where =
      fmt::format("parents {}, orbit prior of {}", markov::to_text(forest), markov::to_text(chain));
  return {
      heatmap("causal/adjacency", "Latent causal graph", "Adjacency of the forest: " + where,
              "sequential", forest, adjacency),
      heatmap("causal/limit-gradient", "Limiting gradient of the first attention matrix",
              "g, exact prior mean: " + where, "signed", forest, limit_gradient(forest, prior))};
}

}  // namespace lemmascope::causal
