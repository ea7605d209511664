// How to learn the laziness of a walk from its steps.
#pragma once
#include "sim/train/example_study.hpp"

namespace lemmascope::lazy {

/// Learns w with a = 1 / (1 + e^-w) from steps seen one by one, each a rest with probability
/// `laziness`. Loss: -log of the probability of what the step did. The watched number "laziness" is
/// a.
sim::ExampleExperiment laziness_study(double laziness, int steps, const sim::StreamKey& key);

}  // namespace lemmascope::lazy
