#include "sim/topic/topic_training.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>

#include "theory/numeric/require.hpp"

namespace lemmascope::topic {
namespace {

/// Sums and counts of a quantity by class of word pairs.
class ClassSums {
 public:
  explicit ClassSums(const TopicParametersOf<double>& model) : model_(model) {}

  void add(Token first, Token second, double value, double count) {
    const int k = first == second ? 0 : model_.topic_of(first) == model_.topic_of(second) ? 1 : 2;
    sum_[k] += value;
    count_[k] += count;
  }

  ClassMeans means() const {
    const auto mean = [&](int k) { return count_[k] > 0 ? sum_[k] / count_[k] : 0.0; };
    return {mean(0), mean(1), mean(2)};
  }

 private:
  const TopicParametersOf<double>& model_;
  std::array<double, 3> sum_{};
  std::array<double, 3> count_{};
};

void check(const TopicRunPlan& plan) {
  check(plan.corpus);
  require(plan.batch >= 1 && plan.steps >= 0 && plan.record_every >= 1,
          fmt::format("a run needs batch >= 1, steps >= 0 and record_every >= 1; found {}, {}, {}",
                      plan.batch, plan.steps, plan.record_every));
  require(plan.rate > 0 && plan.noise >= 0,
          fmt::format("a run needs a positive rate and a noise >= 0; found {} and {}", plan.rate,
                      plan.noise));
  const Token words = plan.corpus.model.tokens();
  require(plan.study != Study::attention ||
              (plan.frozen_value.rows() == words && plan.frozen_value.cols() == words),
          "training attention alone needs a frozen value matrix over the words and [MASK]");
  require(plan.development.documents >= 0 && plan.development.every >= 1 &&
              plan.development.patience >= 0,
          "development documents and patience must not be negative, and evaluations at least one "
          "step apart");
  require(plan.evaluation_documents >= 1 && plan.evaluation_length >= 1,
          "attention is measured on at least one document of at least one word");
}

void fill_uniform(const TopicRunPlan& plan, int dimension, Part part, Parts& parts) {
  sim::Stream stream({plan.seed, plan.run, sim::Purpose::initial_parameters},
                     static_cast<std::uint64_t>(part));
  Matrix<double>& matrix = parts[part];
  const double most = 1 / std::sqrt(static_cast<double>(dimension));
  for (Eigen::Index i = 0; i < matrix.size(); ++i) {
    const double u = stream.next_uniform();
    matrix(i) = plan.start == TopicStart::linear_layer ? most * (2 * u - 1) : plan.noise * u;
  }
}

/// Documents that no training reads, words and masks: each run has its own.
MaskedBatch held_out_batch(const TopicRunPlan& plan, int documents) {
  CorpusPlan corpus = plan.corpus;
  corpus.documents = 0;
  return draw_batch(corpus, {plan.seed, plan.run, sim::Purpose::evaluation_set}, 0, documents);
}

class RunBatches : public BatchSource {
 public:
  explicit RunBatches(const TopicRunPlan& plan)
      : plan_(plan), order_(plan.corpus.documents, plan.seed, plan.run) {}

  MaskedBatch at(std::int64_t step) override {
    const sim::StreamKey key{plan_.seed, plan_.run, sim::Purpose::training_batch};
    const auto first = static_cast<std::uint64_t>(step) * static_cast<std::uint64_t>(plan_.batch);
    std::vector<MaskedDocument> documents;
    for (int k = 0; k < plan_.batch; ++k) {
      documents.push_back(
          draw_document(plan_.corpus, key, order_.at(first + static_cast<std::uint64_t>(k))));
    }
    return batch_of(documents, plan_.corpus.tokens());
  }

 private:
  const TopicRunPlan& plan_;
  DocumentOrder order_;
};

sim::TrainingPlan loop_plan(const TopicRunPlan& plan) {
  check(plan);
  sim::TrainingPlan loop;
  loop.root_seed = plan.seed;
  loop.run = plan.run;
  loop.batch = plan.batch;
  sim::TrainingStage stage;
  stage.steps = plan.steps;
  stage.optimiser.kind = plan.rule;
  stage.optimiser.learning_rate = plan.rate;
  loop.stages = {stage};
  loop.evaluate_every = plan.record_every;
  loop.evaluation_size = plan.evaluation_documents;
  if (plan.development.documents > 0) {
    loop.keep_best = {plan.development.every, plan.development.patience};
  }
  return loop;
}

/// The numbers of a record, in the order of its members.
constexpr std::array<const char*, 13> kNumbers{"batch loss",
                                               "value same word",
                                               "value same topic",
                                               "value other topic",
                                               "attention same word",
                                               "attention same topic",
                                               "attention other topic",
                                               "embedding same word",
                                               "embedding same topic",
                                               "embedding other topic",
                                               "value norm",
                                               "key norm",
                                               "query norm"};

TopicRecord record_of(const sim::CurvePoint& point) {
  const std::vector<double>& n = point.numbers;
  return {static_cast<int>(point.step),
          n[0],
          {n[1], n[2], n[3]},
          {n[4], n[5], n[6]},
          {n[7], n[8], n[9]},
          n[10],
          n[11],
          n[12]};
}

}  // namespace

ClassMeans class_means(const TopicParametersOf<double>& model, const Matrix<double>& table) {
  ClassSums sums(model);
  for (Token i = 1; i < model.tokens(); ++i) {
    for (Token j = 1; j < model.tokens(); ++j) sums.add(i, j, table(i, j), 1);
  }
  return sums.means();
}

ClassMeans class_deviations(const TopicParametersOf<double>& model, const Matrix<double>& table) {
  const ClassMeans mean = class_means(model, table);
  const ClassMeans square = class_means(model, table.cwiseProduct(table));
  const auto deviation = [](double of_square, double of_value) {
    return std::sqrt(std::max(0.0, of_square - of_value * of_value));
  };
  return {deviation(square.same_word, mean.same_word),
          deviation(square.same_topic, mean.same_topic),
          deviation(square.different_topic, mean.different_topic)};
}

double attention_on_mask(const TopicRunPlan& plan, const TopicRun& run) {
  const MaskedBatch batch = held_out_batch(plan, plan.evaluation_documents);
  const Matrix<double> scores = token_tables<double>(run.architecture, run.parts).scores;
  double sum = 0;
  double weight = 0;
  for (const BatchQuery& query : batch.queries) {
    if (query.shown == kMaskToken) continue;
    const Eigen::ArrayXd column = scores.col(query.shown).array();
    const Eigen::ArrayXd shares =
        batch.keys.col(query.document).array() * (column - column.maxCoeff()).exp();
    sum += query.weight * shares(kMaskToken) / shares.sum();
    weight += query.weight;
  }
  return sum / weight;
}

ClassMeans attention_by_class(const TopicRunPlan& plan, const Matrix<double>& scores) {
  CorpusPlan corpus = plan.corpus;
  corpus.shortest = corpus.longest = plan.evaluation_length;
  const Token tokens = corpus.model.tokens();
  ClassSums sums(plan.corpus.model);
  for (int document = 0; document < plan.evaluation_documents; ++document) {
    sim::Stream stream({plan.seed, plan.run, sim::Purpose::evaluation_set},
                       static_cast<std::uint64_t>(document));
    Eigen::VectorXd counts = Eigen::VectorXd::Zero(tokens);
    for (const Token word : draw_words(corpus, stream)) counts(word) += 1;
    for (Token query = 1; query < tokens; ++query) {
      if (counts(query) == 0) continue;
      const auto column = scores.col(query).head(tokens).array();
      const Eigen::ArrayXd weights = (column - column.maxCoeff()).exp();
      const double sum = (weights * counts.array()).sum();
      for (Token key = 1; key < tokens; ++key) {
        const double pairs = counts(query) * counts(key);
        sums.add(key, query, pairs * weights(key) / sum, pairs);
      }
    }
  }
  return sums.means();
}

Architecture architecture_of(const TopicRunPlan& plan) {
  const bool released = plan.corpus.mode == DocumentMode::released;
  Architecture architecture;
  architecture.tokens = plan.corpus.tokens();
  architecture.dimension = static_cast<int>(architecture.tokens);
  architecture.loss = plan.loss;
  const bool attends = plan.study == Study::attention || plan.study == Study::joint;
  const bool values = plan.study == Study::value_matrix || plan.study == Study::joint;
  architecture.train(Part::value, values).train(Part::value_bias, values && released);
  architecture.train(Part::key, attends).train(Part::query, attends);
  architecture.train(Part::key_bias, attends && released);
  architecture.train(Part::query_bias, attends && released);
  if (plan.study == Study::embedding) {
    if (plan.embedding_dimension > 0) architecture.dimension = plan.embedding_dimension;
    architecture.tied_decoder = plan.tied_decoder && !released;
    architecture.train(Part::embedding).train(Part::decoder_bias);
    architecture.train(Part::decoder, !architecture.tied_decoder);
  }
  if (released) {
    const bool normalised = plan.normalised_inputs;
    architecture.layer_norm = normalised;
    architecture.train(Part::token_type, normalised).train(Part::norm_gain, normalised);
    architecture.train(Part::norm_shift, normalised).train(Part::decoder_bias);
  }
  return architecture;
}

Parts initial_parts(const TopicRunPlan& plan, const Architecture& architecture) {
  Parts parts = zero_parts(architecture);
  std::vector<Part> maps{Part::embedding, Part::key, Part::query, Part::value, Part::decoder};
  if (plan.start == TopicStart::linear_layer) {
    maps.insert(maps.end(), {Part::key_bias, Part::query_bias, Part::value_bias});
  }
  for (const Part part : maps) {
    if (architecture.trains(part)) fill_uniform(plan, architecture.dimension, part, parts);
  }
  if (!architecture.trains(Part::embedding)) parts[Part::embedding].setIdentity();
  if (!architecture.trains(Part::decoder)) parts[Part::decoder].setIdentity();
  if (plan.study == Study::embedding) parts[Part::value].setIdentity();
  if (plan.study == Study::attention) {
    parts[Part::value].topLeftCorner(plan.frozen_value.rows(), plan.frozen_value.cols()) =
        plan.frozen_value;
  }
  if (architecture.layer_norm) {
    sim::Stream stream({plan.seed, plan.run, sim::Purpose::initial_parameters},
                       static_cast<std::uint64_t>(Part::token_type));
    Matrix<double>& type = parts[Part::token_type];
    for (Eigen::Index i = 0; i < type.size(); ++i) type(i) = stream.next_normal();
  }
  return parts;
}

TopicRunExperiment::TopicRunExperiment(const TopicRunPlan& plan)
    : TopicExperiment(loop_plan(plan), architecture_of(plan),
                      initial_parts(plan, architecture_of(plan))),
      plan_(plan) {
  if (plan.development.documents > 0) {
    development_ = held_out_batch(plan, plan.development.documents);
  }
}

TopicRun TopicRunExperiment::run_of(const sim::Trainer<double>& trainer) const {
  TopicRun run{architecture(), parts_of(trainer.weights()), {}, {}};
  for (const sim::CurvePoint& point : trainer.curve()) run.records.push_back(record_of(point));
  const auto& best = trainer.best();
  if (best.step >= 0) {
    run.best = BestParts{static_cast<int>(best.step), best.loss, parts_of(best.weights)};
  }
  return run;
}

std::string TopicRunExperiment::to_text() const {
  const CorpusPlan& corpus = plan_.corpus;
  const auto& model = corpus.model;
  std::string text = fmt::format(
      "topics {} words {} per document {} mask {} correct {} random {} law {} mode {} "
      "concentration {} length {} to {} documents {}; study {} loss {} start {} noise {} inputs {} "
      "tied {} dimension {} evaluation length {} development {}",
      model.topics(), model.words_per_topic(), model.topics_per_document(), model.mask(),
      model.correct(), model.random(), static_cast<int>(corpus.law), static_cast<int>(corpus.mode),
      corpus.concentration, corpus.shortest, corpus.longest, corpus.documents,
      static_cast<int>(plan_.study), static_cast<int>(plan_.loss), static_cast<int>(plan_.start),
      plan_.noise, plan_.normalised_inputs, plan_.tied_decoder, architecture().dimension,
      plan_.evaluation_length, plan_.development.documents);
  if (plan_.study == Study::attention) {
    const Matrix<double>& value = plan_.frozen_value;
    text +=
        fmt::format(" frozen value {}",
                    sim::signature<double>({value.data(), static_cast<std::size_t>(value.size())}));
  }
  return text;
}

std::unique_ptr<BatchSource> TopicRunExperiment::batches() const {
  return std::make_unique<RunBatches>(plan_);
}

std::vector<std::string> TopicRunExperiment::numbers() const {
  return {kNumbers.begin(), kNumbers.end()};
}

std::vector<double> TopicRunExperiment::evaluate(std::int64_t step, std::span<const double> weights,
                                                 const sim::Crew<double>& crew) const {
  const Parts parts = parts_of(weights);
  const double loss = loss_of<double>(architecture(), parts, batch_of_step(step, crew));
  const TokenTables<double> tables = token_tables<double>(architecture(), parts);
  const Matrix<double> gram = parts[Part::embedding].transpose() * parts[Part::embedding];
  const ClassMeans value = class_means(plan_.corpus.model, tables.outputs);
  const ClassMeans attention = attention_by_class(plan_, tables.scores);
  const ClassMeans embedding = class_means(plan_.corpus.model, gram);
  return {loss,
          value.same_word,
          value.same_topic,
          value.different_topic,
          attention.same_word,
          attention.same_topic,
          attention.different_topic,
          embedding.same_word,
          embedding.same_topic,
          embedding.different_topic,
          parts[Part::value].norm(),
          parts[Part::key].norm(),
          parts[Part::query].norm()};
}

double TopicRunExperiment::development_loss(std::span<const double> weights,
                                            const sim::Crew<double>&) const {
  return loss_of<double>(architecture(), parts_of(weights), *development_);
}

TopicRun train(const TopicRunPlan& plan) {
  const TopicRunExperiment experiment(plan);
  sim::Trainer<double> trainer(experiment);
  trainer.advance(plan.steps);
  return experiment.run_of(trainer);
}

}  // namespace lemmascope::topic
