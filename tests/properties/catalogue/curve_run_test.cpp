#include "properties/catalogue/curve_run.hpp"

#include <gmock/gmock.h>
#include <unistd.h>

#include <nlohmann/json.hpp>

#include "sim/train/trainer.hpp"
#include "tests/sim/train/line_fit.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::catalogue {
namespace {

sim::LineFit<double> line(std::uint64_t seed) {
  sim::TrainingPlan plan;
  plan.root_seed = seed;
  plan.batch = 10;
  plan.evaluate_every = 8;
  plan.evaluation_size = 20;
  plan.stages = {{20, {.learning_rate = 0.1}, {}}};
  return sim::LineFit<double>(plan);
}

CurveReproduction two_lines() {
  CurveReproduction figure{"fig1", "Slopes", "slope"};
  figure.add("first", line(1));
  figure.add("second", line(2));
  figure.published = {{"second", "slope", 3, "Table 1"}};
  return figure;
}

TEST(RunExperiment, ShowsTheCurveOfTheTraining) {
  const auto fit = line(1);
  sim::Trainer<double> alone(fit);
  alone.advance(20);
  const auto run = run_experiment("line", fit, {}, {{"slope", "Slope", "slope", {"slope"}}});
  EXPECT_TRUE(run->finished());
  const auto figure = run->figures("train").at(0);
  EXPECT_EQ(figure.at("id"), "train/slope");
  EXPECT_EQ(figure.at("series").at(0).at("y").back(), alone.curve().back().numbers[1]);
  EXPECT_EQ(run->data().at("curve").back().at("slope"), alone.curve().back().numbers[1]);
}

TEST(RunExperiment, RefusesAFigureOfAnUnknownNumberBeforeItTrains) {
  RunOptions how;
  bool began = false;
  how.begin = [&began] { began = true; };
  EXPECT_THROW(run_experiment("line", line(1), how, {{"x", "X", "x", {"no such number"}}}),
               PreconditionError);
  EXPECT_FALSE(began);
}

TEST(RunExperiment, HasNothingToShowWhenStoppedAtOnce) {
  sim::StopFlag stop;
  raise(stop);
  RunOptions how;
  how.stop = &stop;
  EXPECT_EQ(run_experiment("line", line(1), how, {}), nullptr);
}

TEST(ReproduceExperiments, PutsEveryPublishedNumberBesideItsOwnTraining) {
  const auto result = reproduce_experiments(two_lines(), {});
  EXPECT_TRUE(result->finished());
  const auto data = result->data();
  EXPECT_EQ(data.at("runs").at(0).at("name"), "first");
  EXPECT_EQ(data.at("numbers").at(0).at("ours"), data["runs"][1]["curve"].back().at("slope"));
  EXPECT_NE(data["runs"][0]["curve"].back().at("slope"), data["numbers"][0]["ours"]);
  const auto figures = result->figures();
  EXPECT_EQ(figures.at(0).at("series").size(), 2u);
  EXPECT_EQ(figures.at(1).at("kind"), "table");
}

TEST(ReproduceExperiments, ContinuesWhereItWasStoppedToTheSameNumbers) {
  const auto folder =
      std::filesystem::temp_directory_path() / ("lemmascope_curve_run_" + std::to_string(getpid()));
  RunOptions how;
  how.checkpoint = folder;
  how.watch = [](const TrainingProgress& p) { return p.index == 0 || p.progress.step < 5; };
  const auto stopped = reproduce_experiments(two_lines(), how);
  EXPECT_FALSE(stopped->finished());
  EXPECT_TRUE(stopped->data()["numbers"][0]["ours"].is_null());
  how.watch = {};
  const auto continued = reproduce_experiments(two_lines(), how);
  EXPECT_EQ(continued->data(), reproduce_experiments(two_lines(), {})->data());
  std::filesystem::remove_all(folder);
}

TEST(ReproduceExperiments, RefusesAPublishedNumberOfNoTraining) {
  CurveReproduction figure = two_lines();
  figure.published[0].run = "third";
  EXPECT_THROW(reproduce_experiments(figure, {}), PreconditionError);
  figure.published[0] = {"first", "no such number", 3, ""};
  EXPECT_THROW(reproduce_experiments(figure, {}), PreconditionError);
}

}  // namespace
}  // namespace lemmascope::catalogue
