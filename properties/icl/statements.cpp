#include "properties/icl/statements.hpp"

namespace lemmascope::icl {
namespace {

constexpr const char* kNoTraining =
    "needs trainings on real-valued data, which this module does not have yet; the exact optimum "
    "that they should reach is checked";

}  // namespace

std::vector<catalogue::Statement> statements() {
  return {
      {"Proposition 1",
       "Section 2",
       "One layer of linear self-attention does one step of gradient descent on its context.",
       {"icl/layer-is-a-gradient-step", "icl/only-products-matter",
        "icl/query-as-a-key-shifts-the-step"},
       ""},
      {"Several layers",
       "Section 2",
       "K layers do K steps.",
       {"icl/layers-are-steps", "icl/step-losses-are-polynomials"},
       ""},
      {"GD++",
       "Section 3 and appendix",
       "Layers that also transform their inputs descend faster.",
       {"icl/plus-plus-transforms-inputs", "icl/residual-is-a-polynomial", "icl/residual-degree",
        "icl/spectrum-is-mapped", "icl/plus-plus-beats-two-steps"},
       ""},
      {"Proposition 2",
       "Section 4, with equation (13)",
       "Behind an MLP a layer does a step of kernel regression.",
       {"icl/kernel-step", "icl/printed-kernel-prediction"},
       ""},
      {"Proposition 3",
       "Section 5",
       "Position codes let one layer copy targets beside their inputs.",
       {"icl/codes-copy-targets", "icl/softmax-codes-nearly-copy"},
       ""},
      {"Softmax with two heads",
       "Section on softmax attention",
       "Two softmax heads of opposite scores act like linear attention up to an offset.",
       {"icl/two-heads-centre-inputs", "icl/two-heads-have-a-small-remainder"},
       ""},
      {"The optimum of one step",
       "Section 3: loss of gradient descent, printed as 0.2",
       "The trained layer is compared with gradient descent at its best rate.",
       {"icl/one-step-loss", "icl/one-step-is-optimal", "icl/printed-loss", "icl/input-scale"},
       ""},
      {"Roll-out",
       "Section 3: damping 0.75, 50 steps",
       "Applied again and again the one-step rule diverges, damped it does not.",
       {"icl/damped-roll-out-shrinks", "icl/damped-roll-out-shrinks-on-average"},
       ""},
      {"A trained layer equals gradient descent",
       "Section 3: loss, sensitivities, cosine, interpolated weights",
       "One trained layer of linear self-attention equals a step at the best rate.",
       {},
       kNoTraining},
      {"Trained looped layers match GD++",
       "Section 3 and appendix: gamma of 0.179, 0.099, 0.056, 0.029",
       "Two trained looped layers beat two steps and match GD++.",
       {},
       kNoTraining},
      {"Five layers",
       "Section 3: five layers without shared weights",
       "Their loss is close to zero.",
       {},
       kNoTraining},
      {"Ranges of eigenvalues",
       "appendix: smallest and largest eigenvalues over 10^4 tasks",
       "Eigenvalues of X X^T for N = 25, 50, 100 and their condition numbers after one "
       "transformation.",
       {},
       "extremes of a sample without a seed; the condition numbers of the printed extremes are "
       "tested, the extremes are not"},
  };
}

}  // namespace lemmascope::icl
