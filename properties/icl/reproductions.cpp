// The paper's comparisons of trained layers with gradient descent, trained again: every number
// stands beside the authors' or the exact one, with agreement computed from its error.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "properties/catalogue/trained_figure.hpp"
#include "properties/compute/usual_options.hpp"
#include "properties/icl/trainings.hpp"
#include "sim/icl/attention_experiment.hpp"
#include "sim/icl/roll_out.hpp"
#include "theory/icl/rare_tasks.hpp"
#include "theory/regression/real_roots.hpp"

namespace lemmascope::icl {
namespace {

using catalogue::FigureParts;
using catalogue::FigureTrainings;
using catalogue::NumberBeside;
using catalogue::Series;
using catalogue::TrainedNetwork;
using compute::OptionValues;
using nlohmann::json;

constexpr const char* kText = "the paper's text";
constexpr const char* kExact = "exact";

std::vector<compute::Option> options() {
  return {{.name = "quick",
           .kind = compute::OptionKind::flag,
           .help = "a twentieth of the steps, one training each: nothing is shown"},
          compute::seed_option("20240222")};
}

/// What is asked for, and how much of it.
struct Asked {
  bool quick;
  std::uint64_t seed;
  std::int64_t steps(std::int64_t full) const { return quick ? full / 20 : full; }
  int runs(int full) const { return quick ? 1 : full; }
};
Asked asked(const OptionValues& given) {
  const OptionValues values = compute::with_defaults(options(), given);
  return {compute::flag_of(values, "quick"), compute::seed_of(values)};
}

/// The authors' setting: ten entries uniform on [-1/2, 1/2].
Setting setting_of(int context) { return {{10, context}, regression::uniform_law(Rational(1, 2))}; }

AttentionPlan plan_of(const Asked& what, const Setting& setting, int layers, bool looped,
                      bool transforms, std::int64_t steps) {
  AttentionPlan plan;
  plan.setting = setting;
  plan.layers = layers;
  plan.looped = looped;
  plan.transforms = transforms;
  plan.steps = what.steps(steps);
  plan.evaluate_every = std::max<std::int64_t>(1, plan.steps / 20);
  plan.rate = layers < 3 ? 1e-3 : 5e-4;
  plan.evaluation_tasks = what.quick ? 1024 : 8192;
  plan.seed = what.seed;
  plan.beside = best_descent(setting, layers, looped, transforms);
  return plan;
}

/// Mean and standard deviation over trainings; a single one has no deviation.
struct Spread {
  double mean = 0, deviation = 0;
  std::size_t count = 0;
  double error() const { return count > 1 ? deviation / std::sqrt(static_cast<double>(count)) : 0; }
};
Spread spread(const std::vector<double>& values) {
  Spread all;
  all.count = values.size();
  for (const double v : values) all.mean += v / static_cast<double>(values.size());
  for (const double v : values) all.deviation += (v - all.mean) * (v - all.mean);
  if (values.size() > 1) {
    all.deviation = std::sqrt(all.deviation / static_cast<double>(values.size() - 1));
  }
  return all;
}

Spread last_of(const std::vector<const TrainedNetwork*>& networks, const std::string& number) {
  std::vector<double> values;
  for (const TrainedNetwork* network : networks) values.push_back(network->last(number));
  return spread(values);
}

double value(const Polynomial& polynomial, double x) {
  return to_double(evaluate(polynomial, Rational(x)));
}

// ---- one layer ----------------------------------------------------------------------------------

/// Losses at other scales of the inputs: an exact curve beside trained weights on the same tasks
/// for both.
void add_input_scales(const AttentionExperiment<double>& experiment, const TrainedNetwork& network,
                      FigureParts& parts) {
  const AttentionPlan& plan = experiment.attention_plan();
  const double step = plan.beside->layers[0].step;
  Series exact{"best step, exact", {}, {}}, trained{"trained layer", {}, {}};
  for (const Rational& alpha : {Rational(1, 4), Rational(1, 2), Rational(3, 4), Rational(1),
                                Rational(5, 4), Rational(3, 2), Rational(2)}) {
    const double expected = value(scaled_half_loss(plan.setting, 1, alpha), step);
    const Comparison found = experiment.compared(network.weights, to_double(alpha));
    // The descent's exact loss corrects what this sample of tasks does to both.
    const double ours = expected + found.loss - found.descent_loss;
    exact.x.push_back(to_double(alpha));
    exact.y.push_back(expected);
    trained.x.push_back(to_double(alpha));
    trained.y.push_back(ours);
    if (alpha != Rational(1, 2) && alpha != 1) continue;
    parts.numbers.push_back({fmt::format("loss, inputs times {}", to_text(alpha)), ours,
                             found.standard_error, fmt::format("{:.9f}", expected), kExact});
  }
  parts.figures.push_back(catalogue::series_figure(
      "one-layer/input-scale", "Inputs of another size at test time",
      "trained and best step on the same tasks; the exact loss is (5/12) a^2 (1 - (100/99) a^2 + "
      "(50/99) a^4)",
      "inputs times a", "half mean squared error", {exact, trained}, true));
}

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

std::string rounded(double value) {
  return std::isfinite(value) ? fmt::format("{:.3g}", value) : "overflows";
}

/// A lower bound on the expected half-loss of the best step, applied so often.
double expected_at_least(const Setting& setting, double damping, int steps) {
  const Rational step = Rational(damping) * best_one_step_rate(setting) / setting.shape.context;
  return to_double(roll_out_at_least(
      setting, rare_tasks(setting, telling_sum(setting, step, steps)), step, steps));
}

/// The rule applied again and again, medians and means over a fixed set of tasks.
void add_roll_out(const Asked& what, const AttentionExperiment<double>& experiment,
                  const TrainedNetwork& network, FigureParts& parts) {
  const AttentionPlan& plan = experiment.attention_plan();
  const sim::TaskSetting tasks{
      plan.setting.shape.dimension, plan.setting.shape.context, plan.setting.law, {}, {}};
  const sim::StreamKey key{plan.seed, plan.run, sim::Purpose::probe};
  sim::LinearAttention<double> model(experiment.sizes());
  model.prepare(network.weights.data());
  const std::vector<double> descent = products_of<double>(*plan.beside, experiment.sizes());
  std::vector<Series> series;
  json rows = json::array();
  for (const double damping : {1.0, 0.75, 0.5}) {
    for (const bool trained : {true, false}) {
      const auto losses = roll_out_losses(trained ? model.products() : descent, experiment.sizes(),
                                          tasks, damping, 50, key, what.quick ? 256 : 10000);
      Series middle{
          fmt::format("{}, damping {}", trained ? "trained" : "best step", damping), {}, {}};
      for (std::size_t t = 0; t < losses.size(); ++t) {
        middle.x.push_back(static_cast<double>(t + 1));
        middle.y.push_back(median(losses[t]));
      }
      double mean = 0;
      for (const double loss : losses.back()) {
        mean += loss / static_cast<double>(losses.back().size());
      }
      const double largest = *std::max_element(losses.back().begin(), losses.back().end());
      rows.push_back(
          {middle.name, fmt::format("{:.4g}", middle.y.back()), rounded(mean), rounded(largest),
           trained ? "" : fmt::format("{:.2g}", expected_at_least(plan.setting, damping, 50))});
      series.push_back(std::move(middle));
    }
  }
  parts.figures.push_back(catalogue::series_figure(
      "one-layer/roll-out", "The one-step rule applied again and again", "medians over tasks",
      "applications", "half squared error", series, true));
  parts.figures.push_back(
      {{"id", "one-layer/roll-out-table"},
       {"kind", "table"},
       {"title", "After 50 applications"},
       {"caption",
        "On a task whose largest eigenvalue of X X^T exceeds 2N/(damping eta*), 3.3 without "
        "damping "
        "and 4.4 at 0.75, the rule diverges. Such tasks decide every mean: it is not reproducible "
        "from other tasks. The last column is an exact lower bound on the expected loss of the "
        "best "
        "step, from tasks that no sample holds (see icl/expected-roll-out-grows); without any step "
        "it is 5/12."},
       {"columns", {"rule", "median", "mean of these tasks", "largest", "expected, at least"}},
       {"rows", rows}});
}

/// Shares of tasks on which the rule diverges, beside those of an earlier computation.
void add_divergence(const Asked& what, FigureParts& parts) {
  const int tasks = what.quick ? 4000 : 400000;
  const sim::TaskSetting setting{10, 10, regression::uniform_law(Rational(1, 2)), {}, {}};
  for (const auto& [bound, printed] : {std::pair{3.3, "0.034"}, {4.4, "0.000107"}}) {
    const auto count = beyond_bounds(setting, 0, bound, {what.seed, 1, sim::Purpose::probe}, tasks);
    const double share = static_cast<double>(count.above) / tasks;
    // Both are samples of 4e5 tasks: the error of the difference.
    const double error = std::sqrt(2 * share * (1 - share) / tasks);
    parts.numbers.push_back({fmt::format("share of tasks beyond {}", bound), share, error, printed,
                             "an earlier sample of 4e5 tasks"});
  }
}

void add_descent_curves(const TrainedNetwork& network, double expected, const std::string& id,
                        FigureParts& parts) {
  const Series descent = series_of(network, "descent loss", "best descent, the same tasks");
  Series half_way = series_of(network, "interpolated excess", "weights half way to the descent's");
  for (std::size_t k = 0; k < half_way.y.size(); ++k) {
    half_way.y[k] = half_way.y[k] * expected + descent.y[k];
  }
  json loss =
      catalogue::series_figure(id + "/loss", "Loss of the trained layer beside gradient descent",
                               "the first training", "step", "half mean squared error",
                               {series_of(network, "test loss", "trained"), descent, half_way});
  loss["references"].push_back(catalogue::level("best descent, exact", expected));
  parts.figures.push_back(std::move(loss));
  parts.figures.push_back(catalogue::series_figure(
      id + "/distance", "Distance from gradient descent", "means over tasks, the first training",
      "step", "distance",
      {series_of(network, "prediction distance", "predictions"),
       series_of(network, "sensitivity distance", "derivatives by the query")}));
  parts.figures.push_back(catalogue::series_figure(
      id + "/cosine", "Derivatives by the query beside those of gradient descent",
      "mean cosine over tasks, the first training", "step", "cosine",
      {series_of(network, "cosine", "cosine")}));
}

std::unique_ptr<catalogue::ReproducedFigure> one_layer(const OptionValues& given,
                                                       const catalogue::RunOptions& how) {
  const Asked what = asked(given);
  const int runs = what.runs(5);
  AttentionPlan plan = plan_of(what, setting_of(10), 1, false, true, 2500);
  FigureTrainings trainings("one-layer", what.quick, runs, how);
  FigureParts parts;
  std::vector<const TrainedNetwork*> networks;
  for (int run = 0; run < runs; ++run) {
    plan.run = static_cast<std::uint32_t>(run);
    const auto* network =
        trainings.train(fmt::format("run {}", run + 1), AttentionExperiment<double>(plan));
    if (network == nullptr) return figure_of(trainings, std::move(parts));
    networks.push_back(network);
  }
  const double least = plan.beside->half_loss;
  const Spread excess = last_of(networks, "excess"), rate = last_of(networks, "rate 1");
  const Spread half_way = last_of(networks, "interpolated excess");
  parts.numbers = {
      {"loss of the trained layer", least * (1 + excess.mean), least * excess.error(), "0.2",
       kText},
      {"loss of the trained layer", least * (1 + excess.mean), least * excess.error(),
       fmt::format("{:.9f}", least), "245/1188, the least there is, exact"},
      {"loss half way to the best step", least * (1 + half_way.mean), least * half_way.error(),
       fmt::format("{:.9f}", least), "245/1188, exact"},
      {"rate of the trained layer", rate.mean, rate.error(), "6.060606061", "200/33, exact"},
      {"cosine", last_of(networks, "cosine").mean, last_of(networks, "cosine").error(), "", ""},
      {"prediction distance", last_of(networks, "prediction distance").mean,
       last_of(networks, "prediction distance").error(), "", ""}};
  plan.run = 0;
  const AttentionExperiment<double> first(plan);
  add_descent_curves(*networks.front(), least, "one-layer", parts);
  add_input_scales(first, *networks.front(), parts);
  add_roll_out(what, first, *networks.front(), parts);
  add_divergence(what, parts);
  parts.remarks = {
      "Of distances, cosines and interpolated weights the paper shows plots alone; what it prints "
      "is "
      "beside ours.",
      "Errors are those of the mean over trainings. A trained layer may only be above the least "
      "loss; "
      "where it differs from it by more than three errors, training has not come closer."};
  return figure_of(trainings, std::move(parts));
}

// ---- two looped layers --------------------------------------------------------------------------

struct AuthorsGamma {
  int context;
  const char* gamma;
};
constexpr AuthorsGamma kAuthorsGammas[] = {
    {10, "0.179"}, {25, "0.099"}, {50, "0.056"}, {100, "0.029"}};

std::unique_ptr<catalogue::ReproducedFigure> looped_layers(const OptionValues& given,
                                                           const catalogue::RunOptions& how) {
  const Asked what = asked(given);
  const int runs = what.runs(3);
  FigureTrainings trainings("looped-layers", what.quick, 4 * runs, how);
  FigureParts parts;
  std::vector<Series> over_steps;
  Series ours{"trained", {}, {}}, exact{"least loss, exact", {}, {}},
      theirs{"authors, trained", {}, {}};
  for (const auto& [context, printed] : kAuthorsGammas) {
    AttentionPlan plan = plan_of(what, setting_of(context), 2, true, true, 5000);
    plan.clip = 10;
    std::vector<const TrainedNetwork*> networks;
    for (int run = 0; run < runs; ++run) {
      plan.run = static_cast<std::uint32_t>(run);
      const auto* network = trainings.train(fmt::format("N = {}, run {}", context, run + 1),
                                            AttentionExperiment<double>(plan));
      if (network == nullptr) return figure_of(trainings, std::move(parts));
      networks.push_back(network);
    }
    const Spread gamma = last_of(networks, "gamma 1"), excess = last_of(networks, "excess");
    const double best = plan.beside->layers[0].gamma, least = plan.beside->half_loss;
    const std::string of = fmt::format(", N = {}", context);
    parts.numbers.push_back(
        {"gamma, trained" + of, gamma.mean, gamma.deviation, printed, "authors, one training"});
    parts.numbers.push_back({"gamma, trained" + of, gamma.mean, gamma.error(),
                             fmt::format("{:.9f}", best), "least loss of GD++, exact"});
    parts.numbers.push_back({"gamma of the least loss" + of, best, gamma.deviation, printed,
                             "authors, trained; the error is our trainings' deviation"});
    parts.numbers.push_back({"loss, trained" + of, least * (1 + excess.mean),
                             least * excess.error(), fmt::format("{:.9f}", least),
                             "least loss of GD++, exact"});
    const double two_steps = best_gradient_descent(plan.setting, 2).half_loss;
    parts.numbers.push_back({"loss, trained, over two best steps" + of,
                             least * (1 + excess.mean) / two_steps, 0, "", ""});
    over_steps.push_back(series_of(*networks.front(), "gamma 1", fmt::format("N = {}", context)));
    for (const auto& [series, y] :
         {std::pair{&ours, gamma.mean}, {&exact, best}, {&theirs, std::strtod(printed, nullptr)}}) {
      series->x.push_back(context);
      series->y.push_back(y);
    }
    if (context != 10) continue;
    add_descent_curves(*networks.front(), least, "looped-layers", parts);
    parts.figures[0]["references"].push_back(catalogue::level("two best steps, exact", two_steps));
  }
  parts.figures.push_back(catalogue::series_figure("looped-layers/gamma-steps", "Gamma in training",
                                                   "the first training for each N", "step", "gamma",
                                                   over_steps));
  parts.figures.push_back(catalogue::series_figure(
      "looped-layers/gamma", "Gamma by the number of examples",
      "means of our trainings, the exact minimiser of GD++, and the authors' trained values",
      "examples N", "gamma", {ours, exact, theirs}));
  parts.remarks = {
      "The layers are looped twice with shared weights; GD++ has one eta and one gamma for both.",
      "The least loss is that of GD++: trained layers have more freedom and may go below it, which "
      "the "
      "excess would show."};
  return figure_of(trainings, std::move(parts));
}

// ---- layers apart, and five of them -------------------------------------------------------------

std::unique_ptr<catalogue::ReproducedFigure> deep(const OptionValues& given,
                                                  const catalogue::RunOptions& how) {
  const Asked what = asked(given);
  FigureTrainings trainings("deep", what.quick, 3, how);
  FigureParts parts;
  std::vector<Series> losses;
  struct Kind {
    const char* name;
    int layers;
    bool transforms;
  };
  for (const auto& [name, layers, transforms] :
       {Kind{"two layers that leave inputs alone", 2, false}, Kind{"two layers", 2, true},
        Kind{"five layers", 5, true}}) {
    const AttentionPlan plan = plan_of(what, setting_of(10), layers, false, transforms, 4000);
    const auto* network = trainings.train(name, AttentionExperiment<double>(plan));
    if (network == nullptr) return figure_of(trainings, std::move(parts));
    losses.push_back(series_of(*network, "test loss", name));
    if (plan.beside) {
      const Comparison found = AttentionExperiment<double>(plan).compared(network->weights);
      parts.numbers.push_back(
          {fmt::format("loss of {}", name),
           plan.beside->half_loss + found.loss - found.descent_loss, found.standard_error,
           fmt::format("{:.9f}", plan.beside->half_loss),
           "least loss of " + plan.beside->name + " with rates of its own, exact"});
    } else {
      parts.numbers.push_back(
          {fmt::format("loss of {}", name), network->last("test loss"), 0, "", ""});
    }
  }
  parts.figures.push_back(catalogue::series_figure("deep/loss", "Layers with weights of their own",
                                                   "one training each", "step",
                                                   "half mean squared error", losses, true));
  parts.remarks = {
      "For two plain layers the exact loss is that of a shared rate; layers with weights of their "
      "own "
      "can go below it, and GD++ of two layers is the best of its family, not of all layers.",
      "The paper says of five layers that their loss is close to zero, without a number."};
  return figure_of(trainings, std::move(parts));
}

// ---- softmax ------------------------------------------------------------------------------------

std::unique_ptr<catalogue::ReproducedFigure> softmax(const OptionValues& given,
                                                     const catalogue::RunOptions& how) {
  const Asked what = asked(given);
  FigureTrainings trainings("softmax", what.quick, 2, how);
  FigureParts parts;
  const Setting setting = setting_of(10);
  std::vector<Series> losses;
  for (const int heads : {1, 2}) {
    SoftmaxTraining training;
    training.setting = setting;
    training.heads = heads;
    training.steps = static_cast<int>(what.steps(3000));
    training.evaluate_every = std::max(1, training.steps / 20);
    training.rate = 5e-3;
    training.evaluation_tasks = what.quick ? 512 : 16384;
    training.seed = what.seed;
    const std::string name = heads == 1 ? "one head" : "two heads";
    const auto* network = trainings.train(name, softmax_experiment(training));
    if (network == nullptr) return figure_of(trainings, std::move(parts));
    losses.push_back(series_of(*network, "held-out loss", name));
    parts.numbers.push_back({"loss of " + name, network->last("held-out loss"), 0, "", ""});
  }
  json figure =
      catalogue::series_figure("softmax/loss", "Softmax attention of one and of two heads",
                               "one training each", "step", "half mean squared error", losses);
  figure["references"].push_back(
      catalogue::level("best step, exact", to_double(best_one_step_half_loss(setting))));
  figure["references"].push_back(catalogue::level("best step with centred inputs, exact",
                                                  to_double(best_centred_half_loss(setting))));
  figure["references"].push_back(catalogue::level("no prediction, exact", 5.0 / 12));
  parts.figures.push_back(std::move(figure));
  parts.remarks = {
      "Two heads of opposite scores do, to first order, a step with inputs less their mean (see "
      "icl/two-heads-centre-inputs): the second line. Scores are not small in training, so trained "
      "heads need not stay at it.",
      "The paper prints no numbers for this figure."};
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
  return {
      reproduction("one-layer", "one trained layer beside gradient descent",
                   "loss, predictions, derivatives, interpolated weights, input scales, roll-out",
                   one_layer),
      reproduction("looped-layers", "two looped layers beside GD++",
                   "loss and gamma for N = 10, 25, 50, 100 beside the authors' trained gammas",
                   looped_layers),
      reproduction("deep", "layers with weights of their own", "two and five layers: loss", deep),
      reproduction("softmax", "softmax attention of one and of two heads",
                   "loss beside the best step, exact", softmax)};
}

}  // namespace lemmascope::icl
