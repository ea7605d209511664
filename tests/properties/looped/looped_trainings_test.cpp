// Trainings and reproductions of the paper, small or stopped.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "properties/catalogue/training.hpp"
#include "properties/looped/trained_loops.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::looped {
namespace {

using compute::OptionValues;
using ::testing::HasSubstr;

OptionValues with(OptionValues values, const std::string& name, const std::string& value) {
  values[name] = {value};
  return values;
}

const OptionValues kSmall{
    {"steps", {"4"}}, {"batch", {"16"}}, {"dimension", {"2"}}, {"context", {"3"}}};

std::string refusal(const catalogue::Training& training, const OptionValues& values) {
  try {
    training.run(values, {});
  } catch (const PreconditionError& error) {
    return error.what();
  }
  return "";
}

TEST(LoopTraining, ShowsLossesAndTheShapeOfItsWeights) {
  const auto& training = catalogue::training_named("looped/loop").item;
  const auto run = training.run(with(kSmall, "test-loops", "3"), {});
  ASSERT_NE(run, nullptr);
  EXPECT_EQ(run->figures("train").size(), 2u);
  const auto last = run->data().at("curve").back();
  EXPECT_TRUE(last.contains("loss_of_3_loops"));
  EXPECT_TRUE(last.contains("loss_at_other_covariance"));
  EXPECT_TRUE(last.contains("turn"));
  const auto deep = training.run(with(with(kSmall, "weights", "untied"), "other-spread", "1"), {});
  EXPECT_FALSE(deep->data().at("curve").back().contains("loss_at_other_covariance"));
}

TEST(LoopTraining, RefusesWhatIsTooLargeOrDoesNotFit) {
  const auto& training = catalogue::training_named("looped/loop").item;
  EXPECT_THAT(refusal(training, with(with(with(with(kSmall, "steps", "1000000"), "batch", "65536"),
                                          "dimension", "64"),
                                     "context", "4096")),
              HasSubstr("multiply-adds"));
  EXPECT_THAT(refusal(training, with(with(kSmall, "weights", "untied"), "test-loops", "2")),
              HasSubstr("all loops share"));
}

TEST(LoopedReproductions, StopWhenAsked) {
  for (const auto& [name, trainings] :
       {std::pair{"test-loops", 2}, {"weights", 3}, {"deep-model", 8}, {"turned", 12}}) {
    const auto& figure = catalogue::reproduction_named(std::string("looped/") + name).item;
    int count = 0;
    catalogue::RunOptions how;
    how.watch = [&count](const catalogue::TrainingProgress& p) {
      count = p.count;
      return false;
    };
    const auto stopped = figure.run({}, how);
    EXPECT_EQ(count, trainings) << name;
    EXPECT_FALSE(stopped->finished());
    EXPECT_EQ(stopped->data().at("figure"), name);
  }
}

TEST(TrainedLoop, HasTheExactLossOfItsWeights) {
  const auto loop = train_loop(20, {1, 7});
  EXPECT_EQ(loop, train_loop(20, {1, 7}));
  EXPECT_EQ(matrix_of(loop->coordinates), loop->a);
  EXPECT_EQ(loop->loss(2), loss_by_factor(loop->a, 20, 2));
  const Rational cost = (loop->u.transpose() * bias_form_by_factor(loop->a, 20, 2) * loop->u)(0);
  EXPECT_EQ(loop->loss_with_bias(), loop->loss(2) + cost);
  EXPECT_GE(cost, 0);
}

}  // namespace
}  // namespace lemmascope::looped
