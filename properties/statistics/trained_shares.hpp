// Trained networks as claims see them: what a network has learnt is how often something happens
// among fresh questions, and that share is bounded for every training by itself.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "properties/claim/claim.hpp"
#include "properties/statistics/trials.hpp"

namespace lemmascope::statistics {

/// How often something happened, and of how many independent questions.
struct SeenShare {
  std::int64_t count = 0, of = 0;
};

/// A bound on the probability of what `seen` counts, for the training of a key.
struct BoundedShare {
  std::string what;
  /// Trains, or takes what was trained before.
  std::function<SeenShare(const TrialKey&)> seen;
  bool at_least = true;
  double value = 0;
};

/// Trainings 0, 1, … of the run's seed.
struct TrainedShares {
  std::string name;         ///< of the check or the twin
  std::string description;  ///< what is trained, in words
  std::vector<BoundedShare> bounds;
  /// Trainings per profile: what is claimed is claimed of each of these.
  int quick = 1, pr = 4, nightly = 16;
};

/// Decides every bound for every training by Clopper-Pearson, at the error rate of one assertion
/// split evenly: `holds` when all are shown, `refuted` when one is refuted, else `undecided`.
claim::Check shares_check(const TrainedShares& shares);
claim::Twin shares_twin(const TrainedShares& shares);

/// Whether the shares that one training was seen to have are within the bounds.
bool seen_within(const TrainedShares& shares, const TrialKey& key);

/// The training that examples show: the first of the usual seed, so that a run with that seed does
/// not train another one for it.
inline constexpr TrialKey kShownTraining{20240222, 0};

}  // namespace lemmascope::statistics
