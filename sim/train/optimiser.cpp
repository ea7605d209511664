#include "sim/train/optimiser.hpp"

#include <fmt/format.h>

#include <cmath>
#include <numbers>

namespace lemmascope::sim {

double learning_rate(const Optimiser& optimiser, std::int64_t step, std::int64_t steps) {
  if (optimiser.schedule == Schedule::constant) return optimiser.learning_rate;
  const double part = static_cast<double>(step) / static_cast<double>(steps);
  return optimiser.learning_rate * 0.5 * (1 + std::cos(std::numbers::pi * part));
}

double clip_factor(const Optimiser& optimiser, double sum_of_squares) {
  const double length = std::sqrt(sum_of_squares);
  return optimiser.clip > 0 && length > optimiser.clip ? optimiser.clip / length : 1;
}

template <class F>
void update(const Optimiser& optimiser, double rate, std::int64_t step, std::ptrdiff_t begin,
            std::ptrdiff_t end, const F* __restrict gradient, F* __restrict weights,
            F* __restrict moment1, F* __restrict moment2) {
  const auto eta = static_cast<F>(rate);
  const auto keep = static_cast<F>(1 - rate * optimiser.weight_decay);
  if (optimiser.kind == OptimiserKind::sgd) {
    for (std::ptrdiff_t k = begin; k < end; ++k) weights[k] = keep * weights[k] - eta * gradient[k];
    return;
  }
  const auto beta1 = static_cast<F>(optimiser.beta1);
  const auto beta2 = static_cast<F>(optimiser.beta2);
  const auto epsilon = static_cast<F>(optimiser.epsilon);
  const auto n = static_cast<double>(step + 1);
  const auto scale1 = static_cast<F>(1 / (1 - std::pow(optimiser.beta1, n)));
  const auto scale2 = static_cast<F>(1 / (1 - std::pow(optimiser.beta2, n)));
  if (optimiser.kind == OptimiserKind::adam) {
    const F scaled = eta * scale1;
    for (std::ptrdiff_t k = begin; k < end; ++k) {
      moment1[k] = beta1 * moment1[k] + (1 - beta1) * gradient[k];
      moment2[k] = beta2 * moment2[k] + (1 - beta2) * (gradient[k] * gradient[k]);
      weights[k] -= scaled * moment1[k] / (std::sqrt(moment2[k] * scale2) + epsilon);
    }
    return;
  }
  for (std::ptrdiff_t k = begin; k < end; ++k) {
    moment1[k] = beta1 * moment1[k] + (1 - beta1) * gradient[k];
    moment2[k] = beta2 * moment2[k] + (1 - beta2) * gradient[k] * gradient[k];
    const F direction = moment1[k] * scale1 / (std::sqrt(moment2[k] * scale2) + epsilon);
    weights[k] = keep * weights[k] - eta * direction;
  }
}

std::string to_text(const Optimiser& o) {
  std::string text = o.kind == OptimiserKind::sgd     ? "sgd"
                     : o.kind == OptimiserKind::adamw ? "adamw"
                                                      : "adam";
  text += fmt::format(" rate {} {} decay {}", o.learning_rate,
                      o.schedule == Schedule::cosine ? "cosine" : "constant", o.weight_decay);
  if (o.kind != OptimiserKind::sgd) {
    text += fmt::format(" betas {} {} epsilon {}", o.beta1, o.beta2, o.epsilon);
  }
  if (o.clip > 0) text += fmt::format(" clip {}", o.clip);
  return text;
}

template void update(const Optimiser&, double, std::int64_t, std::ptrdiff_t, std::ptrdiff_t,
                     const float*, float*, float*, float*);
template void update(const Optimiser&, double, std::int64_t, std::ptrdiff_t, std::ptrdiff_t,
                     const double*, double*, double*, double*);

}  // namespace lemmascope::sim
