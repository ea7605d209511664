#include "sim/train/experiment.hpp"

#include "theory/numeric/require.hpp"

namespace lemmascope::sim {

template <class F>
double Experiment<F>::development_loss(std::span<const F>, const Crew<F>&) const {
  refuse("this experiment has no development loss, so its best weights cannot be kept");
}

template <class F>
std::vector<float> Experiment<F>::snapshot(std::span<const F>) const {
  return {};
}

template class Experiment<float>;
template class Experiment<double>;

}  // namespace lemmascope::sim
