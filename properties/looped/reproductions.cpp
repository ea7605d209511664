// The paper's curves, trained again beside exact losses: loops at test time, weights that approach
// the inverse covariance, a looped layer beside a deep model, and weights that turn.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "properties/catalogue/trained_figure.hpp"
#include "properties/compute/usual_options.hpp"
#include "properties/looped/trainings.hpp"
#include "sim/looped/loop_experiment.hpp"
#include "theory/looped/full_loss.hpp"
#include "theory/looped/isotropic.hpp"

namespace lemmascope::looped {
namespace {

using catalogue::FigureParts;
using catalogue::FigureTrainings;
using catalogue::Series;
using catalogue::TrainedNetwork;
using compute::OptionValues;
using nlohmann::json;

std::vector<compute::Option> options() {
  return {{.name = "quick",
           .kind = compute::OptionKind::flag,
           .help = "a twentieth of the steps: nothing is shown"},
          compute::seed_option("20240222")};
}

struct Asked {
  bool quick;
  std::uint64_t seed;
};
Asked asked(const OptionValues& given) {
  const OptionValues values = compute::with_defaults(options(), given);
  return {compute::flag_of(values, "quick"), compute::seed_of(values)};
}

LoopTraining plan_of(const Asked& what, const LoopSizes& sizes, std::int64_t steps) {
  LoopTraining plan;
  plan.sizes = sizes;
  plan.steps = what.quick ? steps / 20 : steps;
  plan.evaluate_every = std::max<std::int64_t>(1, plan.steps / 20);
  plan.evaluation_tasks = what.quick ? 1024 : 8192;
  plan.rate = 5e-3;
  plan.clip = 10;
  plan.seed = what.seed;
  return plan;
}

double middle(const Interval& x) { return to_double(Rational(x.middle())); }

// ---- loops at test time -------------------------------------------------------------------------

/// Losses of T loops of trained weights and, exactly, of the best multiple of I.
void add_test_loops(const LoopExperiment<double>& experiment, const TrainedNetwork& network,
                    std::vector<Series>& series, FigureParts& parts) {
  const LoopSizes& s = experiment.loop_training().sizes;
  Series trained{fmt::format("trained with {} loops", s.loops), {}, {}};
  Series exact{fmt::format("best multiple of I for {} loops, exact", s.loops), {}, {}};
  for (int t = 1; t <= 12; ++t) {
    trained.x.push_back(t);
    trained.y.push_back(experiment.loss_of(network.weights, t, {}));
    exact.x.push_back(t);
    exact.y.push_back(middle(loss_at_test({s.dimension, s.context, s.loops}, t)));
    if (t != s.loops && t != 12) continue;
    parts.numbers.push_back({fmt::format("loss of {} loops, trained with {}", t, s.loops),
                             trained.y.back(), 0, "", ""});
    parts.numbers.push_back(
        {fmt::format("the same, best multiple of I for {} loops, exact", s.loops), exact.y.back(),
         0, "", ""});
  }
  series.push_back(std::move(trained));
  series.push_back(std::move(exact));
}

std::unique_ptr<catalogue::ReproducedFigure> test_loops(const OptionValues& given,
                                                        const catalogue::RunOptions& how) {
  const Asked what = asked(given);
  FigureTrainings trainings("test-loops", what.quick, 2, how);
  FigureParts parts;
  std::vector<Series> series;
  for (const int loops : {2, 5}) {
    LoopTraining plan = plan_of(what, {10, 40, loops, true}, 2000);
    plan.other_scales = geometric_scales(10, 4);
    const LoopExperiment<double> experiment(plan);
    const auto* network = trainings.train(fmt::format("{} loops", loops), experiment);
    if (network == nullptr) return figure_of(trainings, std::move(parts));
    add_test_loops(experiment, *network, series, parts);
    Series other{fmt::format("trained with {} loops, covariance of spread 4", loops), {}, {}};
    for (int t = 1; t <= 12; ++t) {
      other.x.push_back(t);
      other.y.push_back(experiment.loss_of(network->weights, t, plan.other_scales));
    }
    series.push_back(std::move(other));
  }
  parts.figures.push_back(catalogue::series_figure(
      "test-loops/loss", "More loops at test time than in training",
      "d = 10, n = 40; a covariance with eigenvalues from 1/2 to 2 beside the identity", "loops",
      "mean squared error", series, true));
  parts.remarks = {
      "The paper was read in a summary: it says that models trained with 2 or 5 loops keep "
      "improving "
      "with more, and prints no numbers there.",
      "In expectation further loops end by hurting: rare tasks diverge (see "
      "looped/more-loops-always-help). Means over tasks need not show them."};
  return figure_of(trainings, std::move(parts));
}

// ---- A approaches the inverse covariance --------------------------------------------------------

std::unique_ptr<catalogue::ReproducedFigure> weights(const OptionValues& given,
                                                     const catalogue::RunOptions& how) {
  const Asked what = asked(given);
  FigureTrainings trainings("weights", what.quick, 3, how);
  FigureParts parts;
  std::vector<Series> diagonals, asymmetries;
  for (const int context : {5, 20, 80}) {
    const auto* network =
        trainings.train(fmt::format("n = {}", context),
                        LoopExperiment<double>(plan_of(what, {10, context, 2, true}, 3000)));
    if (network == nullptr) return figure_of(trainings, std::move(parts));
    const std::string name = fmt::format("n = {}", context);
    diagonals.push_back(series_of(*network, "diagonal", name));
    asymmetries.push_back(series_of(*network, "asymmetry", name + ", symmetric part"));
    asymmetries.push_back(series_of(*network, "turn", name + ", antisymmetric part"));
    const auto best = best_isotropic({10, context, 2});
    parts.numbers.push_back({"mean diagonal of A, " + name, network->last("diagonal"), 0, "", ""});
    parts.numbers.push_back({"best multiple of I, exact, " + name,
                             middle(regression::enclosure_of(best.at)), 0, "", ""});
    parts.numbers.push_back({"excess over that multiple on the same tasks, " + name,
                             network->last("test loss") / network->last("isotropic loss") - 1, 0,
                             "", ""});
    parts.numbers.push_back({"largest entry of u, " + name, network->last("bias"), 0, "", ""});
  }
  parts.figures.push_back(catalogue::series_figure("weights/diagonal", "The mean diagonal of A",
                                                   "d = 10, two loops, covariance I, from zero",
                                                   "step", "mean of the diagonal", diagonals));
  parts.figures.push_back(catalogue::series_figure(
      "weights/shape", "What is left of A beside a multiple of I",
      "Frobenius norm of the symmetric part, and that of the antisymmetric one over sqrt 2", "step",
      "norm", asymmetries));
  parts.remarks = {
      "The paper's figures show A approaching I, also with fewer examples than entries (n = 5); "
      "the "
      "best multiple of I is exact and is I for infinitely many examples alone.",
      "Best weights need not be symmetric (see looped/turned-weights-are-best): a negative excess "
      "over the best multiple of I is not noise alone."};
  return figure_of(trainings, std::move(parts));
}

// ---- a looped layer beside a deep model ---------------------------------------------------------

std::unique_ptr<catalogue::ReproducedFigure> deep(const OptionValues& given,
                                                  const catalogue::RunOptions& how) {
  const Asked what = asked(given);
  FigureTrainings trainings("deep-model", what.quick, 8, how);
  FigureParts parts;
  Series looped{"looped, trained", {}, {}}, apart{"deep, trained", {}, {}};
  Series exact{"best multiple of I, exact", {}, {}};
  for (const int loops : {1, 2, 4, 8}) {
    for (const bool tied : {true, false}) {
      LoopTraining plan = plan_of(what, {10, 40, loops, tied}, 2000);
      plan.rate = loops < 8 ? 5e-3 : 2e-3;
      const auto* network = trainings.train(fmt::format("{} {}", loops, tied ? "loops" : "layers"),
                                            LoopExperiment<double>(plan));
      if (network == nullptr) return figure_of(trainings, std::move(parts));
      Series& series = tied ? looped : apart;
      series.x.push_back(loops);
      series.y.push_back(network->last("test loss"));
      parts.numbers.push_back({fmt::format("loss of {} {}", loops, tied ? "loops" : "layers"),
                               series.y.back(), 0, "", ""});
    }
    exact.x.push_back(loops);
    exact.y.push_back(middle(best_isotropic({10, 40, loops}).value));
  }
  parts.figures.push_back(
      catalogue::series_figure("deep-model/loss", "One layer looped L times beside L layers",
                               "d = 10, n = 40, the same tasks", "loops or layers",
                               "mean squared error", {looped, apart, exact}, true));
  parts.remarks = {
      "The paper says that they are about equal, without numbers in the summary read."};
  return figure_of(trainings, std::move(parts));
}

// ---- weights that turn --------------------------------------------------------------------------

/// Mean of a number of some trainings, with its standard error.
catalogue::NumberBeside mean_of(const std::vector<const TrainedNetwork*>& networks,
                                const std::string& number, std::string what, double exact) {
  const auto n = static_cast<double>(networks.size());
  double mean = 0, squares = 0;
  for (const TrainedNetwork* network : networks) mean += network->last(number) / n;
  for (const TrainedNetwork* network : networks) {
    const double apart = network->last(number) - mean;
    squares += apart * apart;
  }
  return {std::move(what), mean, n > 1 ? std::sqrt(squares / (n * (n - 1))) : 0,
          fmt::format("{:.9f}", exact), "the minimiser over all A, certified"};
}

std::unique_ptr<catalogue::ReproducedFigure> turned(const OptionValues& given,
                                                    const catalogue::RunOptions& how) {
  const Asked what = asked(given);
  const int runs = what.quick ? 1 : 3;
  FigureTrainings trainings("turned", what.quick, 4 * runs, how);
  FigureParts parts;
  std::vector<Series> series;
  for (const int context : {10, 20, 50, 200}) {
    LoopTraining plan = plan_of(what, {2, context, 2, true}, 4000);
    plan.rate = 1e-2;
    plan.decays = true;
    plan.start = 0.5;
    plan.noise = 0.05;
    const std::string name = fmt::format("n = {}", context);
    std::vector<const TrainedNetwork*> networks;
    for (int run = 0; run < runs; ++run) {
      plan.run = static_cast<std::uint32_t>(run);
      const auto* network =
          trainings.train(fmt::format("{}, run {}", name, run + 1), LoopExperiment<double>(plan));
      if (network == nullptr) return figure_of(trainings, std::move(parts));
      networks.push_back(network);
    }
    series.push_back(series_of(*networks.front(), "turn", name));
    const FullMinimum least = full_minimum(context, 2);
    parts.numbers.push_back(mean_of(networks, "turn", "b, trained, " + name, middle(least.b)));
    parts.numbers.push_back(mean_of(networks, "diagonal", "a, trained, " + name, middle(least.a)));
  }
  parts.figures.push_back(catalogue::series_figure(
      "turned/b", "The antisymmetric part of trained weights",
      "d = 2, two loops, A = a I + b J at the minimum; the first training for each n", "step", "b",
      series));
  parts.remarks = {
      "Not in the paper: its Theorem 3.2 leaves an antisymmetric part of the order of n^(-1/2) "
      "open, "
      "and trained weights have it once there are 15 examples or more.",
      "Errors are those of the mean of three trainings, each of which ends at a distance of its "
      "own; "
      "b is a length, so that noise alone makes it positive where the minimiser is symmetric."};
  return figure_of(trainings, std::move(parts));
}

catalogue::Reproduction reproduction(std::string name, std::string title, std::string shows,
                                     decltype(catalogue::Reproduction::run) run) {
  return {.name = std::move(name),
          .title = std::move(title),
          .shows = std::move(shows),
          .options = options(),
          .run = run};
}

}  // namespace

std::vector<catalogue::Reproduction> every_reproduction() {
  return {reproduction("test-loops", "more loops at test time",
                       "2 and 5 loops in training: losses of 1 to 12, another covariance too",
                       test_loops),
          reproduction("weights", "weights approach the inverse covariance",
                       "d = 10, n = 5, 20, 80: diagonal and what is left of A", weights),
          reproduction("deep-model", "a looped layer beside a deep model",
                       "1 to 8 loops beside as many layers: loss", deep),
          reproduction("turned", "trained weights that are not symmetric",
                       "d = 2, n = 10 to 200: b beside the certified minimiser", turned)};
}

}  // namespace lemmascope::looped
