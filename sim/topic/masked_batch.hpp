// A batch as the model sees it. Without positions a document is the weights of its key tokens, and
// selected positions of one document that show the same token are one query with a law of labels.
// Weights are real, so a batch can also hold the whole population of infinite documents.
#pragma once

#include <vector>

#include "sim/topic/documents.hpp"

namespace lemmascope::topic {

/// A query of one document: the token it shows, its weight in the loss, and the weights of its
/// labels.
struct BatchQuery {
  int document;
  Token shown;
  double weight;
  std::vector<std::pair<Token, double>> labels;  ///< sums to `weight`
};

struct MaskedBatch {
  Matrix<double> keys;  ///< tokens x documents: weight of each token among the keys
  std::vector<BatchQuery> queries;

  /// The sum of query weights: the loss is a mean over it.
  double weight() const;
};

/// Documents first, first + 1, ... of a corpus. Throws PreconditionError when no position of any of
/// them is selected.
MaskedBatch draw_batch(const CorpusPlan& plan, const sim::StreamKey& key, std::uint64_t first,
                       int documents);

/// The same for documents at hand. `tokens` is the size of the vocabulary with `[MASK]`.
MaskedBatch batch_of(const std::vector<MaskedDocument>& documents, Token tokens);

/// Every topic set with the token laws of infinite documents: the exact population of the theory.
MaskedBatch population_batch(const TopicParameters& at);

}  // namespace lemmascope::topic
