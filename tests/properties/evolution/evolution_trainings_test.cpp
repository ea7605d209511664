// Trainings and reproductions of the paper: what is read off curves, and what is refused.
#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "properties/catalogue/training.hpp"
#include "properties/evolution/phase_figure.hpp"
#include "sim/evolution/minimal_training.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::evolution {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;

MinimalExperiment<double> tiny(std::uint32_t run) {
  MinimalPlan plan;
  plan.of.law.length = 12;
  plan.of.steps = 40;
  plan.of.evaluate_every = 2;
  plan.of.evaluation_sequences = 64;
  plan.of.optimiser.learning_rate = 0.05;
  plan.of.run = run;
  return MinimalExperiment<double>(plan);
}

PhaseFigure two_seeds(std::vector<PublishedReading> published) {
  PhaseFigure figure;
  figure.trainings.id = "tiny";
  figure.trainings.title = "tiny";
  figure.trainings.number = "test KL";
  figure.drawn = {"test KL", "KL from bigrams"};
  for (std::uint32_t run = 0; run < 2; ++run) figure.add("minimal model", run, tiny(run));
  figure.lines = lines_of(tiny(0).evaluation());
  figure.published = std::move(published);
  return figure;
}

TEST(PhaseFigures, JudgeAgreementByTheSpreadOfSeedsAndOfReading) {
  const auto found =
      reproduce_phases(two_seeds({{"minimal model", "test KL", Reading::last, 0.2, 0.005, "here"},
                                  {"minimal model", "test KL", Reading::least, 9, 0.005, "here"},
                                  {"minimal model", "v2", Reading::rise, 0.0, 0.005, "here"},
                                  {"no such model", "test KL", Reading::last, 0.2, 0.005, "here"}}),
                       {});
  const json data = found->data();
  std::vector<double> last;
  double least = 9;
  for (const json& run : data.at("runs")) {
    const json& curve = run.at("curve");
    EXPECT_EQ(curve.size(), 21u);
    last.push_back(curve.back().at("test_KL").get<double>());
    double smallest = 9;  // of the first three of 21 points: an eighth
    for (std::size_t k = 0; k < 3; ++k) {
      smallest = std::min(smallest, curve[k].at("test_KL").get<double>());
    }
    least = least == 9 ? smallest : (least + smallest) / 2;
  }
  const json& numbers = data.at("numbers");
  const double mean = (last[0] + last[1]) / 2, half = std::abs(last[0] - last[1]) / 2;
  EXPECT_DOUBLE_EQ(numbers[0].at("ours").get<double>(), mean);
  EXPECT_DOUBLE_EQ(numbers[0].at("deviation").get<double>(), half * std::sqrt(2.0));
  // Variances: 2 half^2 of one training, half of it of our mean, and that of reading.
  EXPECT_DOUBLE_EQ(numbers[0].at("error").get<double>(),
                   std::sqrt(3 * half * half + 0.005 * 0.005));
  EXPECT_DOUBLE_EQ(numbers[1].at("ours").get<double>(), least);
  EXPECT_EQ(numbers[1].at("agrees"), false);
  EXPECT_TRUE(numbers[3].at("ours").is_null());
  EXPECT_EQ(found->figures().size(), 2u);  // the first seed, and the table
  EXPECT_THAT(found->summary().back(), HasSubstr("not reached"));
}

std::string refused(const char* training, const compute::OptionValues& values) {
  try {
    catalogue::training_named(training).item.run(values, {});
  } catch (const PreconditionError& error) {
    return error.what();
  }
  return "";
}

TEST(EvolutionTrainings, RefuseWhatIsTooLargeWithItsEstimate) {
  EXPECT_THAT(refused("evolution/attention",
                      {{"length", {"1024"}}, {"steps", {"1000000"}}, {"batch", {"4096"}}}),
              HasSubstr("operations"));
  EXPECT_THAT(
      refused("evolution/attention",
              {{"length", {"1024"}}, {"layers", {"8"}}, {"heads", {"8"}}, {"steps", {"1"}}}),
      HasSubstr("GB"));
  EXPECT_THAT(refused("evolution/minimal", {{"chains", {"mixture"}}}), HasSubstr("two states"));
}

TEST(EvolutionTrainings, HaveTheNumbersOfTheirExperiments) {
  const auto run = catalogue::training_named("evolution/minimal")
                       .item.run({{"length", {"10"}}, {"steps", {"4"}}, {"sequences", {"32"}}}, {});
  ASSERT_NE(run, nullptr);
  EXPECT_TRUE(run->finished());
  EXPECT_TRUE(run->values().contains("KL_from_bigrams"));
  EXPECT_EQ(run->figures("x").size(), 3u);
}

TEST(EvolutionReproductions, ShowTheFirstTwoStepsExactly) {
  const auto figure = catalogue::reproduction_named("evolution/fig6").item.run({}, {});
  const json data = figure->data();
  EXPECT_LT(std::abs(data.at("v2")[1].get<double>() - 0.03591263872196272), 1e-14);
  EXPECT_EQ(data.at("v1").size(), 100u);
}

}  // namespace
}  // namespace lemmascope::evolution
