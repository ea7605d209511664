// Somebody's own graph and chains, as the instances that claims are about.
#include "properties/causal/instances/forest_instance.hpp"
#include "properties/causal/instances/graph_instance.hpp"
#include "properties/causal/quantities/task_options.hpp"
#include "properties/markov/chain_instance.hpp"

namespace lemmascope::causal {

std::vector<compute::Option> own_task_options() {
  return task_options(joined(joined(graph_names(), prior_names()), {"epsilon"}));
}

/// The forest with its prior, the graph with its smoothing and, of a prior that is one chain, the
/// chain.
std::vector<claim::Instance> own_instances(const compute::OptionValues& values) {
  const markov::CausalForest forest = forest_of(values);
  const markov::Prior prior = prior_of(values);
  std::vector<claim::Instance> instances{
      claim::Instance::of(forest_instance(forest, prior)),
      claim::Instance::of(GraphInstance{forest, compute::number_of(values, "epsilon")})};
  if (prior.atoms().size() == 1) {
    instances.push_back(claim::Instance::of(markov::ChainInstance{prior.atoms().front().chain}));
  }
  return instances;
}

}  // namespace lemmascope::causal
