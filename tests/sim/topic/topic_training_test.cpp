#include "sim/topic/topic_training.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "sim/topic/least_squares.hpp"
#include "sim/topic/recorded_runs.hpp"
#include "theory/numeric/require.hpp"
#include "theory/topic/finite_length.hpp"
#include "theory/topic/value_matrix.hpp"

namespace lemmascope::topic {
namespace {

TopicRunPlan small_plan() {
  TopicRunPlan plan{.corpus = {.model = TopicParametersOf<double>(4, 3, 2, 0.15, 0.1, 0.1)}};
  plan.corpus.shortest = plan.corpus.longest = 60;
  plan.batch = 20;
  plan.steps = 50;
  plan.record_every = 25;
  plan.evaluation_documents = 50;
  return plan;
}

TEST(TopicTraining, GivesTheSameRunForTheSamePlan) {
  const TopicRun first = train(small_plan());
  const TopicRun second = train(small_plan());
  for (int k = 0; k < kParts; ++k) EXPECT_EQ(first.parts.matrices[k], second.parts.matrices[k]);
  TopicRunPlan other = small_plan();
  other.run = 1;
  EXPECT_NE(first.parts[Part::value], train(other).parts[Part::value]);
}

TEST(TopicTraining, LeavesFrozenPartsAlone) {
  TopicRunPlan plan = small_plan();
  plan.study = Study::value_matrix;
  const TopicRun run = train(plan);
  EXPECT_EQ(run.parts[Part::key], Matrix<double>::Zero(13, 13));
  EXPECT_EQ(run.parts[Part::embedding], Matrix<double>::Identity(13, 13));
  for (const TopicRecord& record : run.records) {
    // Uniform attention: every pair has weight one over the length, up to the rounding of a mean.
    EXPECT_LE(std::abs(record.attention.same_topic * 100 - 1), 1e4 * std::ldexp(1.0, -53));
    EXPECT_LE(std::abs(record.attention.different_topic * 100 - 1), 1e4 * std::ldexp(1.0, -53));
  }
}

TEST(TopicTraining, NamesTheBrokenPrecondition) {
  TopicRunPlan plan = small_plan();
  plan.batch = 0;
  EXPECT_THROW(train(plan), PreconditionError);
  plan = small_plan();
  plan.study = Study::attention;
  EXPECT_THROW(train(plan), PreconditionError);
}

TEST(JointTraining, LearnsTheValueMatrixBeforeTopicAttention) {
  // The two stages are an order, not an end state: there is a step by which the value matrix has
  // nine tenths of its gap 1/(q v) while attention still differs from uniform by less than a tenth
  // of what it reaches. At the authors' size; topic/value-matrix-before-attention repeats it.
  TopicRunPlan plan = recorded_run("two-stages").plan;
  plan.steps = 300;
  plan.evaluation_documents = 100;
  const TopicRun joint = train(plan);
  const auto attention_gap = [](const TopicRecord& record) {
    return record.attention.same_topic - record.attention.different_topic;
  };
  const double last_gap = attention_gap(joint.records.back());
  const double value_gap = 1 / (plan.corpus.model.true_share() * 10);
  EXPECT_GT(last_gap, 0.001);
  bool ordered = false;
  for (const TopicRecord& record : joint.records) {
    const double learnt = record.value.same_topic - record.value.different_topic;
    ordered = ordered || (learnt > 0.9 * value_gap && attention_gap(record) < 0.1 * last_gap);
  }
  EXPECT_TRUE(ordered);
}

TEST(JointTraining, ByDescentWithCrossEntropyShowsStageOneAlone) {
  TopicRunPlan plan = recorded_run("two-stages-descent").plan;
  plan.steps = plan.record_every = 100;
  plan.evaluation_documents = 100;
  const TopicRecord last = train(plan).records.back();
  EXPECT_GT(last.value.same_topic, last.value.different_topic + 0.1);
  // Uniform to the five decimals of the record.
  EXPECT_LT(std::abs(last.attention.same_topic - 0.01), 0.5e-5);
  EXPECT_LT(std::abs(last.attention.different_topic - 0.01), 0.5e-5);
  EXPECT_LT(last.key_norm, 0.06);
  EXPECT_GT(last.value_norm, 5);
}

TEST(JointTraining, EndsByCopyingTheShownWord) {
  // The third phase: attention collapses onto the same word, same-topic attention falls back below
  // uniform and the diagonal of the value matrix grows. It contradicts the two-stage picture as an
  // end state.
  TopicRunPlan plan = small_plan();
  plan.steps = 3500;
  plan.record_every = 500;
  const TopicRun run = train(plan);
  const TopicRecord& early = run.records[1];
  const TopicRecord& late = run.records.back();
  EXPECT_GT(early.attention.same_topic, 0.014);
  EXPECT_LT(late.attention.same_topic, 0.005);
  EXPECT_GT(late.attention.same_word, 0.04);
  EXPECT_GT(late.value.same_word, 2 * early.value.same_word);
}

TEST(LeastSquaresValueMatrix, HasNoGradientLeft) {
  const CorpusPlan corpus = small_plan().corpus;
  const MaskedBatch batch = draw_batch(corpus, {3, 0, sim::Purpose::training_batch}, 0, 400);
  TopicRunPlan plan = small_plan();
  plan.study = Study::value_matrix;
  const Architecture architecture = architecture_of(plan);
  Parts parts = initial_parts(plan, architecture);
  parts[Part::value] = least_squares_value_matrix(batch);
  const Matrix<double> left = differentiate(architecture, parts, batch).gradient[Part::value];
  parts[Part::value].setZero();
  const Matrix<double> at_zero = differentiate(architecture, parts, batch).gradient[Part::value];
  // Rounding in a solve with a condition number below 1e4 (topic contrast s against the spread of
  // a word's count): a residual below 1e4 * 2^-53 of the right-hand side, with room for 13 columns.
  EXPECT_LE(left.norm(), 13 * 1e4 * std::ldexp(1.0, -53) * at_zero.norm());
}

TEST(EmpiricalOptimum, IsTheFiniteLengthOneAndNotTheLimitOne) {
  const TopicParameters exact(3, 2, 2, Rational(3, 20), Rational(1, 10), Rational(1, 10));
  CorpusPlan corpus{.model = in_arithmetic<double>(exact)};
  constexpr int kLength = 40;
  corpus.shortest = corpus.longest = kLength;
  const MaskedBatch batch =
      draw_batch(corpus, {20240222, 0, sim::Purpose::training_batch}, 0, 60000);
  const Matrix<double> fitted = least_squares_value_matrix(batch);
  const auto as_double = [&](const BlockValues<Rational>& blocks) {
    return Matrix<double>(block_matrix(exact, blocks).unaryExpr(&to_double));
  };
  const double to_finite = (fitted - as_double(finite_length_value_matrix(exact, kLength))).norm();
  const double to_limit = (fitted - as_double(limit_value_matrix(exact))).norm();
  EXPECT_LT(to_finite, to_limit / 2);
}

TEST(StageTwo, PrefersTheTopicOverOtherTopics) {
  TopicRunPlan plan{.corpus = {.model = TopicParametersOf<double>(4, 3, 2, 0.15, 0.1, 0.1)}};
  plan.study = Study::attention;
  plan.steps = 400;
  plan.record_every = 200;
  plan.frozen_value = block_matrix(plan.corpus.model, limit_value_matrix(plan.corpus.model));
  const TopicRecord last = train(plan).records.back();
  EXPECT_GT(last.attention.same_topic, 2 * last.attention.different_topic);
  EXPECT_GT(last.attention.same_word, 2 * last.attention.different_topic);
}

TopicRunPlan attention_plan(const Matrix<double>& value) {
  TopicRunPlan plan{.corpus = {.model = TopicParametersOf<double>(4, 5, 2, 0.15, 0.1, 0.1)}};
  plan.study = Study::attention;
  plan.rate = 0.01;
  plan.steps = 200;
  plan.record_every = 200;
  plan.evaluation_documents = 50;
  plan.frozen_value = value;
  return plan;
}

TEST(StageTwo, TurnsToMaskOnBlocksThatAreTooLarge) {
  BlockValues<double> blocks;
  blocks.same_word = blocks.same_topic = 1;
  const TopicRunPlan plan =
      attention_plan(block_matrix(TopicParametersOf<double>(4, 5, 2, 0.15, 0.1, 0.1), blocks));
  const TopicRun run = train(plan);
  const TopicRecord& last = run.records.back();
  EXPECT_GT(attention_on_mask(plan, run), 0.7);
  EXPECT_LT(last.attention.same_topic, 1.05 * last.attention.different_topic);
  EXPECT_LT(last.attention.different_topic, 1.05 * last.attention.same_topic);
}

TEST(StageTwo, LearnsTheTopicFromBlocksWithCrossEntropyAndUnselectedKeys) {
  BlockValues<double> blocks;
  blocks.same_word = blocks.same_topic = 1;
  TopicRunPlan plan =
      attention_plan(block_matrix(TopicParametersOf<double>(4, 5, 2, 0.15, 0.1, 0.1), blocks));
  plan.loss = TopicLoss::cross_entropy;
  plan.corpus.mode = DocumentMode::unselected_keys;
  plan.steps = 300;
  const TopicRun run = train(plan);
  const TopicRecord& last = run.records.back();
  EXPECT_GT(last.attention.same_topic, 2 * last.attention.different_topic);
  EXPECT_EQ(attention_on_mask(plan, run), 0);  // [MASK] stands at selected positions only
}

TEST(AttentionOnMask, LeavesMaskQueriesOut) {
  TopicRunPlan plan = small_plan();
  plan.steps = 0;
  plan.noise = 0;
  TopicRun run = train(plan);
  // Words attend to [MASK] alone and [MASK] to words alone: key biases are not trained here, so the
  // scores are put into W_Q with W_K = sqrt(d) I. A document without [MASK] is rarer than 1 in
  // 1000.
  run.parts[Part::key] = Matrix<double>::Identity(13, 13) * std::sqrt(13.0);
  run.parts[Part::query].setZero();
  run.parts[Part::query].row(0).setConstant(50);
  run.parts[Part::query](0, 0) = -50;
  EXPECT_GT(attention_on_mask(plan, run), 0.95);
}

TEST(AttentionByClass, IsTheMeanOverPairsOfPositions) {
  TopicRunPlan plan = small_plan();
  plan.run = 3;
  plan.evaluation_documents = 4;
  plan.evaluation_length = 15;
  Matrix<double> scores(13, 13);
  for (Eigen::Index k = 0; k < scores.size(); ++k) scores(k) = std::sin(1.9 * double(k));
  CorpusPlan corpus = plan.corpus;
  corpus.shortest = corpus.longest = plan.evaluation_length;
  double sum[3] = {}, count[3] = {};
  for (std::uint64_t document = 0; document < 4; ++document) {
    sim::Stream stream({plan.seed, plan.run, sim::Purpose::evaluation_set}, document);
    const auto words = draw_words(corpus, stream);
    for (const Token query : words) {
      double normaliser = 0;
      for (const Token key : words) normaliser += std::exp(scores(key, query));
      for (const Token key : words) {
        const bool topic = corpus.model.topic_of(key) == corpus.model.topic_of(query);
        const int k = key == query ? 0 : topic ? 1 : 2;
        sum[k] += std::exp(scores(key, query)) / normaliser;
        count[k] += 1;
      }
    }
  }
  const ClassMeans found = attention_by_class(plan, scores);
  // Sums of at most 4 * 15 * 15 shares below one, in two orders.
  const double bound = 2 * 900 * std::ldexp(1.0, -53);
  EXPECT_LE(std::abs(found.same_word - sum[0] / count[0]), bound);
  EXPECT_LE(std::abs(found.same_topic - sum[1] / count[1]), bound);
  EXPECT_LE(std::abs(found.different_topic - sum[2] / count[2]), bound);
}

TEST(EvaluationDocuments, DifferBetweenRunsOfOneSeed) {
  TopicRunPlan plan = small_plan();
  plan.steps = 0;
  const TopicRun run = train(plan);
  Matrix<double> scores(13, 13);
  for (Eigen::Index k = 0; k < scores.size(); ++k) scores(k) = std::sin(1.9 * double(k));
  TopicRunPlan other = plan;
  other.run = plan.run + 1;
  EXPECT_NE(attention_by_class(plan, scores).same_topic,
            attention_by_class(other, scores).same_topic);
  EXPECT_NE(attention_on_mask(plan, run), attention_on_mask(other, run));
  EXPECT_EQ(attention_on_mask(plan, run), attention_on_mask(plan, run));
}

TEST(AttentionOnMask, IsTheShareOfMaskTokensAtUniformAttention) {
  TopicRunPlan plan = small_plan();
  plan.steps = 0;
  plan.noise = 0;
  plan.evaluation_documents = 400;
  // 400 documents of 60 positions, each [MASK] with probability mu. A document counts once for each
  // of its about 2 selected positions that show a word, so Hoeffding is taken over documents.
  const double radius = std::sqrt(std::log(1e9) / (2 * 400.0));
  const double mu = plan.corpus.model.mask_share();
  const double found = attention_on_mask(plan, train(plan));
  EXPECT_LE(std::abs(found - mu), radius);
  EXPECT_GT(found, 0);
}

TEST(ClassDeviations, AreThoseOfTheEntries) {
  const TopicParametersOf<double> model(2, 2, 1, 0.15, 0.1, 0.1);
  Matrix<double> table = Matrix<double>::Zero(5, 5);
  // Diagonal 1, 3, 1, 3: mean 2, deviation 1. Within topics 4 throughout; between topics 0 and 6.
  table.diagonal() << 99, 1, 3, 1, 3;
  table(1, 2) = table(2, 1) = table(3, 4) = table(4, 3) = 4;
  table.block(1, 3, 2, 2).setConstant(6);
  const ClassMeans mean = class_means(model, table);
  EXPECT_EQ(mean.same_word, 2);
  EXPECT_EQ(mean.same_topic, 4);
  EXPECT_EQ(mean.different_topic, 3);
  const ClassMeans deviation = class_deviations(model, table);
  EXPECT_EQ(deviation.same_word, 1);
  EXPECT_EQ(deviation.same_topic, 0);
  EXPECT_EQ(deviation.different_topic, 3);
}

TEST(Development, KeepsTheBestPartsAndStopsWhenTheyAreOld) {
  TopicRunPlan plan = small_plan();
  plan.study = Study::value_matrix;
  plan.rate = 3;  // far too large: the loss only grows after the start
  plan.steps = 60;
  plan.record_every = 60;
  plan.development = {40, 5, 20};
  const TopicRun run = train(plan);
  ASSERT_TRUE(run.best.has_value());
  EXPECT_EQ(run.best->step, 0);
  EXPECT_EQ(run.best->parts[Part::value], initial_parts(plan, run.architecture)[Part::value]);
  EXPECT_EQ(run.records.back().step, 25);  // the first evaluation more than 20 steps later
  plan.rate = 0.01;
  const TopicRun good = train(plan);
  EXPECT_GT(good.best->step, 0);
  EXPECT_LT(good.best->loss, run.best->loss);
  EXPECT_EQ(good.records.back().step, 60);
}

TEST(TopicStart, OfALinearLayerIsSymmetricWithBiases) {
  TopicRunPlan plan = small_plan();
  plan.corpus.mode = DocumentMode::released;
  plan.start = TopicStart::linear_layer;
  const Architecture architecture = architecture_of(plan);
  const Parts parts = initial_parts(plan, architecture);
  const double most = 1 / std::sqrt(16.0);
  for (const Part part : {Part::value, Part::value_bias, Part::key, Part::key_bias}) {
    EXPECT_LE(parts[part].cwiseAbs().maxCoeff(), most);
    EXPECT_LT(parts[part].minCoeff(), 0);
    EXPECT_GT(parts[part].maxCoeff(), 0);
  }
  // 256 uniform entries: Hoeffding for the mean of u^2 in [0, most^2], expectation most^2 / 3.
  const double mean_square = parts[Part::value].squaredNorm() / 256;
  EXPECT_LE(std::abs(mean_square / (most * most) - 1.0 / 3), std::sqrt(std::log(1e9) / 512));
}

/// The names of the parts that a study trains.
std::string trained_parts(Study study, DocumentMode mode) {
  TopicRunPlan plan = small_plan();
  plan.study = study;
  plan.corpus.mode = mode;
  const Architecture architecture = architecture_of(plan);
  std::string names;
  for (int k = 0; k < kParts; ++k) {
    if (architecture.trained[k]) names += " " + std::string(to_text(static_cast<Part>(k)));
  }
  return names;
}

TEST(Study, TrainsWhatTheAuthorsExperimentTrains) {
  EXPECT_EQ(trained_parts(Study::value_matrix, DocumentMode::theory), " value");
  EXPECT_EQ(trained_parts(Study::attention, DocumentMode::theory), " key query");
  EXPECT_EQ(trained_parts(Study::joint, DocumentMode::theory), " key query value");
  EXPECT_EQ(trained_parts(Study::embedding, DocumentMode::theory), " embedding decoder_bias");
  EXPECT_EQ(trained_parts(Study::value_matrix, DocumentMode::released),
            " token_type norm_gain norm_shift value value_bias decoder_bias");
  EXPECT_EQ(trained_parts(Study::attention, DocumentMode::released),
            " token_type norm_gain norm_shift key key_bias query query_bias decoder_bias");
  EXPECT_EQ(trained_parts(Study::embedding, DocumentMode::released),
            " embedding token_type norm_gain norm_shift decoder decoder_bias");
}

TEST(ReleasedMode, CanHaveTrueOneHotInputs) {
  TopicRunPlan plan = small_plan();
  plan.corpus.mode = DocumentMode::released;
  plan.normalised_inputs = false;
  const Architecture architecture = architecture_of(plan);
  EXPECT_FALSE(architecture.layer_norm);
  EXPECT_FALSE(architecture.trains(Part::token_type));
  EXPECT_TRUE(architecture.trains(Part::value_bias));
  const auto tables = token_tables<double>(architecture, initial_parts(plan, architecture));
  EXPECT_EQ(tables.inputs, Matrix<double>::Identity(16, 16));
}

TEST(EmbeddingStudy, GivesLargerInnerProductsWithinATopic) {
  TopicRunPlan plan{.corpus = {.model = TopicParametersOf<double>(4, 3, 2, 0.15, 0.1, 0.1)}};
  plan.study = Study::embedding;
  plan.steps = 400;
  plan.record_every = 400;
  for (const bool tied : {true, false}) {
    plan.tied_decoder = tied;
    plan.embedding_dimension = 8;
    const TopicRecord last = train(plan).records.back();
    EXPECT_GT(last.embedding.same_topic, last.embedding.different_topic) << tied;
  }
}

TEST(ReleasedMode, LearnsABlockValueMatrixToo) {
  TopicRunPlan plan{.corpus = {.model = TopicParametersOf<double>(4, 3, 2, 0.15, 0.1, 0.1),
                               .law = DocumentLaw::latent_dirichlet,
                               .mode = DocumentMode::released}};
  plan.corpus.documents = 2000;
  plan.study = Study::value_matrix;
  plan.loss = TopicLoss::cross_entropy;
  plan.rate = 0.01;
  plan.steps = 500;
  plan.record_every = 500;
  const TopicRun run = train(plan);
  EXPECT_GT(run.records.back().value.same_topic, run.records.back().value.different_topic + 0.1);
  EXPECT_LT(run.records.back().loss, run.records.front().loss);
}

}  // namespace
}  // namespace lemmascope::topic
