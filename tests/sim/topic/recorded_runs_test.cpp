#include "sim/topic/recorded_runs.hpp"

#include <gmock/gmock.h>

#include <set>

#include "theory/numeric/require.hpp"

namespace lemmascope::topic {
namespace {

TEST(RecordedRuns, HaveNamesOfTheirOwnAndRecordsAtTheirSteps) {
  std::set<std::string> names;
  for (const RecordedRun& run : recorded_runs()) {
    EXPECT_TRUE(names.insert(run.name).second) << run.name;
    for (const RecordedRow& row : run.rows) {
      EXPECT_LE(row.step, run.plan.steps) << run.name;
      EXPECT_EQ(row.step % run.plan.record_every, 0) << run.name << ": no row to stand beside";
    }
  }
}

TEST(RecordedRuns, AreOnTheDataOfTheAuthors) {
  for (const RecordedRun& run : recorded_runs()) {
    const CorpusPlan& corpus = run.plan.corpus;
    EXPECT_EQ(corpus.law, DocumentLaw::latent_dirichlet);
    EXPECT_EQ(corpus.concentration, 0.1);
    EXPECT_EQ(corpus.model.topics(), 10);
    EXPECT_EQ(corpus.model.words_per_topic(), 10);
    EXPECT_EQ(corpus.shortest, 100);
    EXPECT_EQ(corpus.longest, 150);
    EXPECT_EQ(corpus.model.mask(), 0.15);
    EXPECT_EQ(run.plan.batch, 40);
    // With special tokens the vocabulary has 104 ids.
    EXPECT_EQ(corpus.tokens(), corpus.mode == DocumentMode::released ? 104 : 101);
  }
}

TEST(RecordedRuns, RefuseAnUnknownNameWithTheKnownOnes) {
  try {
    recorded_run("stage-three");
    FAIL() << "found a run that is not there";
  } catch (const PreconditionError& error) {
    EXPECT_THAT(error.what(), ::testing::HasSubstr("'stage-three'; known: two-stages"));
  }
}

TEST(ColumnStatistics, ReadColumnsAndNotRows) {
  const TopicParametersOf<double> model(2, 1, 1, 0.15, 0.1, 0.1);
  Matrix<double> value(3, 3);
  value << 0, 0, 0,  //
      0, 3, 8,       //
      0, 0, 6;
  const ColumnStatistics found = column_statistics(model, value);
  EXPECT_EQ(found.dot.same_word, (9 + 100) / 2.0);
  EXPECT_EQ(found.dot.different_topic, 24);
  EXPECT_EQ(found.dot_deviation.same_word, 45.5);
  EXPECT_EQ(found.cosine.different_topic, 24 / 30.0);
}

TEST(StageTwoAtFullSize, TurnsToTheTopicFromTheFirstStepsOn) {
  // The beginning of the recorded training; `lemmascope compute topic-training` runs all of it.
  TopicRunPlan plan = recorded_run("stage-two").plan;
  plan.steps = plan.record_every = 60;
  plan.evaluation_documents = 100;
  const TopicRecord last = train(plan).records.back();
  EXPECT_GT(last.attention.same_topic, 1.1 * last.attention.different_topic);
  EXPECT_GT(last.attention.same_word, 1.1 * last.attention.different_topic);
}

TEST(EndNumbers, AreThoseOfTheStudy) {
  RecordedRun run = recorded_run("stage-two-blocks-squared");
  run.plan.steps = 0;
  auto numbers = end_numbers(run, run.plan, train(run.plan));
  ASSERT_EQ(numbers.size(), 1U);
  EXPECT_EQ(numbers[0].earlier, "0.907");
  run = recorded_run("released");
  run.plan.steps = 0;
  run.plan.development.documents = 10;
  numbers = end_numbers(run, run.plan, train(run.plan));
  const auto named = [&](const std::string& what) {
    for (const EndNumber& number : numbers) {
      if (number.what == what) return number;
    }
    return EndNumber{"", 0};
  };
  EXPECT_EQ(named("step of the best parameters").ours, 0);
  EXPECT_EQ(named("column dot, same topic").authors, "7.336");
  // At the start every entry is U(-1/sqrt d, 1/sqrt d) with d = 104: a squared column has mean 1/3
  // and lies in [0, 1].
  for (const char* token : {"PAD", "MASK", "START", "END"}) {
    const double norm = named(std::string("squared column norm, ") + token).ours;
    EXPECT_GT(norm, 0.15) << token;
    EXPECT_LT(norm, 0.55) << token;
  }
}

}  // namespace
}  // namespace lemmascope::topic
