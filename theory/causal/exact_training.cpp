#include "theory/causal/exact_training.hpp"

#include <algorithm>

#include "theory/numeric/require.hpp"

namespace lemmascope::causal {
namespace {

template <class N>
N match_strength(const Matrix<N>& token_match) {
  const int states = static_cast<int>(token_match.rows());
  N diagonal(0);
  N rest(0);
  for (int s = 0; s < states; ++s) {
    for (int t = 0; t < states; ++t) (s == t ? diagonal : rest) += token_match(s, t);
  }
  diagonal /= N(states);
  if (states > 1) rest /= N(states * (states - 1));
  return diagonal - rest;
}

// Loss and gradients, by the cheaper enumeration when the prior allows it: from A2 = beta0 I every
// gradient of A2 is then a multiple of I - 1 1^T / S, and adding a constant to all entries of A2
// changes nothing, so the strength of the match alone matters.
template <class N>
PopulationGradient<N> gradient_on_path(const PopulationTask<N>& task,
                                       const ReducedWeights<N>& weights) {
  const int states = task.states();
  if (states == 1 || !task.is_permutation_symmetric()) return task.gradient(weights);
  const SymmetricGradient<N> gradient =
      task.symmetric_gradient(weights.position_scores, match_strength(weights.token_match));
  PopulationGradient<N> result{gradient.loss, gradient.position_scores,
                               Matrix<N>::Constant(states, states, N(0)), gradient.pull};
  const N scale = gradient.match_slope / N(states - 1);
  for (int s = 0; s < states; ++s) {
    for (int t = 0; t < states; ++t) {
      result.token_match(s, t) = scale * (N(s == t ? 1 : 0) - N(1) / N(states));
    }
  }
  return result;
}

template <class N>
void descend(Matrix<N>& weights, const Matrix<N>& gradient, const N& step_size) {
  for (Eigen::Index i = 0; i < weights.rows(); ++i) {
    for (Eigen::Index j = 0; j < weights.cols(); ++j) {
      weights(i, j) -= step_size * gradient(i, j);
    }
  }
}

}  // namespace

template <Elementary N>
N mean_parent_attention(const Matrix<N>& position_scores, const CausalForest& forest) {
  const Matrix<N> attention = attention::causal_attention(position_scores);
  N sum(0);
  for (int i = 0; i < forest.size(); ++i) {
    if (!forest.is_root(i)) sum += attention(i, forest.parent(i));
  }
  return forest.edge_count() == 0 ? N(0) : N(sum / N(forest.edge_count()));
}

template <Elementary N>
ExactTraining<N> train_exactly(const TrainingPlan<N>& plan, const CausalForest& forest,
                               const Prior& prior, const Rational& epsilon,
                               const TrainingObserver<N>& observe) {
  require(plan.first_steps >= 0 && plan.second_steps >= 0,
          "expected step counts of at least 0 in both stages");
  const PopulationTask<N> task(forest, prior, epsilon);
  ExactTraining<N> run{
      {}, ReducedWeights<N>::initial(forest.size() + 1, prior.states(), plan.initial_match)};
  for (const int stage : {1, 2}) {
    const long steps = stage == 1 ? plan.first_steps : plan.second_steps;
    for (long step = 0; step <= steps; ++step) {
      const bool record =
          std::find(plan.record_at.begin(), plan.record_at.end(), step) != plan.record_at.end();
      const bool last = step == steps;
      if (last && !record && !observe) break;
      const PopulationGradient<N> gradient = gradient_on_path(task, run.weights);
      const TrainingPoint<N> point{stage, step, gradient.loss,
                                   mean_parent_attention(run.weights.position_scores, forest),
                                   match_strength(run.weights.token_match)};
      if (record) run.trajectory.push_back(point);
      if (observe) observe(point, run.weights);
      if (last) break;
      if (stage == 1) {
        descend(run.weights.position_scores, gradient.position_scores, plan.first_step_size);
      } else {
        descend(run.weights.token_match, gradient.token_match, plan.second_step_size);
      }
    }
  }
  return run;
}

#define LEMMASCOPE_EXACT_TRAINING(N)                                                      \
  template N mean_parent_attention<N>(const Matrix<N>&, const CausalForest&);             \
  template ExactTraining<N> train_exactly<N>(const TrainingPlan<N>&, const CausalForest&, \
                                             const Prior&, const Rational&,               \
                                             const TrainingObserver<N>&);
LEMMASCOPE_EXACT_TRAINING(double)
LEMMASCOPE_EXACT_TRAINING(Real50)

}  // namespace lemmascope::causal
