// Trained encoders as claims see them: what a network has learnt is how often it is right, bounded
// from sentences that no training reads.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "properties/statistics/trained_shares.hpp"
#include "sim/lego/chain_experiment.hpp"

namespace lemmascope::lego {

/// A probability over sentences and a bound on it: of `happens` among the sentences where `asked`
/// is true.
struct ShareBound {
  std::string what;
  std::function<bool(const Outcomes&, std::size_t)> happens, asked;
  bool at_least = true;
  double value = 0;
};

/// x_i is right in at least, or in at most, a share `value` of the sentences.
ShareBound accuracy_at_least(int i, double value);
ShareBound accuracy_at_most(int i, double value);
/// Of the sentences in which one of x_i and x_j is right, at least half have x_i right.
ShareBound ahead(int i, int j);
/// Of the sentences where the last variable is right either on the chain or on its branch, at least
/// half have it right on the chain.
ShareBound chains_ahead_of_branches();

/// Trainings 0, 1, … of the run's seed.
struct TrainedNetworks {
  std::string name;  ///< of the check or the twin
  ChainPlan plan;    ///< its seed and run are those of the training
  std::vector<ShareBound> bounds;
  /// Trainings per profile: what is claimed is claimed of each of these.
  int quick = 1, pr = 4, nightly = 16;
};

/// As statistics::shares_check and its like; a network is trained once per process.
claim::Check networks_check(const TrainedNetworks& networks);
claim::Twin networks_twin(const TrainedNetworks& networks);
bool seen_within(const TrainedNetworks& networks, const statistics::TrialKey& key);

using statistics::kShownTraining;

/// Sentences of four clauses over a group, for a small encoder with learned attention.
ChainPlan learned_plan(const char* group);
/// Sentences of three clauses over Z_2, for a small encoder with either attention.
ChainPlan three_clauses_plan(Attention attention);

}  // namespace lemmascope::lego
