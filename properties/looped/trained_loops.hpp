// Small trainings of looped layers that claims repeat, judged by exact losses: for two entries the
// expected loss of whatever weights came out is a polynomial in them, so that no sample of tasks
// judges a training.
#pragma once

#include <array>
#include <memory>
#include <string>

#include "properties/statistics/trials.hpp"
#include "theory/looped/full_loss.hpp"

namespace lemmascope::looped {

/// Two entries, two loops, covariance I, so many examples; Adam, its rate falling to zero.
struct TrainedLoop {
  int context = 20;
  Matrix<Rational> a;  ///< as trained, bit by bit
  Vector<Rational> u;
  std::array<Rational, 4> coordinates;  ///< of a, see matrix_of

  /// Expected squared error of so many loops (1 to 3) at covariance I, without u.
  Rational loss(int loops) const;
  /// With u, two loops.
  Rational loss_with_bias() const;
};

/// (a, b, c, e) with A = a I + b J + c K + e H, see FourEntries.
std::array<Rational, 4> coordinates_of(const Matrix<Rational>& a);

/// Runs are kept for the life of the program. Seed and run come from the trial.
std::shared_ptr<const TrainedLoop> train_loop(int context, const statistics::TrialKey& key);

/// The certified minimum for two loops, computed once for each number of examples.
const FullMinimum& minimum_for(int context);

using Success = bool (*)(const statistics::TrialKey&);

/// 48, 96 or 192 independent trainings by profile, of which at least half must succeed.
statistics::Trials repeated(std::string name, int context, Success succeeds);

}  // namespace lemmascope::looped
