#include "reports/cli/training_commands.hpp"

#include <fmt/format.h>

#include <chrono>
#include <csignal>
#include <nlohmann/json.hpp>
#include <optional>

#include "properties/catalogue/catalogue.hpp"
#include "properties/claim/exit_codes.hpp"
#include "properties/claim/parallel.hpp"
#include "reports/model/figures_document.hpp"
#include "reports/model/output_folder.hpp"
#include "reports/model/result_document.hpp"
#include "reports/model/this_program.hpp"
#include "reports/writers/html.hpp"
#include "sim/cpu/stop_flag.hpp"
#include "sim/train/trainer.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::report {
namespace {

using compute::OptionValues;
using nlohmann::json;

// Set by Ctrl-C and SIGTERM: the training stops within its present step and keeps what is done.
sim::StopFlag stop_asked_for;

void ask_to_stop(int) { raise(stop_asked_for); }

void listen_for_interrupts() {
  std::signal(SIGINT, ask_to_stop);
  std::signal(SIGTERM, ask_to_stop);
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
    std::string text =
        fmt::format("{} {:>3.0f} %  {} left", name, 100 * share, duration(p.remaining));
    constexpr std::size_t kShown = 2;
    for (std::size_t k = 0; k < std::min(kShown, p.names.size()); ++k) {
      text += fmt::format("  {} {:.4f}", p.names[k], p.point.numbers[k]);
    }
    text += fmt::format("  step {}/{}", p.step, p.steps);
    console_.err_is_terminal() ? console_.transient(text) : console_.note(text);
  }

 private:
  static constexpr std::chrono::milliseconds kLive{100};
  static constexpr std::chrono::milliseconds kElsewhere{30000};
  const Console& console_;
  std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
};

/// Those of the values that the options read.
OptionValues known_to(const std::vector<compute::Option>& options, OptionValues values) {
  std::erase_if(values, [&options](const auto& value) {
    return compute::find_option(options, value.first) == nullptr;
  });
  return values;
}

/// The text of "seed" among the values or the defaults: what all draws of the document come from.
std::uint64_t root_seed_of(const std::vector<compute::Option>& options, OptionValues values) {
  values = compute::with_defaults(options, std::move(values));
  return compute::is_given(values, "seed") ? compute::seed_of(values) : 0;
}

/// Returns the figure's data, which --json prints.
json reproduce_one(const catalogue::OfPaper<catalogue::Reproduction>& figure,
                   const ReproduceOptions& options, const Console& console) {
  const auto& known = figure.item.options;
  const OptionValues values = known_to(known, options.values);
  compute::check_together(known, values);
  const OutputFolder folder(options.output, OutputFolder::Use::alone);
  const std::string name = short_name(figure);
  const std::string file =
      fmt::format("{}{}", figure.item.name, compute::flag_of(values, "quick") ? "-quick" : "");
  ProgressLine progress(console);
  catalogue::RunOptions how;
  how.threads = claim::threads_of(options.jobs);
  how.checkpoint = options.output + "/checkpoints";
  how.stop = &stop_asked_for;
  how.watch = [&](const catalogue::TrainingProgress& p) {
    progress.show(fmt::format("{} [{}/{}] {}", file, p.index + 1, p.count, p.run), p.progress);
    return true;
  };
  const auto result = figure.item.run(values, how);
  const std::string command = compute::command_of("reproduce " + name, known, values);
  json document = figures_document(command, root_seed_of(known, values), result->figures());
  document["provenance"]["seconds"] = result->seconds_by_run();
  document["reproduction"] = result->data();
  const std::string base = options.output + "/" + file;
  write_atomically(base + ".json", document.dump() + "\n");
  write_atomically(base + ".html", html_report(document));
  console.transient("");
  if (options.json) return document["reproduction"];
  for (const std::string& line : result->summary()) console.print(line);
  for (const std::string& remark : result->remarks()) {
    console.print("  " + wrapped(remark, console.width(), 2));
  }
  console.print(fmt::format("{0}.html · {0}.json · {1}", base, duration(result->seconds())));
  return document["reproduction"];
}

std::vector<const catalogue::OfPaper<catalogue::Reproduction>*> figures_of(
    const std::string& name) {
  if (name != "all") return {&catalogue::reproduction_named(name)};
  std::vector<const catalogue::OfPaper<catalogue::Reproduction>*> figures;
  for (const auto& figure : catalogue::every_reproduction()) {
    if (figure.item.in_all) figures.push_back(&figure);
  }
  require(!figures.empty(), "no paper of this program brings a reproduction");
  return figures;
}

/// Writes the documents of a training and prints what it has to show.
void show(const catalogue::TrainedRun& trained, const std::string& command,
          const std::string& output, const TrainOptions& options, const Console& console) {
  const auto [data, page] = documents_of(trained, command);
  write_atomically(output + "/training.json", data.dump(2) + "\n");
  write_atomically(output + "/training.html", html_report(page));
  console.transient("");
  if (options.json) {
    console.print(data.dump(2));
    return;
  }
  for (const std::string& line : trained.summary()) console.print(line);
  console.print(fmt::format("{0}/training.html · {0}/training.json · {0}/checkpoint.npz", output));
}

}  // namespace

TrainingDocuments documents_of(const catalogue::TrainedRun& trained, const std::string& command) {
  json data = trained.data();
  data["command"] = command_line(command);
  return {std::move(data),
          figures_document(command, trained.root_seed(), trained.figures("train"))};
}

int train(const TrainOptions& options, const Console& console) {
  const auto& training = catalogue::training_named(options.training);
  const std::string name = short_name(training);
  compute::check_together(training.item.options, options.values);
  const std::string output = options.output.empty() ? "out/train/" + name : options.output;
  listen_for_interrupts();
  ProgressLine progress(console);
  catalogue::RunOptions how;
  how.threads = claim::threads_of(options.jobs);
  how.checkpoint = output + "/checkpoint.npz";
  how.stop = &stop_asked_for;
  how.watch = [&](const catalogue::TrainingProgress& p) {
    progress.show(p.run, p.progress);
    return true;
  };
  std::optional<OutputFolder> folder;  // not before the training is known to begin
  how.begin = [&] { folder.emplace(output, OutputFolder::Use::alone); };
  const auto trained = training.item.run(options.values, how);
  if (trained == nullptr) {
    console.transient("");
    console.note("stopped before the first evaluation: nothing was kept");
    return kRequirement;
  }
  show(*trained, compute::command_of("train " + name, training.item.options, options.values),
       output, options, console);
  if (trained->finished()) return kAsExpected;
  console.note(fmt::format("stopped after step {} of {}; the same command continues",
                           trained->steps_done(), trained->steps()));
  return kRequirement;
}

int reproduce(const ReproduceOptions& options, const Console& console) {
  const auto figures = figures_of(options.figure);
  listen_for_interrupts();
  json all = json::array();
  for (const auto* figure : figures) {
    if (!is_raised(&stop_asked_for)) all.push_back(reproduce_one(*figure, options, console));
  }
  if (options.json && !all.empty()) {
    console.print((options.figure == "all" ? all : all.front()).dump(2));
  }
  if (!is_raised(&stop_asked_for)) return kAsExpected;
  console.note("stopped; the same command continues from the checkpoints");
  return kRequirement;
}

}  // namespace lemmascope::report
