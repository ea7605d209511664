// Simulated counterpart of the key lemma: joint training of the full transformer puts the argmax of
// the first attention layer on the parents.
#include <fmt/format.h>

#include "properties/causal/small_training.hpp"

namespace lemmascope::causal {
namespace {

bool argmax_is_parent(const statistics::TrialKey& key) {
  const auto forest = trial_forest(kSmallNodes, key);
  return train({.graph = forest, .scored = forest}, key)->last().argmax_is_parent;
}

// Wrong: every edge moved up by one position (p(i) - 1; children of position 0 become roots).
markov::CausalForest edges_moved_by_one(const markov::CausalForest& forest) {
  std::vector<markov::Position> parents(forest.parents().begin(), forest.parents().end());
  for (auto& parent : parents) {
    if (parent != markov::kNoParent) --parent;
  }
  return markov::CausalForest(parents);
}

bool argmax_is_neighbour_of_parent(const statistics::TrialKey& key) {
  const auto forest = trial_forest(kSmallNodes, key);
  const auto moved = edges_moved_by_one(forest);
  // A graph whose edges all became roots has nothing to find and counts as not found.
  return moved.edge_count() > 0 &&
         train({.graph = forest, .scored = moved}, key)->last().argmax_is_parent;
}

}  // namespace

claim::Claim training_finds_the_parents_claim() {
  return statistics::ClaimByTrials("causal/training-finds-the-parents")
      .states(
          "Joint training puts the largest first-layer attention of every non-root position on its "
          "parent, on at least two fifths of random graphs and seeds.")
      .latex(R"(\operatorname{argmax}_{j\le i} \mathcal S(\hat A^{(1)})_{ij} = p(i))")
      .from({"arXiv 2402.14735", "Section 7, experiments on random graphs (Figure 9)"})
      .formally(
          "One trial is one (graph, seed); it succeeds when the argmax over j <= i of the position "
          "block's attention is the parent in every non-root row.")
      .differs(
          "smaller sizes and fewer steps than the paper's; the paper reports mean attention, not "
          "argmax. "
          "Two fifths is what 40 trials can separate from both none and all at this error rate")
      .uses({"causal/parent-dominates-at-finite-length"})
      .tagged({"training"})
      .measured_by({"random-graphs", fmt::format("{}, a random forest per trial", kSmallTraining),
                    40, 100, 400, 0.4, argmax_is_parent})
      .twin({"edges-moved-by-one", "every edge moved by one position", 40, 100, 400, 0.4,
             argmax_is_neighbour_of_parent})
      .example("one training of its own seed", argmax_is_parent);
}

}  // namespace lemmascope::causal
