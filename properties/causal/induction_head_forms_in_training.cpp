// On Markov chains joint training forms an induction head; on independent tokens it does not.
#include <fmt/format.h>

#include "properties/causal/small_training.hpp"

namespace lemmascope::causal {
namespace {

// Previous-token score: mean attention of position i to i - 1, at least one half and the argmax of
// every row. Match score: half of the distance from the unigram predictor to the root-aware counts
// is closed, which needs the tokens that follow earlier copies of the query.
bool is_induction_head(const TrainingRecord& record) {
  constexpr double kPreviousTokenScore = 0.5;
  return record.last().argmax_is_parent && record.last().parent_attention >= kPreviousTokenScore &&
         record.last().test_loss < record.halfway_loss();
}

bool forms_on_chains(const statistics::TrialKey& key) {
  return is_induction_head(*train(on_chain(), key));
}

bool forms_on_independent_tokens(const statistics::TrialKey& key) {
  return is_induction_head(*train(on_independent_tokens(), key));
}

}  // namespace

claim::Claim induction_head_forms_in_training_claim() {
  return statistics::ClaimByTrials("causal/induction-head-forms-in-training")
      .states(
          "On Markov chains joint training forms an induction head, a previous-token head whose "
          "matches predict, on at least two fifths of the seeds.")
      .latex(R"(\mathcal S(\hat A^{(1)})_{i,i-1} \ge \tfrac12 \text{ on average},\quad
  L(\hat\theta) < \tfrac12(L_{\text{unigram}} + L_{\text{counts}}))")
      .from({"arXiv 2402.14735", "induction-head corollary and Section 7 (Figures 2 and 6)"})
      .formally(
          "Previous-token score: mean attention of i to i - 1 in the position block, at least 1/2, "
          "and the argmax in every row. Match score: held-out loss below the middle between the "
          "smoothed in-context unigram predictor and the root-aware count predictor.")
      .differs("joint training from zero at a small size; the corollary is about Algorithm 1")
      .uses({"causal/parent-dominates"})
      .tagged({"training"})
      .mathematics({"sim/train/trainer.hpp: Trainer",
                    "sim/transformer/disentangled_model.hpp: DisentangledModel"})
      .tested_by(
          {"tests/sim/causal/task_experiment_test.cpp: Trainer.ASmallTrajectoryHasItsSignature",
           "tests/sim/transformer/disentangled_model_test.cpp: "
           "DisentangledModel.GradientEqualsComplexStepOfTheDefinition"})
      .measured_by({"chains", fmt::format("{}, Markov chain", in_words(on_chain())), 64, 160, 400,
                    0.4, forms_on_chains})
      .twin({"independent-tokens", "an induction head forms on independent tokens, too", 64, 160,
             400, 0.4, forms_on_independent_tokens})
      .example("one training of its own seed", forms_on_chains);
}

}  // namespace lemmascope::causal
