// What arXiv 2402.14735 states, in its order: each with the claims that check it, or the reason why
// none does.
#include "properties/causal/statements.hpp"

namespace lemmascope::causal {

std::vector<catalogue::Statement> statements() {
  return {
      {"Task 2.4",
       "Section 2",
       "Sequences on a latent forest: roots from the stationary law, children from "
       "their parent's row, the query uniform and independent.",
       {"causal/stationary-law-is-invariant", "causal/sampled-sequences-follow-their-law"},
       ""},
      {"Disentangled transformer",
       "Section 3",
       "Every attention-only decoder is a disentangled transformer of the same depth and heads, "
       "and the "
       "reverse.",
       {"causal/disentangled-equals-decoder"},
       ""},
      {"Reduced model",
       "Section 3",
       "The two-layer disentangled transformer of the theory depends on two matrices, A1 and A2, "
       "alone.",
       {"causal/reduced-equals-disentangled", "causal/prediction-is-a-law"},
       ""},
      {"Single-parent construction",
       "Section 3, before Theorem 4.4",
       "Hard attention to the parent and a match of tokens predict the in-context transition "
       "frequencies.",
       {"causal/hard-attention-construction"},
       ""},
      {"Algorithm 1",
       "Section 4",
       "Stage 1 trains A1 by population gradient descent from zero with A2 = beta0 I, stage 2 "
       "trains A2.",
       {"causal/gradient-rows-sum-to-zero", "causal/leading-order-remainder",
        "causal/stage-one-decoupling", "causal/layer-order", "causal/sampled-gradient-agrees",
        "causal/drive-remainder-is-uniform", "causal/second-layer-learns-after-stage-one",
        "causal/second-layer-always-learns-after-stage-one"},
       ""},
      {"Assumption: lower bound",
       "Section 4, on the prior",
       "Every transition probability is at least gamma / S.",
       {"causal/dobrushin-bounds-contraction"},
       ""},
      {"Assumption: non-degeneracy",
       "Section 4, on the prior",
       "The whitened transition matrix has Frobenius norm at least gamma.",
       {},
       "a hypothesis, not a statement: causal/gap-is-bounded-below assumes and checks it; its "
       "exact "
       "matrix and norm in print are not confirmed"},
      {"Assumption: permutation symmetry",
       "Section 4, on the prior",
       "Relabelling the alphabet does not change the prior.",
       {},
       "a hypothesis, not a statement: priors that do not meet it are refused by the routes that "
       "use it"},
      {"Assumption: constant mean",
       "Section 4, on the prior",
       "The mean transition matrix is uniform; the position itself is then no rival of the parent.",
       {"causal/self-entry-averages-to-zero", "causal/parent-dominates-self",
        "causal/self-can-win-without-constant-mean"},
       ""},
      {"Effective length",
       "Section 4, on the graph",
       "Guarantees are stated in an effective sequence length T_eff.",
       {},
       "its definition in print is not confirmed; claims here are stated in T and the graph "
       "itself"},
      {"Theorem 4.4",
       "Section 4",
       "Algorithm 1 ends with loss within log T / T_eff^(c gamma) of the least and attention at "
       "least "
       "1 - O(1/T) on every parent.",
       {"causal/main-theorem", "causal/main-theorem-on-trees",
        "causal/stage-one-is-certified-on-forests", "causal/loss-gap-without-a-constant"},
       ""},
      {"Induction-head corollary",
       "Section 4, after Theorem 4.4",
       "On the chain graph Algorithm 1 forms a previous-token head and a match head.",
       {"causal/induction-head-forms", "causal/induction-head-forms-in-training"},
       ""},
      {"Theorem 4.5",
       "Section 4",
       "The trained model predicts every unseen chain with entries at least gamma / S.",
       {"causal/out-of-distribution", "causal/trained-network-handles-unseen-chains"},
       ""},
      {"Limit of the gradient",
       "proof of Theorem 4.4",
       "As T grows the leading gradient of A1 tends to g_ij, a sum over the law of a pair of "
       "tokens.",
       {"causal/finite-length-gradient-converges", "causal/two-state-drive-is-a-power",
        "causal/finite-length-gradient-converges-at-fixed-smoothing"},
       ""},
      {"Key lemma",
       "proof of Theorem 4.4",
       "g at the parent is the chi-squared information of the edge, and is larger than at any "
       "other "
       "earlier position.",
       {"causal/parent-entry-is-chi2", "causal/rivals-are-bounded", "causal/parent-dominates",
        "causal/gap-is-bounded-below", "causal/parent-dominates-at-finite-length",
        "causal/parent-dominates-at-finite-match-strength",
        "causal/single-chain-can-fail-at-finite-length",
        "causal/parent-dominates-below-degree-threshold", "causal/degree-threshold-is-sharp",
        "causal/two-state-dominance-bound", "causal/pairs-dominate-at-every-length",
        "causal/second-order-near-independence", "causal/position-itself-never-wins",
        "causal/parent-dominates-at-small-match-strength"},
       ""},
      {"Data processing",
       "proof of Theorem 4.4",
       "No earlier position carries more f-information about a token than its parent.",
       {"causal/chi2-data-processing", "causal/shannon-data-processing"},
       ""},
      {"Roots",
       "proof of Theorem 4.4",
       "The attention of roots stays near uniform.",
       {"causal/roots-have-zero-drive", "causal/root-rows-stay-flat",
        "causal/root-can-turn-to-itself", "causal/root-rows-stay-flat-on-every-chain"},
       ""},
      {"Stage 1",
       "proof of Theorem 4.4",
       "The attention of each position to its parent grows to 1 - delta in a time linear in "
       "1/delta.",
       {"causal/parent-attention-grows", "causal/parent-time-bound",
        "causal/parents-rise-in-order-in-training"},
       ""},
      {"Stage 2",
       "proof of Theorem 4.4",
       "With hard attention the loss falls exponentially in the match strength to its least value.",
       {"causal/stage-two-mixture", "causal/stage-two-rate",
        "causal/stage-two-rate-with-zero-entries"},
       ""},
      {"Construction 6.2",
       "Section 6",
       "One head per parent and a second layer that matches all of them predict the in-context "
       "k-gram "
       "frequencies.",
       {"causal/multi-parent-construction", "causal/query-votes-for-itself"},
       ""},
      {"Figures 2 and 6",
       "Section 7",
       "Joint training of the full model shows the graph in the first layer and a match in the "
       "second.",
       {"causal/training-ends-near-bayes-loss", "causal/first-layer-learns-first"},
       ""},
      {"Figures 5 and 7",
       "Section 7",
       "Heads of the several-parents task attend to one parent each.",
       {},
       "reproduced (`lemmascope reproduce fig5`), with the published losses beside ours; no claim "
       "with "
       "an error rate yet"},
      {"Figure 8",
       "Section 7",
       "A standard transformer with MLPs learns the same graph.",
       {},
       "reproduced (`lemmascope reproduce fig8`); no claim with an error rate yet"},
      {"Figure 9",
       "Section 7",
       "Over random graphs the mean attention to the parent is 0.8366 with deviation 0.0540.",
       {"causal/training-finds-the-parents"},
       ""},
  };
}

}  // namespace lemmascope::causal
