// Training runs of the topic transformer and what they show: the value matrix by blocks and
// attention by classes of token pairs.
//
// Released mode follows the authors' code in its data, its keys, its inputs and its biases. Three
// slips of that code are not followed: its "frozen block value matrix" shares one row for all words
// and is no block matrix; its statistic looks ids up as word numbers and so mixes neighbouring
// topics; its L2 term is detached and never reaches the gradient.
#pragma once

#include <optional>
#include <vector>

#include "sim/topic/topic_experiment.hpp"
#include "sim/train/run.hpp"

namespace lemmascope::topic {

/// What is trained, from what start; each is one of the authors' experiments.
enum class Study {
  value_matrix,  ///< stage 1: one-hot words, identity decoder, attention frozen uniform
  attention,     ///< stage 2: one-hot words, identity decoder, the given value matrix frozen
  joint,         ///< value, key and query together from near zero
  embedding,     ///< identity value matrix, uniform attention, embedding (and its decoder) trained
};

/// How trained maps start.
enum class TopicStart {
  positive_noise,  ///< noise * U[0,1): non-negative, as in the authors' joint study; biases zero
  linear_layer,    ///< U(-1/sqrt d, 1/sqrt d), biases too: PyTorch's default for a linear layer
};

/// Loss on documents set aside, and what is done with it. As in the authors' code the best
/// parameters are kept and a training stops when they are too old.
struct DevelopmentPlan {
  int documents = 0;  ///< 0: no development loss
  int every = 1000;   ///< steps between two evaluations
  int patience = 0;   ///< stop when the best parameters are older than this many steps; 0: never
};

struct TopicRunPlan {
  CorpusPlan corpus;
  Study study = Study::joint;
  TopicLoss loss = TopicLoss::squared;
  sim::OptimiserKind rule = sim::OptimiserKind::adam;  ///< or sgd: plain descent
  double rate = 0.003;
  TopicStart start = TopicStart::positive_noise;
  double noise = 1e-3;  ///< of TopicStart::positive_noise
  int batch = 40;
  int steps = 1000;
  int record_every = 50;
  DevelopmentPlan development = {};
  /// In released mode: token type and LayerNorm act on the inputs, so that words are not one-hot
  /// after all. Off, released mode has true one-hot inputs.
  bool normalised_inputs = true;
  bool tied_decoder = true;          ///< for Study::embedding; the authors' class is not tied
  int embedding_dimension = 0;       ///< for Study::embedding; 0 means the number of tokens
  Matrix<double> frozen_value = {};  ///< for Study::attention, words and `[MASK]` only
  std::uint64_t seed = 20240222;
  std::uint32_t run = 0;
  int evaluation_documents = 200;
  int evaluation_length = 100;
};

/// Means over pairs of words; `same_topic` leaves the same word out.
struct ClassMeans {
  double same_word = 0;
  double same_topic = 0;
  double different_topic = 0;
};

struct TopicRecord {
  int step;
  double loss;           ///< of the batch at this step, before its update
  ClassMeans value;      ///< entries of the output table M (W_V when one-hot)
  ClassMeans attention;  ///< weight per ordered pair of positions of unmasked documents, uniform =
                         ///< 1/length
  ClassMeans embedding;  ///< inner products of embeddings
  double value_norm;     ///< Frobenius norms of W_V, W_K and W_Q
  double key_norm;
  double query_norm;
};

/// The parameters with the least development loss so far.
struct BestParts {
  int step;
  double loss;
  Parts parts;
};

struct TopicRun {
  Architecture architecture;
  Parts parts;
  std::vector<TopicRecord> records;
  std::optional<BestParts> best;  ///< with development documents only
};

Architecture architecture_of(const TopicRunPlan& plan);
/// The parts at step 0.
Parts initial_parts(const TopicRunPlan& plan, const Architecture& architecture);

/// The training of a plan, for the shared loop. Its numbers are those of TopicRecord.
class TopicRunExperiment : public TopicExperiment {
 public:
  /// Throws PreconditionError on a bad plan.
  explicit TopicRunExperiment(const TopicRunPlan& plan);

  const TopicRunPlan& run_plan() const { return plan_; }
  /// What a trainer of this experiment has got so far.
  TopicRun run_of(const sim::Trainer<double>& trainer) const;

  std::string to_text() const override;
  std::unique_ptr<BatchSource> batches() const override;
  std::vector<std::string> numbers() const override;
  std::vector<double> evaluate(std::int64_t step, std::span<const double> weights,
                               const sim::Crew<double>& crew) const override;
  double development_loss(std::span<const double> weights,
                          const sim::Crew<double>& crew) const override;

 private:
  TopicRunPlan plan_;
  std::optional<MaskedBatch> development_;
};

/// Runs the plan. Same plan, same result. Throws PreconditionError on a bad plan.
TopicRun train(const TopicRunPlan& plan);

/// Means of a table over tokens by class of word pairs.
ClassMeans class_means(const TopicParametersOf<double>& model, const Matrix<double>& table);

/// The standard deviations that go with `class_means`.
ClassMeans class_deviations(const TopicParametersOf<double>& model, const Matrix<double>& table);

/// The share of attention that selected positions showing a word give to `[MASK]` keys, on average
/// over masked documents that no training reads; every run has its own.
double attention_on_mask(const TopicRunPlan& plan, const TopicRun& run);

/// Average attention weight per ordered pair of positions of unmasked documents, by class of the
/// pair. Every run has its own documents, of `evaluation_length` words; both positions run over all
/// of a document. The authors' statistic also has the START token among them, in a class of its
/// own.
ClassMeans attention_by_class(const TopicRunPlan& plan, const Matrix<double>& scores);

}  // namespace lemmascope::topic
