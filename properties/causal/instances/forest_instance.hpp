// The instance most causal claims quantify over: a forest and a prior over chains, with the tables
// every law about the limiting gradient reads.
#pragma once

#include <memory>
#include <mutex>
#include <vector>

#include "properties/claim/instance.hpp"
#include "theory/causal/limit_gradient.hpp"
#include "theory/markov/causal_graph.hpp"
#include "theory/markov/prior.hpp"

namespace lemmascope::causal {

/// A prior with its exact tables up to a depth, shared by all forests that are paired with it. What
/// a family is called needs no table, so that they are made when one is first read, once, on
/// whichever thread asks.
class PriorTables {
 public:
  PriorTables(markov::Prior prior, int max_depth);

  const markov::Prior& prior() const { return prior_; }
  int max_depth() const { return max_depth_; }
  const causal::KinshipTable<Rational>& table(std::size_t atom) const {
    return contents().tables[atom];
  }
  std::size_t atoms() const { return contents().tables.size(); }
  /// Means over the prior.
  const Rational& drive(int up, int down) const { return contents().mean_drive[index(up, down)]; }
  const Rational& information(int up, int down) const {
    return contents().mean_information[index(up, down)];
  }
  const Rational& self_drive() const { return drive(0, 0); }

  bool irreducible() const { return contents().irreducible; }
  bool constant_mean() const { return contents().constant_mean; }
  /// A gamma for which the lower bound min pi >= gamma / S and the non-degeneracy ||B||_F >= gamma
  /// hold for every atom: the smaller of S min pi and ||B||_F, the latter rounded down to a
  /// multiple of 1/64.
  const Rational& gamma() const { return contents().gamma; }

 private:
  struct Contents {
    bool irreducible = true;
    bool constant_mean = false;
    Rational gamma;
    std::vector<causal::KinshipTable<Rational>> tables;
    std::vector<Rational> mean_drive;
    std::vector<Rational> mean_information;
  };
  std::size_t index(int up, int down) const {
    return static_cast<std::size_t>(up * (max_depth_ + 1) + down);
  }
  const Contents& contents() const;
  Contents computed() const;

  markov::Prior prior_;
  int max_depth_;
  mutable std::once_flag once_;
  mutable Contents contents_;
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
