#include "properties/lego/trained_networks.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "properties/catalogue/training.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::lego {
namespace {

using claim::Verdict;

/// A network that has learnt nothing: of two answers each is right about half of the time.
ChainPlan untrained() {
  ChainPlan plan = three_clauses_plan(Attention::hard_coded);
  plan.steps = 1;
  plan.evaluation_size = 1024;
  return plan;
}

claim::CheckResult checked(const std::vector<ShareBound>& bounds) {
  return networks_check({"check", untrained(), bounds}).run(claim::RunContext{});
}

TEST(TrainedNetworks, AreJudgedByTheWorstOfTheirBounds) {
  // At an error rate of 1e-8 and 1024 sentences the limits are about 0.09 either side of the share.
  EXPECT_EQ(checked({accuracy_at_most(3, 0.7), accuracy_at_least(3, 0.3)}).verdict, Verdict::holds);
  EXPECT_EQ(checked({accuracy_at_most(3, 0.7), accuracy_at_least(3, 0.5)}).verdict,
            Verdict::undecided);
  const auto refuted =
      checked({accuracy_at_least(3, 0.5), accuracy_at_least(3, 0.3), accuracy_at_least(3, 0.7)});
  EXPECT_EQ(refuted.verdict, Verdict::refuted);
  EXPECT_NE(refuted.reason.find("training 0, x3 right"), std::string::npos) << refuted.reason;
}

TEST(TrainedNetworks, SplitTheErrorRateAmongTrainingsAndBounds) {
  claim::RunContext context;
  context.profile = claim::Profile::pr;
  const auto result =
      networks_check({"check", untrained(), {accuracy_at_most(3, 0.7), accuracy_at_least(3, 0.3)}})
          .run(context);
  EXPECT_EQ(result.tried, 4);
  const auto& measured = *result.measured;
  EXPECT_EQ(measured.at("shares").size(), 4u);  // two bounds of one share have one entry
  EXPECT_DOUBLE_EQ(measured.at("error_rate_of_each").get<double>() * 8,
                   measured.at("error_rate").get<double>());
}

TEST(TrainedNetworks, CompareVariablesWhereOneIsRight) {
  const ShareBound bound = ahead(2, 3);
  Outcomes all;
  all.clauses = 3;
  all.right = {1, 1, 0, 1, 0, 1, 1, 1, 1};  // x2 alone, x3 alone, both
  all.branch_right = {0, 0, 1};
  EXPECT_TRUE(bound.asked(all, 0));
  EXPECT_TRUE(bound.happens(all, 0));
  EXPECT_TRUE(bound.asked(all, 1));
  EXPECT_FALSE(bound.happens(all, 1));
  EXPECT_FALSE(bound.asked(all, 2));
  const ShareBound chains = chains_ahead_of_branches();
  EXPECT_FALSE(chains.asked(all, 0));  // wrong on both
  EXPECT_TRUE(chains.asked(all, 1));
  EXPECT_TRUE(chains.happens(all, 1));
  EXPECT_FALSE(chains.asked(all, 2));
}

TEST(SentencesTraining, ShowsEveryVariableAndRefusesHeadsThatDoNotDivideTheWidth) {
  const auto& training = catalogue::training_named("lego/sentences").item;
  const compute::OptionValues values{{"steps", {"4"}},     {"batch", {"16"}}, {"clauses", {"3"}},
                                     {"width", {"8"}},     {"hidden", {"8"}}, {"layers", {"1"}},
                                     {"supervised", {"2"}}};
  const auto run = training.run(values, {});
  ASSERT_NE(run, nullptr);
  EXPECT_TRUE(run->finished());
  const auto figures = run->figures("train");
  ASSERT_EQ(figures.size(), 3u);
  EXPECT_EQ(figures.at(1).at("series").size(), 3u);  // x1, x2, x3
  compute::OptionValues odd = values;
  odd["heads"] = {"3"};
  EXPECT_THROW(training.run(odd, {}), PreconditionError);
}

TEST(ShortcutReproduction, TrainsBothGroupsWithBothKindsOfAttention) {
  const auto& figure = catalogue::reproduction_named("lego/shortcut").item;
  int count = 0;
  catalogue::RunOptions how;
  how.watch = [&count](const catalogue::TrainingProgress& p) {
    count = p.count;
    return false;
  };
  const auto stopped = figure.run({{"quick", {"true"}}}, how);
  EXPECT_EQ(count, 4);
  EXPECT_FALSE(stopped->finished());
  EXPECT_EQ(stopped->data().at("figure"), "shortcut-quick");
}

}  // namespace
}  // namespace lemmascope::lego
