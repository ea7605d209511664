// Small trainings that claims about trained layers repeat.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "properties/statistics/trials.hpp"
#include "sim/icl/attention_experiment.hpp"

namespace lemmascope::icl {

/// Three entries and five examples; Adam, its rate falling to zero.
enum class Network {
  one_layer,      ///< inputs uniform on [-1/2, 1/2]
  looped_layers,  ///< two, with the same weights; inputs uniform on [-1, 1]
};

struct SmallRun {
  std::vector<float> weights;
  Comparison beside;     ///< the best descent, on tasks set aside
  double half_loss = 0;  ///< the descent's, exact
  DescentRates rates;    ///< of the first layer
  /// Of the loss over the descent's, the same tasks, as a share of its exact loss.
  double excess() const { return (beside.loss - beside.descent_loss) / half_loss; }
};

/// A claim's twin asks about the same trainings as the claim, so runs are kept for the life of the
/// program. Seed and run come from the trial.
std::shared_ptr<const SmallRun> train_small(Network network, const statistics::TrialKey& key);

/// The best descent for a network, and these weights beside another one.
const Descent& best_for(Network network);
Comparison beside_another(Network network, const statistics::TrialKey& key, const Descent& other);

using Success = bool (*)(const statistics::TrialKey&);

/// 128, 192 or 384 independent trainings by profile, of which at least half must succeed.
statistics::Trials repeated(std::string name, Network network, Success succeeds);

}  // namespace lemmascope::icl
