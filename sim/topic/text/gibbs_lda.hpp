// Latent Dirichlet allocation by collapsed Gibbs sampling (Griffiths and Steyvers, "Finding
// scientific topics", PNAS 2004).
#pragma once

#include "sim/topic/text/text_corpus.hpp"

namespace lemmascope::topic {

struct LdaPlan {
  int topics = 10;
  double document_concentration = 0.5;  ///< alpha, of topics in a document
  double word_concentration = 0.1;      ///< beta, of words in a topic
  int sweeps = 100;
  std::uint64_t seed = 20240222;
};

/// The state of the sampler: the topic of every word occurrence, and its counts.
class LdaState {
 public:
  /// Topics drawn uniformly. Throws PreconditionError unless topics >= 1 and concentrations are
  /// positive.
  LdaState(const TextCorpus& corpus, const LdaPlan& plan);

  /// Resamples every occurrence once, in order, from its full conditional.
  void sweep();

  /// p(z_dn = k | all other z, w) up to a factor, with the occurrence taken out:
  /// (n_dk + alpha) (n_kw + beta) / (n_k + V beta).
  std::vector<double> full_conditional(int document, int position);
  /// ln p(w, z) with topics and mixtures integrated out.
  double log_joint() const;

  int topic(int document, int position) const { return assignment_[document][position]; }
  void assign(int document, int position, int topic);
  /// words x topics counts.
  const Matrix<double>& word_topic() const { return word_topic_; }

 private:
  const TextCorpus& corpus_;
  LdaPlan plan_;
  sim::Stream stream_;
  std::vector<std::vector<int>> assignment_;
  Matrix<double> word_topic_;
  Matrix<double> document_topic_;
  Eigen::VectorXd topic_total_;
};

/// The topic of each word (0-based, word 1 first) that held most of its occurrences over the second
/// half of the sweeps.
std::vector<int> topics_of_words(const TextCorpus& corpus, const LdaPlan& plan);

}  // namespace lemmascope::topic
