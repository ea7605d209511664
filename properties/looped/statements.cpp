// The paper was read in a third party's summary: numbers and wordings are not confirmed.
#include "properties/looped/statements.hpp"

namespace lemmascope::looped {
namespace {

constexpr const char* kNoTraining =
    "needs trainings on real-valued data, which this module does not have yet";

}  // namespace

std::vector<catalogue::Statement> statements() {
  return {
      {"A loop is a step",
       "Section 3",
       "Without u a looped layer does preconditioned gradient descent.",
       {"looped/loop-is-preconditioned-descent", "looped/exact-error"},
       ""},
      {"Theorem 3.2 (the global minimiser)",
       "Section 3",
       "u is zero at the optimum and A is close to the inverse covariance.",
       {"looped/bias-never-helps", "looped/closeness-bound", "looped/best-weights-are-symmetric",
        "looped/turned-weights-are-best", "looped/isotropic-loss", "looped/one-loop-optimum",
        "looped/many-examples-limit"},
       ""},
      {"Theorem 3.3 (convergence of gradient flow)",
       "Section 3",
       "Gradient flow reaches any loss in a stated time.",
       {"looped/flow-without-noise", "looped/printed-convergence-time"},
       ""},
      {"Theorem 3.4 (gradient dominance)",
       "Section 3, constant 1/16",
       "The squared gradient bounds a power of the loss unless the loss is small.",
       {"looped/gradient-dominates-the-loss"},
       ""},
      {"Theorem 4.5 (other covariances)",
       "Section 4",
       "What was learnt for one covariance works for others.",
       {"looped/covariances-are-equivalent", "looped/error-is-bounded-by-contraction"},
       ""},
      {"Loops at test time",
       "figures: models trained with 2 or 5 loops",
       "More loops at test time improve the prediction.",
       {"looped/a-few-more-loops-help", "looped/more-loops-always-help"},
       ""},
      {"Gradient dominance at finitely many examples",
       "Theorem 3.4 as printed",
       "The same with noise, unless the loss is already small.",
       {},
       "how small is not in the summary; on the line A = a I the constant 1/16 fails within about "
       "one per cent of the least loss only"},
      {"Trained looped models",
       "figures: A tends to I, also with fewer examples than coordinates",
       "Trained weights approach the inverse covariance.",
       {},
       kNoTraining},
      {"A looped layer equals a deep model",
       "figures",
       "One layer looped L times about equals a model of L layers.",
       {},
       kNoTraining},
  };
}

}  // namespace lemmascope::looped
