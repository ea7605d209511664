#include "reports/cli/training_commands.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <thread>

#include "reports/cli/exit_codes.hpp"
#include "reports/model/result_document.hpp"
#include "reports/model/training_figures.hpp"
#include "reports/writers/html.hpp"
#include "sim/data/random_graphs.hpp"
#include "sim/model/disentangled_model.hpp"
#include "sim/reproduce/configurations.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::report {
namespace {

using nlohmann::json;

// Set by Ctrl-C: the training stops after the present evaluation and keeps what is done.
std::atomic<bool> interrupted{false};
static_assert(std::atomic<bool>::is_always_lock_free);

void on_interrupt(int) { interrupted = true; }

int threads_of(int jobs) {
  return jobs > 0 ? jobs : static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
}

std::string duration(double seconds) {
  const int s = static_cast<int>(seconds + 0.5);
  return s < 60 ? fmt::format("{} s", s) : fmt::format("{} min {:02} s", s / 60, s % 60);
}

/// A live line on a terminal, one line every 30 s elsewhere.
class ProgressLine {
 public:
  explicit ProgressLine(const Console& console) : console_(console) {}

  void show(const std::string& name, const sim::Progress& p) {
    const double share = static_cast<double>(p.point.step) / static_cast<double>(p.steps);
    const std::string text =
        fmt::format("{} {:>3.0f} %  step {}/{}  loss {:.4f}  parent attention {:.3f}  {} left",
                    name, 100 * share, p.point.step, p.steps, p.point.test_loss,
                    p.point.parent_attention, duration(p.remaining));
    if (console_.err_is_terminal()) {
      console_.transient(text);
    } else if (const auto now = std::chrono::steady_clock::now(); now - last_ > kBetweenLines) {
      console_.note(text);
      last_ = now;
    }
  }

 private:
  static constexpr std::chrono::seconds kBetweenLines{30};
  const Console& console_;
  std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
};

// First-layer attention as characters, for a glance without leaving the terminal.
void print_attention(const sim::ReproductionRun& run, const Console& console) {
  if (run.attention.empty()) return;
  constexpr std::string_view kShades = " .:-=+*#%@";
  console.print("first-layer attention (rows: query, columns: key; @ is 1)");
  for (int i = 0; i < run.length; ++i) {
    std::string line = "  ";
    for (int j = 0; j <= i; ++j) {
      const double a = run.attention.front()[static_cast<std::size_t>(i * run.length + j)];
      line += kShades[static_cast<std::size_t>(std::clamp(a, 0.0, 0.999) * kShades.size())];
    }
    console.print(line);
  }
}

void print_summary(const sim::ReproductionRun& run, const Console& console) {
  console.print(fmt::format("{}: final loss {:.4f}, mean parent attention {:.4f}, {}", run.name,
                            run.final_loss, run.mean_parent_attention, duration(run.seconds)));
  for (const auto& line : run.lines) {
    console.print(fmt::format("  {:<40} {:.4f} ± {:.4f}", line.name, line.loss.mean,
                              line.loss.standard_error));
  }
}

markov::CausalForest graph_of(const TrainOptions& options) {
  const int nodes = options.length - 1;
  if (options.graph == "chain") return markov::CausalForest::chain(nodes);
  if (options.graph == "pairs") return markov::CausalForest::pairs(nodes);
  if (options.graph == "star") return markov::CausalForest::star(nodes);
  require(options.graph == "random",
          "train: expected chain, pairs, star or random, found '" + options.graph + "'");
  sim::Stream stream({options.graph_seed, 0, sim::Purpose::graph}, 0);
  return sim::uniform_random_forest(nodes, stream);
}

sim::Configuration configuration_of(const TrainOptions& options) {
  sim::RowLaw law;
  law.concentration = options.concentration;
  const auto forest = graph_of(options);
  sim::Optimiser optimiser;
  optimiser.learning_rate = options.learning_rate;
  optimiser.schedule = options.constant_rate ? sim::Schedule::constant : sim::Schedule::cosine;
  sim::TrainingPlan plan;
  plan.root_seed = options.seed;
  plan.batch = options.batch;
  plan.stages = {{options.steps, optimiser, {}}};
  constexpr int kEvaluations = 128;  // points of the curve
  plan.evaluate_every = std::max(1, options.steps / kEvaluations);
  plan.evaluation_size = 1 << 13;
  return {options.graph,
          forest,
          std::nullopt,
          {},
          sim::Task::in_context_tree(forest, options.states, law),
          std::make_shared<sim::DisentangledModel<float>>(options.states, options.length, 1),
          plan,
          1};
}

json to_json(const sim::Reproduction& r) {
  json runs = json::array(), numbers = json::array();
  for (const auto& run : r.runs) runs.push_back(training_json(run));
  for (const auto& n : r.numbers) {
    numbers.push_back(
        {{"what", n.what}, {"published", n.published}, {"ours", n.ours}, {"source", n.source}});
  }
  return {{"schema", "lemmascope/reproduction/1"},
          {"figure", sim::to_text(r.figure)},
          {"quick", r.quick},
          {"runs", runs},
          {"numbers", numbers},
          {"remarks", r.remarks}};
}

void reproduce_one(sim::Figure figure, const ReproduceOptions& options, const Console& console) {
  const std::string name = sim::to_text(figure) + (options.quick ? "-quick" : "");
  sim::ReproductionOptions how;
  how.quick = options.quick;
  how.root_seed = options.seed;
  how.seeds = options.seeds;
  how.threads = threads_of(options.jobs);
  how.checkpoint_folder = options.output + "/checkpoints";
  ProgressLine progress(console);
  how.watch = [&](const sim::ReproductionProgress& p) {
    progress.show(fmt::format("{} [{}/{}] {}", name, p.index + 1, p.count, p.run), p.progress);
    return !interrupted;
  };
  const sim::Reproduction result = sim::reproduce(figure, how);
  json figures = json::array();
  for (std::size_t k = 0; k < result.runs.size(); ++k) {
    for (auto& f : training_figures(result.runs[k], fmt::format("{}/{}", name, k))) {
      figures.push_back(std::move(f));
    }
  }
  const std::string base = options.output + "/" + name;
  write_atomically(base + ".json", to_json(result).dump(2) + "\n");
  write_atomically(base + ".html", html_report(figures_document("reproduce " + name, figures)));
  console.transient("");
  if (options.json) {
    console.print(to_json(result).dump(2));
    return;
  }
  for (const auto& run : result.runs) print_summary(run, console);
  for (const auto& n : result.numbers) {
    console.print(fmt::format("  {:<44} ours {:.4f}   published {:.4f}   ({})", n.what, n.ours,
                              n.published, n.source));
  }
  for (const auto& remark : result.remarks)
    console.print("  " + wrapped(remark, console.width(), 2));
  console.print(fmt::format("{0}.html · {0}.json · {1}", base, duration(result.seconds)));
}

}  // namespace

int train(const TrainOptions& options, const Console& console) {
  const sim::Configuration configuration = configuration_of(options);
  std::signal(SIGINT, on_interrupt);
  ProgressLine progress(console);
  sim::RunOptions how;
  how.threads = threads_of(options.jobs);
  how.checkpoint = options.output + "/checkpoint.npz";
  how.watch = [&](const sim::Progress& p) {
    progress.show(options.graph, p);
    return !interrupted;
  };
  std::filesystem::create_directories(options.output);
  const sim::TrainedRun trained = sim::train_configuration(configuration, how);
  const json data = training_json(trained.run);
  write_atomically(options.output + "/training.json", data.dump(2) + "\n");
  write_atomically(options.output + "/training.html",
                   html_report(figures_document("train " + options.graph,
                                                training_figures(trained.run, "train"))));
  console.transient("");
  if (options.json) {
    console.print(data.dump(2));
    return kAsExpected;
  }
  print_attention(trained.run, console);
  print_summary(trained.run, console);
  if (!trained.finished) console.print("stopped; the same command continues from the checkpoint");
  console.print(
      fmt::format("{0}/training.html · {0}/training.json · {0}/checkpoint.npz", options.output));
  return kAsExpected;
}

int reproduce(const ReproduceOptions& options, const Console& console) {
  std::vector<sim::Figure> figures;
  if (options.figure == "all") {
    figures = {sim::Figure::fig2, sim::Figure::fig5, sim::Figure::fig8, sim::Figure::fig9};
  } else {
    figures = {sim::parse_figure(options.figure)};
  }
  std::signal(SIGINT, on_interrupt);
  for (const sim::Figure figure : figures) {
    if (!interrupted) reproduce_one(figure, options, console);
  }
  if (interrupted) console.note("stopped; the same command continues from the checkpoints");
  return kAsExpected;
}

}  // namespace lemmascope::report
