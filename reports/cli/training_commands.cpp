#include "reports/cli/training_commands.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <csignal>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "properties/claim/nearest_name.hpp"
#include "properties/claim/parallel.hpp"
#include "reports/cli/exit_codes.hpp"
#include "reports/model/reproduction_document.hpp"
#include "reports/model/result_document.hpp"
#include "reports/model/training_figures.hpp"
#include "reports/writers/html.hpp"
#include "sim/causal/configurations.hpp"
#include "sim/causal/random_graphs.hpp"
#include "sim/transformer/disentangled_model.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::report {
namespace {

using nlohmann::json;

constexpr const char* kDag = "dag";
constexpr int kDagParents = 2;

// Set by Ctrl-C and SIGTERM: the training stops after the present step and keeps what is done.
std::atomic<bool> interrupted{false};
static_assert(std::atomic<bool>::is_always_lock_free);

void on_interrupt(int) { interrupted = true; }

void listen_for_interrupts() {
  std::signal(SIGINT, on_interrupt);
  std::signal(SIGTERM, on_interrupt);
}

/// A live line on a terminal, ten times a second at most; one line every 30 s elsewhere.
class ProgressLine {
 public:
  explicit ProgressLine(const Console& console) : console_(console) {}

  void show(const std::string& name, const sim::Progress& p) {
    const auto now = std::chrono::steady_clock::now();
    if (now - last_ < (console_.err_is_terminal() ? kLive : kElsewhere)) return;
    last_ = now;
    // What matters most comes first: a narrow terminal cuts the line.
    const double share = static_cast<double>(p.step) / static_cast<double>(p.steps);
    const std::string text = fmt::format(
        "{} {:>3.0f} %  {} left  loss {:.4f}  parents {:.3f}  step {}/{}", name, 100 * share,
        duration(p.remaining), p.point.test_loss, p.point.parent_attention, p.step, p.steps);
    console_.err_is_terminal() ? console_.transient(text) : console_.note(text);
  }

 private:
  static constexpr std::chrono::milliseconds kLive{100};
  static constexpr std::chrono::milliseconds kElsewhere{30000};
  const Console& console_;
  std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
};

// First-layer attention as characters, for a glance without leaving the terminal.
void print_attention(const causal::ReproductionRun& run, const Console& console) {
  constexpr std::string_view kShades = " .:-=+*#%@";
  constexpr int kMostRows = 64;
  if (run.length > kMostRows) return;  // the page shows it
  for (std::size_t head = 0; head < run.attention.size(); ++head) {
    const std::string name = run.attention.size() > 1 ? fmt::format(", head {}", head) : "";
    console.print("first-layer attention" + name + " (rows: query, columns: key; @ is 1)");
    for (int i = 0; i < run.length; ++i) {
      std::string line = "  ";
      for (int j = 0; j <= i; ++j) {
        const double a = run.attention[head][static_cast<std::size_t>(i * run.length + j)];
        line += kShades[static_cast<std::size_t>(std::clamp(a, 0.0, 0.999) * kShades.size())];
      }
      console.print(line);
    }
  }
}

void print_summary(const causal::ReproductionRun& run, const Console& console) {
  console.print(fmt::format("{}: final loss {:.4f}, mean parent attention {:.4f}, {:.1f} s",
                            run.name, run.final_loss, run.mean_parent_attention, run.seconds));
  const double uniform = std::log(run.states);
  if (run.final_loss > uniform + 0.01) {
    console.print(
        fmt::format("  worse than guessing uniformly ({:.4f}): try a smaller --rate", uniform));
  }
  for (std::size_t head = 0; head < run.head_parent_attention.size(); ++head) {
    console.print(fmt::format("  head {}: mean attention to the first, second, ... parent {:.3f}",
                              head, fmt::join(run.head_parent_attention[head], ", ")));
  }
  for (const auto& line : run.lines) {
    console.print(fmt::format("  {:<40} {:.4f} ± {:.4f}", line.name, line.loss.mean,
                              line.loss.standard_error));
  }
}

markov::CausalForest forest_of(const TrainOptions& options) {
  const int nodes = options.length - 1;
  if (options.graph == "chain") return markov::CausalForest::chain(nodes);
  if (options.graph == "pairs") return markov::CausalForest::pairs(nodes);
  if (options.graph == "star") return markov::CausalForest::star(nodes);
  require(options.graph == "random",
          "train: expected chain, pairs, star, random or dag, found '" + options.graph + "'" +
              claim::did_you_mean(
                  claim::nearest_name(options.graph, {"chain", "pairs", "star", "random", kDag})));
  sim::Stream stream({options.graph_seed, 0, sim::Purpose::graph}, 0);
  return causal::uniform_random_forest(nodes, stream);
}

sim::Optimiser optimiser_of(const TrainOptions& options) {
  const std::string name = !options.optimiser.empty() ? options.optimiser
                           : options.graph == kDag    ? "adamw"
                                                      : "sgd";
  const bool adamw = name == "adamw";
  require(adamw || name == "sgd",
          "train: --optimiser: expected sgd or adamw, found '" + name + "'" +
              claim::did_you_mean(claim::nearest_name(name, {"sgd", "adamw"})));
  sim::Optimiser optimiser;
  optimiser.kind = adamw ? sim::OptimiserKind::adamw : sim::OptimiserKind::sgd;
  optimiser.learning_rate = options.learning_rate.value_or(adamw ? 0.01 : 1);
  optimiser.schedule = options.constant_rate ? sim::Schedule::constant : sim::Schedule::cosine;
  optimiser.weight_decay = options.weight_decay;
  require(
      std::isfinite(optimiser.learning_rate) && optimiser.learning_rate > 0,
      fmt::format("train: --rate: expected a positive number, found {}", optimiser.learning_rate));
  require(std::isfinite(optimiser.weight_decay) && optimiser.weight_decay >= 0,
          fmt::format("train: --weight-decay: expected a number of at least 0, found {}",
                      optimiser.weight_decay));
  return optimiser;
}

sim::TrainingPlan plan_of(const TrainOptions& options) {
  sim::TrainingPlan plan;
  plan.root_seed = options.seed;
  plan.batch = options.batch;
  plan.stages = {{options.steps, optimiser_of(options), {}}};
  constexpr int kEvaluations = 128;  // points of the curve
  plan.evaluate_every = std::max(1, options.steps / kEvaluations);
  plan.evaluation_size = 1 << 13;
  return plan;
}

/// The model's type is the precision of the training. Heads that start equal stay equal: with
/// several of them the weights start at the paper's 1e-4 N(0, 1) instead of zero.
void choose_model(const TrainOptions& options, causal::Configuration& c) {
  const double scale = c.heads > 1 ? 1e-4 : 0;
  if (options.precision == "double") {
    c.model = std::make_shared<sim::DisentangledModel<double>>(options.states, options.length,
                                                               c.heads, scale);
    return;
  }
  require(options.precision == "float",
          "train: --precision: expected float or double, found '" + options.precision + "'");
  c.model = std::make_shared<sim::DisentangledModel<float>>(options.states, options.length, c.heads,
                                                            scale);
}

causal::Configuration single_parent(const TrainOptions& options) {
  causal::RowLaw law;
  law.concentration = options.concentration;
  const auto forest = forest_of(options);
  const auto task = causal::Task::in_context_tree(forest, options.states, law);
  return {options.graph, forest, std::nullopt, {}, task, {}, {}, options.heads.value_or(1)};
}

/// Roots are uniform, as the task is stated.
causal::Configuration several_parents(const TrainOptions& options) {
  sim::Stream stream({options.graph_seed, 0, sim::Purpose::graph}, kDagParents);
  require(options.length >= kDagParents + 1,
          fmt::format("train: dag: expected --length of at least {}, found {}", kDagParents + 1,
                      options.length));
  const causal::RandomDag graph = causal::random_dag(options.length, kDagParents, stream);
  const auto task = causal::Task::in_context_dag(graph.dag, graph.target_parents, options.states,
                                                 options.concentration, causal::RootLaw::uniform);
  const int heads = options.heads.value_or(kDagParents);
  return {options.graph, std::nullopt, graph.dag, graph.target_parents, task, {}, {}, heads};
}

/// The command that asks for this training again: what differs from the defaults, spelled out.
std::string command_of(const TrainOptions& o) {
  const TrainOptions usual;
  std::string text = "train " + o.graph;
  const auto add = [&text](const char* option, const auto& value, const auto& otherwise) {
    if (value != otherwise) text += fmt::format(" {} {}", option, value);
  };
  add("--length", o.length, usual.length);
  add("--vocabulary", o.states, usual.states);
  add("--dirichlet", o.concentration, usual.concentration);
  add("--steps", o.steps, usual.steps);
  add("--batch", o.batch, usual.batch);
  if (o.heads) text += fmt::format(" --heads {}", *o.heads);
  add("--precision", o.precision, usual.precision);
  add("--optimiser", o.optimiser, usual.optimiser);
  if (o.learning_rate) text += fmt::format(" --rate {}", *o.learning_rate);
  add("--weight-decay", o.weight_decay, usual.weight_decay);
  if (o.constant_rate) text += " --constant-rate";
  add("--seed", o.seed, usual.seed);
  add("--graph-seed", o.graph_seed, usual.graph_seed);
  return text;
}

std::string command_of(const ReproduceOptions& o, causal::Figure figure) {
  std::string text = "reproduce " + causal::to_text(figure);
  if (o.quick) text += " --quick";
  if (o.seeds != 1) text += fmt::format(" --seeds {}", o.seeds);
  if (o.seed != 0) text += fmt::format(" --seed {}", o.seed);
  return text;
}

/// Returns the figure's data, which --json prints.
json reproduce_one(causal::Figure figure, const ReproduceOptions& options, const Console& console) {
  const std::string name = causal::to_text(figure) + (options.quick ? "-quick" : "");
  causal::ReproductionOptions how;
  how.quick = options.quick;
  how.root_seed = options.seed;
  how.seeds = options.seeds;
  how.threads = claim::threads_of(options.jobs);
  how.checkpoint_folder = options.output + "/checkpoints";
  ProgressLine progress(console);
  how.watch = [&](const causal::ReproductionProgress& p) {
    progress.show(fmt::format("{} [{}/{}] {}", name, p.index + 1, p.count, p.run), p.progress);
    return !interrupted;
  };
  how.between = how.watch;
  const causal::Reproduction result = causal::reproduce(figure, how);
  const json document = reproduction_document(result, command_of(options, figure), options.seed);
  const std::string base = options.output + "/" + name;
  write_atomically(base + ".json", document.dump() + "\n");
  write_atomically(base + ".html", html_report(document));
  console.transient("");
  json data = reproduction_json(result);
  if (options.json) return data;
  for (const auto& run : result.runs) print_summary(run, console);
  for (const auto& n : result.numbers) {
    console.print(fmt::format("  {:<44} ours {:.4f}   published {:.4f}   ({})", n.what, n.ours,
                              n.published, n.source));
  }
  for (const auto& remark : result.remarks)
    console.print("  " + wrapped(remark, console.width(), 2));
  console.print(fmt::format("{0}.html · {0}.json · {1}", base, duration(result.seconds)));
  return data;
}

}  // namespace

causal::Configuration configuration_of(const TrainOptions& options) {
  auto configuration = options.graph == kDag ? several_parents(options) : single_parent(options);
  configuration.plan = plan_of(options);
  choose_model(options, configuration);
  return configuration;
}

int train(const TrainOptions& options, const Console& console) {
  const causal::Configuration configuration = configuration_of(options);
  const std::string output = options.output.empty() ? "out/train/" + options.graph : options.output;
  listen_for_interrupts();
  ProgressLine progress(console);
  causal::RunOptions how;
  how.threads = claim::threads_of(options.jobs);
  how.checkpoint = output + "/checkpoint.npz";
  how.watch = [&](const sim::Progress& p) {
    progress.show(options.graph, p);
    return !interrupted;
  };
  how.between = how.watch;
  std::filesystem::create_directories(output);
  const causal::TrainedRun trained = causal::train_configuration(configuration, how);
  const std::string command = command_of(options);
  json data = training_json(trained.run);
  data["command"] = "lemmascope " + command;
  write_atomically(output + "/training.json", data.dump(2) + "\n");
  write_atomically(
      output + "/training.html",
      html_report(figures_document(command, options.seed, training_figures(trained.run, "train"))));
  console.transient("");
  if (options.json) {
    console.print(data.dump(2));
  } else {
    print_attention(trained.run, console);
    print_summary(trained.run, console);
    console.print(
        fmt::format("{0}/training.html · {0}/training.json · {0}/checkpoint.npz", output));
  }
  if (trained.finished) return kAsExpected;
  console.note(fmt::format("stopped after step {} of {}; the same command continues",
                           trained.run.steps_done, trained.run.plan.steps()));
  return kRequirement;
}

int reproduce(const ReproduceOptions& options, const Console& console) {
  std::vector<causal::Figure> figures;
  if (options.figure == "all") {
    figures = {causal::Figure::fig2, causal::Figure::fig5, causal::Figure::fig8,
               causal::Figure::fig9};
  } else {
    figures = {causal::parse_figure(options.figure)};
  }
  listen_for_interrupts();
  json all = json::array();
  for (const causal::Figure figure : figures) {
    if (!interrupted) all.push_back(reproduce_one(figure, options, console));
  }
  if (options.json) console.print((options.figure == "all" ? all : all.front()).dump(2));
  if (!interrupted) return kAsExpected;
  console.note("stopped; the same command continues from the checkpoints");
  return kRequirement;
}

}  // namespace lemmascope::report
