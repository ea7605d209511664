// Stochastic gradient descent, Adam and AdamW, with the schedules of the experiments.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace lemmascope::sim {

enum class OptimiserKind {
  sgd,
  adamw,
  adam,  ///< as Kingma & Ba write it, without decay; rounds in another order than adamw with decay
         ///< 0
};
enum class Schedule {
  constant,
  cosine,  ///< rate (1 + cos(pi t / steps)) / 2: to zero at the end
};

struct Optimiser {
  OptimiserKind kind = OptimiserKind::sgd;
  double learning_rate = 1;
  Schedule schedule = Schedule::constant;
  /// Decoupled, as in Loshchilov & Hutter (ICLR 2019): weights shrink by rate * decay each step.
  /// Must be 0 for adam.
  double weight_decay = 0;
  double beta1 = 0.9;
  double beta2 = 0.999;
  double epsilon = 1e-8;
  /// Gradients longer than this are shortened to it before the step; 0: none is.
  double clip = 0;
};

/// The rate of step `step` (0-based) of `steps`.
double learning_rate(const Optimiser& optimiser, std::int64_t step, std::int64_t steps);

/// What a gradient with this sum of squares is multiplied by: 1 unless it is too long.
double clip_factor(const Optimiser& optimiser, double sum_of_squares);

/// One step on elements begin..end-1, element by element: weights, gradient (already averaged), and
/// for Adam and AdamW the two moment estimates (unused by SGD). `step` is 0-based and `rate` the
/// scheduled learning rate.
template <class F>
void update(const Optimiser& optimiser, double rate, std::int64_t step, std::ptrdiff_t begin,
            std::ptrdiff_t end, const F* gradient, F* weights, F* moment1, F* moment2);

std::string to_text(const Optimiser& optimiser);

}  // namespace lemmascope::sim
