#include "sim/topic/parameter_update.hpp"

#include <cmath>

namespace lemmascope::topic {

ParameterUpdate::ParameterUpdate(UpdateRule rule, double rate, const Architecture& architecture)
    : rule_(rule), rate_(rate), trained_(architecture.trained), first_(zero_parts(architecture)) {
  first_[Part::norm_gain].setZero();
  second_ = first_;
}

void ParameterUpdate::apply(const Parts& gradient, Parts& parts) {
  ++step_;
  for (int k = 0; k < kParts; ++k) {
    if (!trained_[k]) continue;
    if (rule_ == UpdateRule::descent) {
      parts.matrices[k] -= rate_ * gradient.matrices[k];
    } else {
      parts.matrices[k] -= adam_step(k, gradient.matrices[k]);
    }
  }
}

Matrix<double> ParameterUpdate::adam_step(int part, const Matrix<double>& gradient) {
  constexpr double kBeta1 = 0.9;
  constexpr double kBeta2 = 0.999;
  constexpr double kEpsilon = 1e-8;
  Matrix<double>& first = first_.matrices[part];
  Matrix<double>& second = second_.matrices[part];
  first = kBeta1 * first + (1 - kBeta1) * gradient;
  second = kBeta2 * second + (1 - kBeta2) * gradient.cwiseProduct(gradient);
  const double first_scale = 1 / (1 - std::pow(kBeta1, step_));
  const double second_scale = 1 / (1 - std::pow(kBeta2, step_));
  return (rate_ * first_scale * first.array() / ((second * second_scale).array().sqrt() + kEpsilon))
      .matrix();
}

}  // namespace lemmascope::topic
