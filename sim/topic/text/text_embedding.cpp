#include "sim/topic/text/text_embedding.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "sim/topic/topic_experiment.hpp"
#include "sim/train/trainer.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::topic {
namespace {

/// Masking needs a vocabulary and the three probabilities, no topics; any split of the words will
/// do.
CorpusPlan masking_of(const TextCorpus& corpus) {
  require(corpus.words() >= 2 && corpus.words() % 2 == 0,
          "the vocabulary of a corpus must have an even number of words");
  return {.model = TopicParametersOf<double>(2, static_cast<int>(corpus.words() / 2), 1, 0.15, 0.1,
                                             0.1)};
}

Architecture embedding_architecture(const TextCorpus& corpus, const TextEmbeddingPlan& plan) {
  Architecture architecture;
  architecture.tokens = corpus.words() + 1;
  architecture.dimension = plan.dimension;
  architecture.tied_decoder = true;
  architecture.train(Part::embedding).train(Part::decoder_bias);
  return architecture;
}

Parts start_of(const Architecture& architecture, const TextEmbeddingPlan& plan) {
  Parts parts = zero_parts(architecture);
  parts[Part::value].setIdentity();
  sim::Stream start({plan.seed, 0, sim::Purpose::initial_parameters}, 0);
  Matrix<double>& embedding = parts[Part::embedding];
  for (Eigen::Index k = 0; k < embedding.size(); ++k) {
    embedding(k) = plan.noise * start.next_normal();
  }
  return parts;
}

sim::TrainingPlan loop_plan(const TextEmbeddingPlan& plan) {
  sim::TrainingPlan loop;
  loop.root_seed = plan.seed;
  loop.batch = plan.batch;
  sim::TrainingStage stage;
  stage.steps = plan.steps;
  stage.optimiser.kind = sim::OptimiserKind::adam;
  stage.optimiser.learning_rate = plan.rate;
  loop.stages = {stage};
  loop.evaluate_every = std::max(1, plan.steps);
  return loop;
}

/// Batches of chapters, drawn with replacement and masked anew.
class TextBatches : public BatchSource {
 public:
  TextBatches(const TextCorpus& corpus, const TextEmbeddingPlan& plan)
      : corpus_(corpus), plan_(plan), masking_(masking_of(corpus)) {}

  MaskedBatch at(std::int64_t step) override {
    sim::Stream stream({plan_.seed, 0, sim::Purpose::training_batch},
                       static_cast<std::uint64_t>(step));
    std::vector<MaskedDocument> documents;
    for (int k = 0; k < plan_.batch; ++k) {
      const auto index = stream.next_below(static_cast<std::uint32_t>(corpus_.documents.size()));
      documents.push_back(mask_document(masking_, corpus_.documents[index], stream));
    }
    return batch_of(documents, corpus_.words() + 1);
  }

 private:
  const TextCorpus& corpus_;
  const TextEmbeddingPlan& plan_;
  CorpusPlan masking_;
};

/// Corpus and plan must outlive it. Nothing is watched: what counts is read off at the end.
class TextExperiment : public TopicExperiment {
 public:
  TextExperiment(const TextCorpus& corpus, const TextEmbeddingPlan& plan)
      : TopicExperiment(loop_plan(plan), embedding_architecture(corpus, plan),
                        start_of(embedding_architecture(corpus, plan), plan)),
        corpus_(corpus),
        plan_(plan) {}

  std::string to_text() const override {
    return fmt::format("text of {} documents of {} words; dimension {} noise {}",
                       corpus_.documents.size(), corpus_.words(), plan_.dimension, plan_.noise);
  }
  std::unique_ptr<BatchSource> batches() const override {
    return std::make_unique<TextBatches>(corpus_, plan_);
  }
  std::vector<std::string> numbers() const override { return {}; }
  std::vector<double> evaluate(std::int64_t, std::span<const double>,
                               const sim::Crew<double>&) const override {
    return {};
  }

 private:
  const TextCorpus& corpus_;
  const TextEmbeddingPlan& plan_;
};

struct Sums {
  double same = 0, same_count = 0, different = 0, different_count = 0;

  double difference() const { return same / same_count - different / different_count; }
};

/// Means over pairs of positions in `words` that hold different words.
Sums contrast_sums(const Matrix<double>& gram, const std::vector<int>& words,
                   const std::vector<int>& topics) {
  Sums sums;
  for (std::size_t a = 0; a < words.size(); ++a) {
    for (std::size_t b = 0; b < a; ++b) {
      if (words[a] == words[b]) continue;
      const bool same = topics[words[a]] == topics[words[b]];
      (same ? sums.same : sums.different) += gram(words[a], words[b]);
      (same ? sums.same_count : sums.different_count) += 1;
    }
  }
  return sums;
}

std::vector<double> bootstrap(const Matrix<double>& gram, const std::vector<int>& topics,
                              int resamples, std::uint64_t seed) {
  sim::Stream stream({seed, 0, sim::Purpose::probe}, 1);
  std::vector<int> words(topics.size());
  std::vector<double> differences;
  for (int k = 0; k < resamples; ++k) {
    for (int& word : words) {
      word = static_cast<int>(stream.next_below(static_cast<std::uint32_t>(topics.size())));
    }
    differences.push_back(contrast_sums(gram, words, topics).difference());
  }
  std::sort(differences.begin(), differences.end());
  return differences;
}

}  // namespace

Matrix<double> train_text_embedding(const TextCorpus& corpus, const TextEmbeddingPlan& plan) {
  const TextExperiment experiment(corpus, plan);
  sim::Trainer<double> trainer(experiment);
  trainer.advance(plan.steps);
  return experiment.parts_of(trainer.weights())[Part::embedding];
}

TopicContrast topic_contrast(const Matrix<double>& embedding, const std::vector<int>& topics,
                             double confidence, int resamples, std::uint64_t seed) {
  require(embedding.cols() == static_cast<Eigen::Index>(topics.size()) + 1,
          "the topic contrast needs one topic for every word of the embedding");
  const Matrix<double> words = embedding.rightCols(embedding.cols() - 1);
  const Matrix<double> gram = words.transpose() * words;
  std::vector<int> order(topics.size());
  std::iota(order.begin(), order.end(), 0);
  const Sums sums = contrast_sums(gram, order, topics);
  TopicContrast result{sums.same / sums.same_count, sums.different / sums.different_count};
  const auto differences = bootstrap(gram, topics, resamples, seed);
  const auto tail = static_cast<std::size_t>((1 - confidence) / 2 * resamples);
  result.lower = differences[tail];
  result.upper = differences[differences.size() - 1 - tail];
  result.confidence = confidence;
  result.resamples = result.permutations = resamples;
  sim::Stream stream({seed, 0, sim::Purpose::probe}, 2);
  std::vector<int> labels = topics;
  int as_large = 1;
  for (int k = 0; k < resamples; ++k) {
    for (std::size_t i = labels.size(); i > 1; --i) {
      std::swap(labels[i - 1], labels[stream.next_below(static_cast<std::uint32_t>(i))]);
    }
    if (contrast_sums(gram, order, labels).difference() >= sums.difference()) ++as_large;
  }
  result.permutation_p = static_cast<double>(as_large) / (resamples + 1);
  return result;
}

}  // namespace lemmascope::topic
