// Trainings and reproductions as the program meets them.
#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "properties/catalogue/training.hpp"
#include "properties/ngram/repeated_runs.hpp"
#include "properties/ngram/training_options.hpp"
#include "sim/train/trainer.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::ngram {
namespace {

const compute::OptionValues kSmall{
    {"prompts", {"40"}}, {"validation", {"10"}}, {"length", {"20"}}, {"steps", {"6"}}};

compute::OptionValues with(std::initializer_list<std::pair<const char*, const char*>> changes) {
  compute::OptionValues values = kSmall;
  for (const auto& [name, value] : changes) values[name] = {value};
  return values;
}

TEST(NgramTrainings, ShowLossSelectorCopiersAndClassifier) {
  for (const char* name : {"ngram/simplified", "ngram/full"}) {
    const auto run = catalogue::training_named(name).item.run(kSmall, {});
    ASSERT_NE(run, nullptr);
    EXPECT_TRUE(run->finished());
    const auto figures = run->figures("train");
    ASSERT_EQ(figures.size(), 4u);
    EXPECT_EQ(figures.at(1).at("series").size(), 7u);  // sets of at most two of three heads
  }
}

TEST(NgramTrainings, ReadStagesStepsAndRatesTogether) {
  const NgramPlan plan =
      plan_of(with({{"stages", "C,W,a"}, {"steps", "2,3,4"}, {"rate", "1,100000,1/2"}}), false);
  ASSERT_EQ(plan.stages.size(), 3u);
  EXPECT_EQ(plan.stages[1].blocks, std::vector<std::string>{"w"});
  EXPECT_EQ(plan.stages[1].steps, 3);
  EXPECT_EQ(plan.stages[1].rate, 1e5);
  EXPECT_EQ(plan.stages[2].rate, 0.5);
  EXPECT_EQ(plan_of(with({{"stages", "CW,a"}}), false).stages[0].blocks,
            (std::vector<std::string>{"c", "w"}));
  EXPECT_THROW(plan_of(with({{"stages", "C,W,a"}, {"steps", "2,3"}}), false), PreconditionError);
  for (const char* stages : {"", "C,,a", "CC", "X"}) {
    EXPECT_THROW(compute::read_options(training_options(false), "simplified",
                                       {{"stages", stages, "--stages"}}),
                 PreconditionError)
        << stages;
  }
}

TEST(NgramTrainings, RefuseWhatIsTooLargeWithItsEstimate) {
  try {
    plan_of({{"prompts", {"1000000"}}, {"length", {"100000"}}}, false);
    FAIL() << "not refused";
  } catch (const PreconditionError& error) {
    EXPECT_NE(std::string(error.what()).find("--most-memory"), std::string::npos) << error.what();
  }
  EXPECT_THROW(plan_of({{"steps", {"100000000"}}}, false), PreconditionError);
  EXPECT_NO_THROW(plan_of({{"steps", {"50000"}}}, false));
}

TEST(Agreement, IsThatOfOneMoreDataSet) {
  EXPECT_FALSE(agreement({1}, 2).agrees);
  // Mean 2, deviation 1, three data sets: error sqrt(4/3), and 4.303 of it at 95 % (Student, two
  // degrees of freedom).
  const Agreement near = agreement({1, 2, 3}, 2 + 4.302 * std::sqrt(4.0 / 3));
  EXPECT_DOUBLE_EQ(near.mean, 2);
  EXPECT_DOUBLE_EQ(near.error.value(), std::sqrt(4.0 / 3));
  EXPECT_TRUE(near.agrees.value());
  EXPECT_FALSE(agreement({1, 2, 3}, 2 + 4.304 * std::sqrt(4.0 / 3)).agrees.value());
}

TEST(NgramReproductions, StopWhenAskedAndSayWhatWasTrained) {
  for (const auto& [name, count] :
       {std::pair{"ngram/joint", 6}, std::pair{"ngram/stages", 2}, std::pair{"ngram/full", 6}}) {
    int seen = 0;
    catalogue::RunOptions how;
    how.watch = [&seen](const catalogue::TrainingProgress& p) {
      seen = p.count;
      return false;
    };
    const auto stopped = catalogue::reproduction_named(name).item.run({{"quick", {"true"}}}, how);
    EXPECT_EQ(seen, count) << name;
    EXPECT_FALSE(stopped->finished());
    EXPECT_TRUE(stopped->data().at("quick").get<bool>());
    EXPECT_EQ(stopped->data().at("runs").size(), 1u);
  }
}

TEST(RepeatedRuns, PutPublishedNumbersBesideOursOfEveryDataSet) {
  NgramPlan plan = authors_plan();
  plan.prompts = 30;
  plan.validation_prompts = 5;
  plan.stages = {{{}, 20, 1}};
  plan.evaluate_every = 10;
  RepeatedFigure figure;
  figure.id = "small";
  figure.title = "small";
  figure.trainings = {{"run", plan, 3, 2}};
  figure.published = {{"run", "a", 2, 0.1, "nowhere"},
                      {"run", "train loss", 20, 5, "nowhere"},
                      {"run", "a", 7, 1, "a step without an evaluation"}};
  const auto found = repeat(figure, {});
  EXPECT_TRUE(found->finished());
  const auto data = found->data();
  EXPECT_EQ(data.at("runs").size(), 4u);
  ASSERT_EQ(data.at("numbers").size(), 2u);
  EXPECT_EQ(data.at("numbers").at(0).at("data_sets"), 2);
  EXPECT_FALSE(data.at("numbers").at(1).at("agrees").get<bool>());
  EXPECT_EQ(found->figures().size(), 5u);  // the table and four curves
}

}  // namespace
}  // namespace lemmascope::ngram
