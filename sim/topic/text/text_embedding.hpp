// Token embeddings trained on real text in the embedding study's setting, and how they relate to
// topics.
#pragma once

#include "sim/topic/text/text_corpus.hpp"
#include "sim/topic/topic_transformer.hpp"

namespace lemmascope::topic {

/// Uniform attention, identity value matrix, tied decoder with a bias, squared loss, BERT's masking
/// (p_m 0.15, p_c = p_r = 0.1), Adam: the embedding study on documents at hand.
struct TextEmbeddingPlan {
  int dimension = 32;
  double rate = 0.01;
  double noise = 0.1;  ///< embeddings start at noise * normal
  int batch = 16;
  int steps = 800;
  std::uint64_t seed = 20240222;
};

/// W_E, dimension x (words + 1), column 0 `[MASK]`.
Matrix<double> train_text_embedding(const TextCorpus& corpus, const TextEmbeddingPlan& plan);

/// How much larger inner products are within a topic: the mean over pairs of words of one topic
/// minus the mean over pairs of different topics, with a bootstrap interval and a permutation test.
struct TopicContrast {
  double same_topic = 0;
  double different_topic = 0;
  double lower = 0;  ///< of the difference, percentile bootstrap over words
  double upper = 0;
  double confidence = 0;
  /// Share of relabellings of the words (the true one included) with at least this difference.
  double permutation_p = 1;
  int resamples = 0;
  int permutations = 0;

  double difference() const { return same_topic - different_topic; }
};

/// `topics` gives the topic of each word (0-based). Words are resampled, and labels permuted, with
/// streams of the seed. Throws PreconditionError when the sizes differ.
TopicContrast topic_contrast(const Matrix<double>& embedding, const std::vector<int>& topics,
                             double confidence, int resamples, std::uint64_t seed);

}  // namespace lemmascope::topic
