// Trainings of this paper as the command line and its figures make them.
#pragma once

#include <vector>

#include "properties/catalogue/training.hpp"
#include "sim/train/example_study.hpp"
#include "theory/icl/rate_loss.hpp"

namespace lemmascope::icl {

struct SoftmaxTraining {
  Setting setting;
  int heads = 2;
  double start = 0.1;
  double rate = 1e-3;
  double clip = 10;
  int steps = 2500;
  int batch = 512;
  int evaluate_every = 125;
  int evaluation_tasks = 4096;
  std::uint64_t seed = 20240222;
  std::uint32_t run = 0;
};
sim::ExampleExperiment softmax_experiment(const SoftmaxTraining& training);

std::vector<catalogue::Training> every_training();
std::vector<catalogue::Reproduction> every_reproduction();

}  // namespace lemmascope::icl
