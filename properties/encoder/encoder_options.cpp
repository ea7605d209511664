#include "properties/encoder/encoder_options.hpp"

#include <algorithm>

#include "properties/compute/usual_options.hpp"

namespace lemmascope::encoder {

using compute::Option;
using compute::OptionKind;
using compute::OptionValues;
using compute::whole_option;

std::vector<Option> encoder_options(const UsualEncoder& usual, const std::string& sequences,
                                    const std::string& optimiser) {
  return {whole_option("layers", "layers of the encoder", usual.layers, "1", "24"),
          whole_option("width", "of the residual stream", usual.width, "2", "256"),
          whole_option("hidden", "width of the network inside a layer", usual.hidden, "1", "1024"),
          whole_option("heads", "heads of a layer; they divide the width", usual.heads, "1", "8"),
          whole_option("steps", "training steps", usual.steps, "1", "1000000"),
          whole_option("batch", sequences + " per step; whole sixteens", usual.batch, "16", "4096"),
          {.name = "optimiser",
           .kind = OptionKind::choice,
           .help = "of every step",
           .usual = optimiser,
           .choices = {"gradient", "adam"},
           .choice_help = {"plain gradient descent", "Adam"}},
          {.name = "rate",
           .kind = OptionKind::number,
           .help = "learning rate",
           .usual = usual.rate,
           .least = "0",
           .above_least = true},
          whole_option("evaluations", "points of the curve", "20", "1", "100000"),
          compute::seed_option("20240222")};
}

void read_encoder(const OptionValues& values, sim::EncoderTraining& training) {
  const auto count = [&values](const char* name) { return compute::whole_of(values, name); };
  training.layers = count("layers");
  training.width = count("width");
  training.hidden = count("hidden");
  training.heads = count("heads");
  training.steps = count("steps");
  training.batch = count("batch");
  training.optimiser = compute::text_of(values, "optimiser") == "adam" ? sim::OptimiserKind::adam
                                                                       : sim::OptimiserKind::sgd;
  training.rate = to_double(compute::number_of(values, "rate"));
  training.evaluate_every = std::max<std::int64_t>(1, training.steps / count("evaluations"));
  training.seed = compute::seed_of(values);
}

std::vector<Option> reproduction_options() {
  return {
      {.name = "quick", .kind = OptionKind::flag, .help = "a tenth of the steps: nothing is shown"},
      compute::seed_option("20240222")};
}

void read_reproduction(const OptionValues& given, sim::EncoderTraining& training) {
  const OptionValues values = compute::with_defaults(reproduction_options(), given);
  if (compute::flag_of(values, "quick")) training.steps /= 10;
  training.evaluate_every = std::max<std::int64_t>(1, training.steps / 20);
  training.seed = compute::seed_of(values);
}

std::string figure_name(const std::string& name, const OptionValues& values) {
  return compute::flag_of(values, "quick") ? name + "-quick" : name;
}

}  // namespace lemmascope::encoder
