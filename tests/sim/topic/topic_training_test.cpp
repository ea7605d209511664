#include "sim/topic/topic_training.hpp"

#include <gtest/gtest.h>

#include <Eigen/Cholesky>
#include <cmath>

#include "theory/numeric/require.hpp"
#include "theory/topic/finite_length.hpp"
#include "theory/topic/value_matrix.hpp"

namespace lemmascope::sim {
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
  // of what it reaches.
  for (std::uint32_t run = 0; run < 3; ++run) {
    TopicRunPlan plan{.corpus = {.model = TopicParametersOf<double>(10, 10, 2, 0.15, 0.1, 0.1),
                                 .law = DocumentLaw::latent_dirichlet}};
    plan.run = run;
    plan.steps = 300;
    plan.record_every = 50;
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
    EXPECT_TRUE(ordered) << "run " << run;
  }
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

TEST(EmpiricalOptimum, IsTheFiniteLengthOneAndNotTheLimitOne) {
  const topic::TopicParameters exact(3, 2, 2, Rational(3, 20), Rational(1, 10), Rational(1, 10));
  CorpusPlan corpus{.model = topic::in_arithmetic<double>(exact)};
  constexpr int kLength = 40;
  corpus.shortest = corpus.longest = kLength;
  const MaskedBatch batch = draw_batch(corpus, {20240222, 0, Purpose::training_batch}, 0, 60000);
  Matrix<double> second = Matrix<double>::Zero(7, 7);
  Matrix<double> cross = Matrix<double>::Zero(7, 7);
  for (const BatchQuery& query : batch.queries) {
    const Eigen::VectorXd shown = batch.keys.col(query.document) / kLength;
    second += query.weight * shown * shown.transpose();
    for (const auto& [label, weight] : query.labels) cross.row(label) += weight * shown.transpose();
  }
  const Matrix<double> fitted = second.ldlt().solve(cross.transpose()).transpose();
  const auto as_double = [&](const topic::BlockValues<Rational>& blocks) {
    return Matrix<double>(topic::block_matrix(exact, blocks).unaryExpr(&to_double));
  };
  const double to_finite =
      (fitted - as_double(topic::finite_length_value_matrix(exact, kLength))).norm();
  const double to_limit = (fitted - as_double(topic::limit_value_matrix(exact))).norm();
  EXPECT_LT(to_finite, to_limit / 2);
}

TEST(StageTwo, PrefersTheTopicOverOtherTopics) {
  TopicRunPlan plan{.corpus = {.model = TopicParametersOf<double>(4, 3, 2, 0.15, 0.1, 0.1)}};
  plan.study = Study::attention;
  plan.steps = 400;
  plan.record_every = 200;
  plan.frozen_value =
      topic::block_matrix(plan.corpus.model, topic::limit_value_matrix(plan.corpus.model));
  const TopicRecord last = train(plan).records.back();
  EXPECT_GT(last.attention.same_topic, 2 * last.attention.different_topic);
  EXPECT_GT(last.attention.same_word, 2 * last.attention.different_topic);
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
}  // namespace lemmascope::sim
