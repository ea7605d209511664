// Algorithm 1 of arXiv 2402.14735 with exact population gradients: stage 1 trains A1 with A2
// frozen, stage 2 trains A2 with A1 frozen.
#pragma once

#include <functional>
#include <vector>

#include "theory/causal/population_gradient.hpp"

namespace lemmascope::causal {

/// Step sizes and counts; A1 starts at 0 and A2 at initial_match * I.
template <Field N>
struct TrainingPlan {
  N initial_match{0};     ///< beta0
  N first_step_size{0};   ///< eta1
  long first_steps = 0;   ///< tau1
  N second_step_size{0};  ///< eta2
  long second_steps = 0;  ///< tau2
  std::vector<long>
      record_at;  ///< step counts to record in each stage; 0 is the start of the stage
};

/// The state after `step` steps of `stage` (1 or 2).
template <Field N>
struct TrainingPoint {
  int stage = 1;
  long step = 0;
  N loss{0};
  N parent_attention{0};  ///< mean of a_{i,p(i)} over non-roots; zero when there is none
  N match_strength{0};    ///< mean of the diagonal of A2 minus mean of its off-diagonal entries
};

template <Field N>
struct ExactTraining {
  std::vector<TrainingPoint<N>> trajectory;  ///< recorded points, in order
  ReducedWeights<N> weights;                 ///< at the end
};

template <Field N>
using TrainingObserver = std::function<void(const TrainingPoint<N>&, const ReducedWeights<N>&)>;

/// Runs both stages. Under a permutation-symmetric prior the gradient of A2 stays proportional to
/// I - 1 1^T / S, so every step enumerates one sequence per relabelling class. `observe`, if given,
/// sees every step's point and the weights it is of (for progress, monotonicity checks and
/// pictures). Offered for double and Real50. Throws PreconditionError for negative step counts and
/// broken preconditions of population_gradient.
template <Elementary N>
ExactTraining<N> train_exactly(const TrainingPlan<N>& plan, const CausalForest& forest,
                               const Prior& prior, const Rational& epsilon,
                               const TrainingObserver<N>& observe = {});

/// Mean of a_{i,p(i)} over the non-roots of the forest; zero when every node is a root.
template <Elementary N>
N mean_parent_attention(const Matrix<N>& position_scores, const CausalForest& forest);

}  // namespace lemmascope::causal
