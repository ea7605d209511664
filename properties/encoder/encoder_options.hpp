// The options of an encoder's shape and training, whatever it is trained on.
#pragma once

#include <string>
#include <vector>

#include "properties/compute/option.hpp"
#include "sim/transformer/encoder_experiment.hpp"

namespace lemmascope::encoder {

/// Defaults of a paper, as texts.
struct UsualEncoder {
  const char *layers, *width, *hidden, *heads, *steps, *batch, *rate;
};

/// layers, width, hidden, heads, steps, batch, optimiser, rate, evaluations, seed. `sequences` says
/// what a batch is of, `optimiser` is the default one.
std::vector<compute::Option> encoder_options(const UsualEncoder& usual,
                                             const std::string& sequences,
                                             const std::string& optimiser);

/// Reads those options into a training; defaults must be filled in.
void read_encoder(const compute::OptionValues& values, sim::EncoderTraining& training);

/// The options of a reproduction: quick, seed.
std::vector<compute::Option> reproduction_options();
/// Reads them: a tenth of the steps where it is to be quick, twenty points of the curve.
void read_reproduction(const compute::OptionValues& values, sim::EncoderTraining& training);
/// The name of a figure, which says where it is quick.
std::string figure_name(const std::string& name, const compute::OptionValues& values);

}  // namespace lemmascope::encoder
