// Optimisers over the parts of a topic transformer.
#pragma once

#include "sim/topic/topic_transformer.hpp"

namespace lemmascope::topic {

enum class UpdateRule { descent, adam };

/// Plain gradient descent, or Adam with the constants of Kingma and Ba (beta1 0.9, beta2 0.999,
/// epsilon 1e-8) and no weight decay. Keeps the moments of one run.
class ParameterUpdate {
 public:
  ParameterUpdate(UpdateRule rule, double rate, const Architecture& architecture);

  /// One step on every part that learns.
  void apply(const Parts& gradient, Parts& parts);

 private:
  Matrix<double> adam_step(int part, const Matrix<double>& gradient);

  UpdateRule rule_;
  double rate_;
  std::array<bool, kParts> trained_;
  Parts first_;
  Parts second_;
  int step_ = 0;
};

}  // namespace lemmascope::topic
