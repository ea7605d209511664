#include "properties/templates/trained_encoders.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "properties/catalogue/training.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::templates {
namespace {

using statistics::BoundedShare;
using statistics::SeenShare;
using statistics::TrialKey;

TemplatePlan short_plan(bool identity) {
  TemplatePlan plan = copying_plan(16, identity);
  plan.steps = 40;
  plan.evaluation_size = 200;
  return plan;
}

TEST(TrainedEncoders, AreCountedStringByString) {
  const TrialKey key{7, 3};
  const TemplatePlan with = short_plan(true), without = short_plan(false);
  const SeenShare one = right_at_least(with, kOnUnseen, 0.5).seen(key);
  const SeenShare other = right_at_most(without, kOnUnseen, 0.5).seen(key);
  const SeenShare first = ahead(with, without, kOnUnseen).seen(key);
  const SeenShare second = ahead(without, with, kOnUnseen).seen(key);
  EXPECT_EQ(one.of, 200);
  EXPECT_EQ(other.of, 200);
  // What one alone answers, less what the other alone does, is what it answers more.
  EXPECT_EQ(first.of, second.of);
  EXPECT_EQ(first.count + second.count, first.of);
  EXPECT_EQ(first.count - second.count, one.count - other.count);
  EXPECT_GT(first.of, 0);
}

TEST(TrainedEncoders, SeenAndUnseenSymbolsAreCountedApart) {
  TemplatePlan plan = short_plan(false);
  plan.steps = 300;
  const TrialKey key{7, 3};
  EXPECT_GT(right_at_least(plan, kOnSeen, 0.5).seen(key).count,
            right_at_least(plan, kOnUnseen, 0.5).seen(key).count);
}

TEST(StringsTraining, ShowsBothKindsOfSymbolsAndRefusesHeadsThatDoNotDivideTheWidth) {
  const auto& training = catalogue::training_named("templates/strings").item;
  const compute::OptionValues values{{"steps", {"4"}}, {"batch", {"16"}}, {"symbols", {"5"}},
                                     {"width", {"8"}}, {"hidden", {"8"}}, {"identity", {"both"}}};
  const auto run = training.run(values, {});
  ASSERT_NE(run, nullptr);
  EXPECT_TRUE(run->finished());
  const auto figures = run->figures("train");
  ASSERT_EQ(figures.size(), 2u);
  EXPECT_EQ(figures.at(1).at("series").size(), 2u);
  compute::OptionValues odd = values;
  odd["heads"] = {"3"};
  EXPECT_THROW(training.run(odd, {}), PreconditionError);
  compute::OptionValues few = values;
  few["symbols"] = {"1"};
  EXPECT_THROW(training.run(few, {}), PreconditionError);
}

TEST(Reproductions, TrainEveryCombination) {
  for (const auto& [name, expected] :
       {std::pair{"templates/identity", 4}, {"templates/copying", 8}}) {
    int count = 0;
    catalogue::RunOptions how;
    how.watch = [&count](const catalogue::TrainingProgress& p) {
      count = p.count;
      return false;
    };
    const auto stopped = catalogue::reproduction_named(name).item.run({{"quick", {"true"}}}, how);
    EXPECT_EQ(count, expected);
    EXPECT_FALSE(stopped->finished());
  }
}

}  // namespace
}  // namespace lemmascope::templates
