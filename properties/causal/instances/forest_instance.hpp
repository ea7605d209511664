// The instance most causal claims quantify over: a forest and a prior over chains, with the tables
// every law about the limiting gradient reads.
#pragma once

#include <memory>
#include <vector>

#include "properties/claim/instance.hpp"
#include "theory/causal/limit_gradient.hpp"
#include "theory/markov/causal_graph.hpp"
#include "theory/markov/prior.hpp"

namespace lemmascope::causal {

/// A prior with its exact tables up to a depth, shared by all forests that are paired with it.
class PriorTables {
 public:
  PriorTables(markov::Prior prior, int max_depth);

  const markov::Prior& prior() const { return prior_; }
  int max_depth() const { return max_depth_; }
  const causal::KinshipTable<Rational>& table(std::size_t atom) const { return tables_[atom]; }
  std::size_t atoms() const { return tables_.size(); }
  /// Means over the prior.
  const Rational& drive(int up, int down) const { return mean_drive_[index(up, down)]; }
  const Rational& information(int up, int down) const { return mean_information_[index(up, down)]; }
  const Rational& self_drive() const { return mean_drive_[0]; }

  bool irreducible() const { return irreducible_; }
  bool constant_mean() const { return constant_mean_; }
  /// A gamma for which the lower bound min pi >= gamma / S and the non-degeneracy ||B||_F >= gamma
  /// hold for every atom: the smaller of S min pi and ||B||_F, the latter rounded down to a
  /// multiple of 1/64.
  const Rational& gamma() const { return gamma_; }

 private:
  std::size_t index(int up, int down) const {
    return static_cast<std::size_t>(up * (max_depth_ + 1) + down);
  }
  markov::Prior prior_;
  int max_depth_;
  bool irreducible_ = true;
  bool constant_mean_ = false;
  Rational gamma_;
  std::vector<causal::KinshipTable<Rational>> tables_;
  std::vector<Rational> mean_drive_;
  std::vector<Rational> mean_information_;
};

struct ForestInstance {
  markov::CausalForest forest;
  std::shared_ptr<const PriorTables> tables;

  const markov::Prior& prior() const { return tables->prior(); }
  int states() const { return prior().states(); }
};

/// Builds the tables for exactly this forest.
ForestInstance forest_instance(markov::CausalForest forest, markov::Prior prior);

}  // namespace lemmascope::causal

namespace lemmascope::claim {

template <>
struct InstanceTraits<causal::ForestInstance> {
  /// "T=5,S=2": nodes and the query make the sequence length T.
  static std::string summary(const causal::ForestInstance& instance);
  static nlohmann::json to_json(const causal::ForestInstance& instance);
  static causal::ForestInstance from_json(const nlohmann::json& json);
  /// Fewer nodes, fewer edges, fewer states, fewer atoms, then simpler fractions.
  static std::vector<causal::ForestInstance> simpler(const causal::ForestInstance& instance);
  /// Token sequences of all chains of the prior.
  static double size(const causal::ForestInstance& instance);
};

}  // namespace lemmascope::claim
