// The paper numbers no statement; these are what its abstract says, each with the claims on its
// exact content or the reason why there is none.
#include "properties/plasticity/statements.hpp"

namespace lemmascope::plasticity {

std::vector<catalogue::Statement> statements() {
  return {
      {"Attention as a dynamic layer",
       "abstract",
       "Decoder-only self-attention is a feed-forward layer whose weights change with every token.",
       {"plasticity/hebbian-weights-are-linear-attention",
        "plasticity/context-order-is-irrelevant"},
       ""},
      {"Cache as synaptic weights",
       "abstract",
       "Storing the key-value cache as synaptic weights is a local plasticity rule.",
       {"plasticity/cache-is-two-plastic-layers"},
       ""},
      {"Two- and three-factor rules",
       "abstract",
       "The rules are local: products of pre- and postsynaptic activity, with a third factor.",
       {"plasticity/first-batch-step-is-hebbian", "plasticity/delta-rule-is-a-gradient-step",
        "plasticity/delta-rule-shrinks-the-error"},
       ""},
      {"Integer hardware",
       "abstract: implementation on the Loihi 2 learning engine",
       "The rule runs on a chip with integer weights.",
       {"plasticity/eight-bit-outputs-stay-in-range", "plasticity/thirty-two-bits-are-enough"},
       ""},
      {"Quantised variants",
       "experiments: the variants Float, Quant, Lava and Loihi",
       "Quantised networks do nearly as well as the float one.",
       {"plasticity/rounded-scores-move-softmax-little", "plasticity/rounding-bound-is-attained"},
       ""},
      {"Few-shot accuracy on Omniglot",
       "experiments",
       "In-context learning on the chip is competitive with gradient-based methods.",
       {},
       "needs the trained network and the images, which are not at hand; the numbers themselves "
       "could not be read"},
      {"Energy and latency",
       "experiments",
       "What a token costs on the chip.",
       {},
       "a measurement on hardware"},
  };
}

}  // namespace lemmascope::plasticity
