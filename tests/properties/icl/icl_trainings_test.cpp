// Trainings and reproductions of the paper, small or stopped.
#include <gmock/gmock.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "properties/catalogue/training.hpp"
#include "properties/icl/small_trainings.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::icl {
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

TEST(AttentionTraining, ShowsItsLossBesideTheBestDescent) {
  const auto& training = catalogue::training_named("icl/attention").item;
  const auto one = training.run(kSmall, {});
  ASSERT_NE(one, nullptr);
  EXPECT_TRUE(one->finished());
  EXPECT_EQ(one->figures("train").size(), 4u);
  EXPECT_TRUE(one->data().at("curve").back().contains("descent_loss"));
  // Three layers that transform inputs: no exact optimum is known.
  const auto three = training.run(with(kSmall, "layers", "3"), {});
  EXPECT_FALSE(three->data().at("curve").back().contains("descent_loss"));
  const auto plain = training.run(with(with(kSmall, "layers", "3"), "inputs-change", "no"), {});
  EXPECT_TRUE(plain->data().at("curve").back().contains("descent_loss"));
  const auto loop = training.run(with(with(kSmall, "layers", "3"), "weights", "looped"), {});
  EXPECT_TRUE(loop->data().at("curve").back().contains("gamma_1"));
  EXPECT_FALSE(loop->data().at("curve").back().contains("gamma_2"));
  EXPECT_EQ(training.run(with(kSmall, "heads", "2"), {})->figures("train").size(), 1u);
}

TEST(AttentionTraining, RefusesWhatIsTooLargeOrDoesNotFit) {
  const auto& training = catalogue::training_named("icl/attention").item;
  EXPECT_THAT(refusal(training, with(with(with(kSmall, "steps", "1000000"), "batch", "65536"),
                                     "dimension", "64")),
              HasSubstr("multiply-adds"));
  EXPECT_THAT(refusal(training, with(kSmall, "batch", "40")), HasSubstr("whole sixteens"));
}

TEST(SoftmaxTraining, ShowsItsLoss) {
  const auto& training = catalogue::training_named("icl/softmax").item;
  const auto run = training.run(kSmall, {});
  ASSERT_NE(run, nullptr);
  EXPECT_EQ(run->figures("train").size(), 1u);
  EXPECT_THAT(refusal(training, with(with(with(with(kSmall, "steps", "1000000"), "batch", "65536"),
                                          "context", "4096"),
                                     "heads", "16")),
              HasSubstr("multiply-adds"));
}

/// Stopped at the first step, each says so and how many trainings it would have had.
TEST(IclReproductions, StopWhenAsked) {
  for (const auto& [name, trainings] :
       {std::pair{"one-layer", 5}, {"looped-layers", 12}, {"deep", 3}, {"softmax", 2}}) {
    const auto& figure = catalogue::reproduction_named(std::string("icl/") + name).item;
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
    EXPECT_EQ(stopped->data().at("quick"), false);
  }
}

TEST(SmallTrainings, AreTheSameForEveryClaimThatAsks) {
  const statistics::TrialKey key{1, 7};
  const auto first = train_small(Network::one_layer, key);
  EXPECT_EQ(first, train_small(Network::one_layer, key));
  EXPECT_NE(first, train_small(Network::one_layer, {1, 8}));
  // Beside its own descent again: the same tasks, the same losses.
  const Comparison again = beside_another(Network::one_layer, key, best_for(Network::one_layer));
  EXPECT_EQ(again.loss, first->beside.loss);
  EXPECT_EQ(again.descent_loss, first->beside.descent_loss);
}

}  // namespace
}  // namespace lemmascope::icl
