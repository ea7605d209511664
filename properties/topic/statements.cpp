// What arXiv 2303.04245 states, in its order: each with the claims that check it, or the reason why
// none does.
#include "properties/topic/statements.hpp"

namespace lemmascope::topic {

std::vector<catalogue::Statement> statements() {
  return {
      {"Data model",
       "setting: disjoint topics, masked words",
       "Documents draw topics, positions draw words, masking shows the true word, a random word or "
       "[MASK].",
       {"topic/moments-have-two-directions"},
       ""},
      {"Theorem on the embedding",
       "first theorem: optimal token embedding",
       "Under uniform attention the optimal embeddings of words of one topic have a larger inner "
       "product "
       "than those of different topics.",
       {"topic/embedding-gap-is-one-over-qv", "topic/penalised-embedding-is-contrast",
        "topic/least-trace-embedding-has-blocks"},
       ""},
      {"Theorem on the value matrix",
       "second theorem: stage 1, uniform attention",
       "With one-hot embeddings and uniform attention the optimal value matrix is block-wise by "
       "topic.",
       {"topic/value-matrix-has-two-directions", "topic/value-matrix-limit-is-least-norm",
        "topic/value-matrix-signs", "topic/optima-are-block-wise", "topic/diagonal-is-special",
        "topic/value-descent-has-two-rates"},
       ""},
      {"Theorem on attention",
       "third theorem: stage 2, frozen value matrix",
       "With the block value matrix frozen, the optimal attention prefers the own topic to others.",
       {"topic/only-topic-mass-matters", "topic/first-attention-step-is-contrast",
        "topic/attention-learns-topics", "topic/uniform-attention-is-optimal-without-correct-words",
        "topic/same-word-attention-exceeds-same-topic", "topic/optimal-ratio-without-random-words",
        "topic/optimal-ratio-exceeds-one", "topic/ratio-tends-to-many-topics-limit",
        "topic/ratio-is-the-only-critical-point", "topic/joint-optimum-is-stationary",
        "topic/ratio-is-near-its-limit-at-fixed-size", "topic/mask-attention-always-pays"},
       ""},
      {"Two-stage training",
       "observation on the order of learning",
       "When all matrices train together the value matrix learns topics before attention does.",
       {"topic/value-matrix-before-attention", "topic/joint-training-ends-by-copying",
        "topic/stage-two-attends-to-topics", "topic/zero-one-blocks-turn-attention-to-mask"},
       ""},
      {"Experiments without weight decay",
       "experiments on synthetic documents",
       "The value matrix trained on finite documents shows topic blocks.",
       {"topic/finite-length-value-matrix", "topic/finite-length-tends-to-limit-optimum",
        "topic/trained-value-matrix-is-finite-length", "topic/finite-length-optimum-is-unique"},
       ""},
      {"Experiments with cross entropy",
       "experiments on synthetic documents",
       "The same structures appear under the cross-entropy loss.",
       {"topic/cross-entropy-is-not-attained", "topic/penalised-cross-entropy-has-two-numbers"},
       ""},
      {"Embeddings on Wikipedia",
       "experiments on real text",
       "Embeddings of words of one topic are closer than those of different topics.",
       {"topic/real-text-embeddings-follow-topics"},
       ""},
      {"Pre-trained BERT on Wikipedia",
       "experiments on real text",
       "Attention of pre-trained models is larger between words of one topic.",
       {},
       "needs the pre-trained model and the text, which are not at hand"},
  };
}

}  // namespace lemmascope::topic
