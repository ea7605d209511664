// The command line. The only file that knows CLI11.
#include "reports/cli/program.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <map>
#include <system_error>

#include "properties/catalogue/catalogue.hpp"
#include "properties/claim/nearest_name.hpp"
#include "reports/cli/commands.hpp"
#include "reports/cli/exit_codes.hpp"
#include "reports/cli/sweep_commands.hpp"
#include "reports/cli/training_commands.hpp"
#include "reports/model/provenance.hpp"
#include "reports/writers/template.hpp"
#include "theory/numeric/canary.hpp"
#include "theory/numeric/contradiction.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::report {
namespace {

const std::map<std::string, claim::Profile> kProfiles{{"quick", claim::Profile::quick},
                                                      {"pr", claim::Profile::pr},
                                                      {"nightly", claim::Profile::nightly}};
const std::map<std::string, claim::Evidence> kEvidence{
    {"exact", claim::Evidence::exact},
    {"interval", claim::Evidence::interval},
    {"precise", claim::Evidence::precise},
    {"statistical", claim::Evidence::statistical}};
const std::map<std::string, compute::Arithmetic> kArithmetic{
    {"exact", compute::Arithmetic::exact},
    {"interval", compute::Arithmetic::interval},
    {"precise", compute::Arithmetic::precise},
    {"double", compute::Arithmetic::binary64}};
const std::map<std::string, compute::Method> kMethods{{"enumerate", compute::Method::enumerate},
                                                      {"polynomial", compute::Method::polynomial}};

// A word of the table. The parser reads enumerations as numbers; the user never sees them.
template <class Value>
CLI::Validator one_of(const std::map<std::string, Value>& words) {
  const auto number_of = [words](std::string& text) -> std::string {
    const auto found = words.find(text);
    if (found != words.end()) {
      text = std::to_string(static_cast<int>(found->second));
      return "";
    }
    std::string known;
    for (const auto& [word, value] : words) known += (known.empty() ? "" : ", ") + word;
    return fmt::format("expected one of {}, found '{}'", known, text);
  };
  return CLI::Validator(number_of, "");
}

// CLI11's own check for positive numbers names the largest double in its message.
const CLI::Validator kPositive(
    [](std::string& text) {
      double value = 0;
      const bool positive = CLI::detail::lexical_cast(text, value) && value > 0;
      return positive ? std::string() : "expected a positive number, found " + text;
    },
    "POSITIVE");

// The parser takes -1 for 2^64 - 1.
const CLI::Validator kSeed(
    [](std::string& text) {
      const bool digits = text.find_first_not_of("0123456789") == std::string::npos;
      return digits ? std::string() : "expected a whole number of at least 0, found " + text;
    },
    "SEED");

const CLI::Range kJobs(0, 1024);

// Everything the command line can say.
struct CommandLine {
  TrainOptions train;
  ReproduceOptions reproduce;
  CheckOptions check;
  ComputeOptions compute;
  std::string list_kind = "claims";
  std::string explained;
  MergeOptions merge;
  SweepOptions sweep;
  ReportOptions report;
  CompareOptions compare;
  std::string replayed;
  std::string schema_name;
  std::string shell;
  bool json = false;
};

void add_check(CLI::App& app, CommandLine& line) {
  auto* check = app.add_subcommand("check", "verify claims and write a report");
  check->footer(
      "Examples:\n  lemmascope check\n  lemmascope check 'causal/*' --profile pr -j2\n"
      "  lemmascope check --tag key-lemma --require exact -o out");
  CheckOptions& o = line.check;
  check->add_option("selector", o.selectors, "globs on claim ids; all claims when none is given");
  check->add_option("--tag", o.tag, "only claims with this tag");
  check->add_option("--paper", o.paper, "only claims of this paper, e.g. 2402.14735");
  check->add_option("--profile", o.profile, "how much to check: quick, pr or nightly")
      ->transform(one_of(kProfiles))
      ->default_str("quick");
  check->add_option("--seed", o.seed, "root seed of every drawn case")
      ->check(kSeed)
      ->capture_default_str();
  check->add_option("-j,--jobs", o.jobs, "threads; all processors when 0")
      ->check(kJobs)
      ->check(CLI::Range(0, 1024))
      ->capture_default_str();
  check->add_option("-o,--output", o.output, "folder for result.json, witnesses and report.html")
      ->capture_default_str();
  check
      ->add_option("--require", o.require,
                   "least evidence: exact, interval, precise or statistical")
      ->transform(one_of(kEvidence));
  check
      ->add_option("--time-budget", o.time_budget_seconds,
                   "seconds after which no case starts; what is left is undecided")
      ->check(CLI::PositiveNumber);
  check->add_flag("--json", o.json, "print the result document instead of a table");
  check->add_option("--shard", o.shard,
                    "run part i of n and leave events for `merge`: --shard 2/3");
  check->add_flag("--fresh", o.fresh, "start anew instead of resuming a killed run");
}

void add_task_flags(CLI::App& command, causal::TaskText& task) {
  auto* group = command.add_option_group("Task");
  group->add_option("--parents", task.parents,
                    "parents of positions 0..T-2, -1 a root: --parents=-1,0,1");
  group->add_option("--graph", task.graph, "chain, pairs, star or random, with --length");
  group->add_option("--length", task.length, "T, the query included");
  group->add_option("--chain", task.chains, "rows by ';': \"7/10,3/10;4/10,6/10\"; repeatable");
  group->add_option("--weight", task.weights, "one per chain");
  group->add_flag("--orbit", task.orbit,
                  "the prior of all row and column permutations of the chain");
  group->add_option("--graph-seed", task.graph_seed, "seed of --graph random");
  group->add_option("--dirichlet", task.dirichlet,
                    "chains with Dirichlet rows of this concentration");
  group->add_option("--vocabulary,--vocab", task.vocabulary, "S, with --dirichlet");
  group->add_option("--samples", task.samples, "chains drawn with --dirichlet, 16 unless given");
  group->add_option("--seed", task.seed, "seed of --dirichlet")
      ->check(kSeed)
      ->capture_default_str();
  group->add_option("--epsilon", task.epsilon, "loss smoothing, 1/100 unless given");
  group->add_option("--beta0", task.beta0, "initial scale of A2, 1/10 unless given");
}

void add_compute(CLI::App& app, CommandLine& line) {
  auto* command = app.add_subcommand("compute", "one number or matrix");
  command->footer(
      "Examples:\n"
      "  lemmascope compute stationary --chain \"7/10,3/10;4/10,6/10\"\n"
      "  lemmascope compute limit-gradient --parents=-1,0,1 --chain \"7/10,3/10;4/10,6/10\" "
      "--orbit\n"
      "  lemmascope compute mutual-information --kind shannon --evidence interval --graph chain "
      "--length 4 --chain \"7/10,3/10;4/10,6/10\"");
  ComputeOptions& o = line.compute;
  command->add_option("quantity", o.quantity, "see `lemmascope list quantities`")->required();
  command->add_option("--task", o.task_file, "the task flags as a TOML file");
  add_task_flags(*command, o.request.task);
  command
      ->add_option("--evidence", o.request.arithmetic,
                   "exact, interval, precise or double; the first the quantity offers")
      ->transform(one_of(kArithmetic))
      ->default_str("");
  command->add_option("--digits", o.request.digits, "digits for precise: up to 200")
      ->check(CLI::Range(1, 200))
      ->capture_default_str();
  auto* method = command->add_option("--method", o.request.method, "enumerate or polynomial")
                     ->transform(one_of(kMethods));
  command
      ->add_flag_callback(
          "--both", [&o] { o.request.method = compute::Method::both; },
          "run both methods and compare them")
      ->excludes(method);
  command->add_flag("--json", o.json, "tagged numbers as JSON");
  command->add_flag("--plain", o.plain, "with --json: bare strings instead of tagged numbers");
  // Options of single quantities, declared once each, checked against the chosen quantity when it
  // runs.
  std::map<std::string, std::string> options;
  for (const auto& calculator : catalogue::every_calculator()) {
    for (const auto& [name, help] : calculator.options) {
      options[name] +=
          fmt::format("{}{}: {}", options[name].empty() ? "" : "; ", calculator.name, help);
    }
  }
  for (const auto& [name, help] : options) {
    command->add_option_function<std::string>(
        "--" + name, [&o, key = name](const std::string& value) { o.request.options[key] = value; },
        help);
  }
}

void add_rest(CLI::App& app, CommandLine& line) {
  auto* list = app.add_subcommand("list", "what exists: claims, graphs, suites or quantities");
  list->add_option("kind", line.list_kind, "claims, graphs, suites or quantities")
      ->capture_default_str();
  list->add_flag("--json", line.json, "machine-readable");
  auto* explain = app.add_subcommand("explain", "one claim: statement, source, difference, twins");
  explain->add_option("claim", line.explained, "claim id")->required();
  explain->add_flag("--json", line.json, "machine-readable");
  auto* doctor = app.add_subcommand("doctor", "versions, canaries, known answers");
  doctor->add_flag("--json", line.json, "machine-readable");
}

void add_document_commands(CLI::App& app, CommandLine& line) {
  auto* merge = app.add_subcommand(
      "merge", "join the shards of a run or of a sweep; refuses gaps, overlaps, mixed versions");
  merge->footer(
      "Example:\n  lemmascope check --shard 1/2 -o s1 && lemmascope check --shard 2/2 -o s2\n"
      "  lemmascope merge s1 s2 -o out");
  merge->add_option("folder", line.merge.folders, "folders of the shards")->required();
  merge
      ->add_option("-o,--output", line.merge.output,
                   "folder for result.json, witnesses and report.html")
      ->capture_default_str();
  merge->add_flag("--json", line.merge.json, "print the result document instead of a table");
  auto* report = app.add_subcommand("report", "render a result; computes nothing");
  report->footer(
      "Examples:\n  lemmascope report out -f md\n"
      "  lemmascope report out/result.json -f html -o report.html --baseline base.json");
  report->add_option("result", line.report.result, "result.json or its folder")->required();
  report
      ->add_option("-f,--format", line.report.format,
                   "html, md, junit, csv, tex, badge, badge-json or json")
      ->capture_default_str();
  report->add_option("-o,--output", line.report.output, "file to write; stdout unless given");
  report->add_option("--baseline", line.report.baseline,
                     "an earlier result: adds what changed (html, md)");
  auto* compare =
      app.add_subcommand("compare", "what changed between two results, or against golden values");
  compare->footer(
      "Exit code 4 when something got worse, 6 when two exact values contradict each other.\n"
      "Example:\n  lemmascope compare tests/golden/baseline.json out/result.json");
  compare->add_option("base", line.compare.base, "result.json, its folder, or golden values")
      ->required();
  compare->add_option("new", line.compare.fresh, "result.json or its folder")->required();
  compare->add_flag("--json", line.compare.json, "machine-readable");
  auto* replay = app.add_subcommand("replay", "one case again, by every route");
  replay->footer(
      "Examples:\n  lemmascope replay causal/parent-dominates@T=5,S=2/quick/seed=20240222/case=19\n"
      "  lemmascope replay out/witness/WITNESS.json");
  replay->add_option("case", line.replayed, "a replay token or a witness file")->required();
  replay->add_flag("--json", line.json, "machine-readable");
  auto* schema = app.add_subcommand(
      "schema", "JSON Schemas: result, witness, events, comparison, golden, sweep, sweep-events");
  schema->add_option("name", line.schema_name, "which one")->required();
  auto* completion = app.add_subcommand("completion", "completion script: bash, zsh or fish");
  completion->add_option("shell", line.shell, "bash, zsh or fish")->required();
}

void add_train(CLI::App& app, CommandLine& line) {
  auto* train = app.add_subcommand("train", "one simulated training with live progress");
  train->footer(
      "Examples:\n  lemmascope train chain --length 20 --vocabulary 10 --steps 8192\n"
      "  lemmascope train dag --length 16 --vocabulary 3 --optimiser adamw --weight-decay 1e-4");
  TrainOptions& t = line.train;
  train->add_option("graph", t.graph, "chain, pairs, star, random, or dag: two random parents each")
      ->capture_default_str();
  train->add_option("--length", t.length, "T, the query included")
      ->check(CLI::Range(2, 1024))
      ->capture_default_str();
  train->add_option("--vocabulary,--vocab", t.states, "S")
      ->check(CLI::Range(2, 200))
      ->capture_default_str();
  train->add_option("--dirichlet", t.concentration, "concentration of the rows")
      ->check(kPositive)
      ->capture_default_str();
  train->add_option("--steps", t.steps, "steps of the optimiser")
      ->check(kPositive)
      ->capture_default_str();
  train->add_option("--batch", t.batch, "sequences per step, 1048576 at most")
      ->check(kPositive)
      ->check(CLI::Range(1, 1 << 20))
      ->capture_default_str();
  train->add_option("--heads", t.heads, "heads of the first layer; 1, and 2 for dag, unless given")
      ->check(CLI::Range(1, 3));
  train->add_option("--precision", t.precision, "float or double")->capture_default_str();
  train->add_option("--optimiser,--optimizer", t.optimiser,
                    "sgd or adamw; sgd, and adamw for dag, unless given");
  train->add_option("--rate", t.learning_rate, "learning rate; sgd 1, adamw 0.01, unless given");
  train->add_option("--weight-decay", t.weight_decay, "decoupled from the gradient")
      ->capture_default_str();
  train->add_flag("--constant-rate", t.constant_rate, "no cosine decay");
  train->add_option("--seed", t.seed, "root seed")->check(kSeed)->capture_default_str();
  train->add_option("--graph-seed", t.graph_seed, "seed of a random graph")
      ->check(kSeed)
      ->capture_default_str();
  train->add_option("-j,--jobs", t.jobs, "threads; all processors when 0")
      ->check(kJobs)
      ->capture_default_str();
  train->add_option("-o,--output", t.output,
                    "folder, out/train/GRAPH unless given; an existing checkpoint is continued");
  train->add_flag("--json", t.json, "print the training as JSON");
}

void add_reproduce(CLI::App& app, CommandLine& line) {
  auto* reproduce =
      app.add_subcommand("reproduce", "a figure of the paper, ours beside the authors'");
  reproduce->footer("Examples:\n  lemmascope reproduce fig9 --quick\n  lemmascope reproduce all");
  ReproduceOptions& r = line.reproduce;
  reproduce->add_option("figure", r.figure, "fig2, fig5, fig6, fig7, fig8, fig9 or all")
      ->required();
  reproduce->add_flag("--quick", r.quick, "a scaled-down configuration");
  reproduce->add_option("--seeds", r.seeds, "independent repetitions")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  reproduce->add_option("--seed", r.seed, "root seed")->check(kSeed)->capture_default_str();
  reproduce->add_option("-j,--jobs", r.jobs, "threads; all processors when 0")
      ->check(kJobs)
      ->capture_default_str();
  reproduce->add_option("-o,--output", r.output, "folder; existing checkpoints are continued")
      ->capture_default_str();
  reproduce->add_flag("--json", r.json, "print the result as JSON");
}

void add_sweep(CLI::App& app, CommandLine& line) {
  auto* sweep = app.add_subcommand("sweep", "one quantity over a grid: resumable, sharded, MPI");
  sweep->footer(
      "Examples:\n  lemmascope sweep plan.toml -o out/sweep        again after a kill: continues\n"
      "  lemmascope sweep plan.toml --shard 1/2 -o s1   then: lemmascope merge s1 s2\n"
      "  mpirun -n 9 lemmascope sweep plan.toml         each rank takes every ninth case\n"
      "  lemmascope sweep plan.toml --list\n\nA plan:\n\n" +
      std::string(embedded_file("sweep_trainings.toml").text) + "\nAnother:\n\n" +
      embedded_file("sweep_phase_map.toml").text);
  SweepOptions& o = line.sweep;
  sweep->add_option("plan", o.plan, "TOML file: quantity, seed, [fixed], [axes], paired")
      ->required();
  sweep
      ->add_option("-o,--output", o.output,
                   "folder for events, sweep.json and sweep.csv; what it holds is continued")
      ->capture_default_str();
  sweep->add_option("-j,--jobs", o.jobs, "cases at a time; all processors when 0, one under mpirun")
      ->check(kJobs)
      ->check(CLI::Range(0, 1024))
      ->capture_default_str();
  sweep->add_option("--shard", o.shard,
                    "do part i of n only: --shard 2/3; mpirun, SLURM arrays set it by themselves");
  sweep->add_option("--seed", o.seed, "root seed, in place of the plan's");
  sweep->add_flag("--list", o.list, "print the keys of the cases and do nothing");
  sweep->add_option("--case", o.only, "compute this case alone and print it");
  sweep->add_flag("--fresh", o.fresh, "forget what the folder holds");
  sweep->add_flag("--json", o.json, "print sweep.json; with --list, the cases");
}

int run(const CLI::App& app, const CommandLine& line, const Console& console) {
  if (app.got_subcommand("train")) return train(line.train, console);
  if (app.got_subcommand("reproduce")) return reproduce(line.reproduce, console);
  if (app.got_subcommand("sweep")) return sweep(line.sweep, console);
  if (app.got_subcommand("merge")) return merge(line.merge, console);
  if (app.got_subcommand("report")) return report(line.report, console);
  if (app.got_subcommand("compare")) return compare(line.compare, console);
  if (app.got_subcommand("replay")) return replay(line.replayed, line.json, console);
  if (app.got_subcommand("schema")) return schema(line.schema_name, console);
  if (app.got_subcommand("completion")) return completion(line.shell, console);
  if (app.got_subcommand("check")) return check(line.check, console);
  if (app.got_subcommand("compute")) return compute(line.compute, console);
  if (app.got_subcommand("list")) return list(line.list_kind, line.json, console);
  if (app.got_subcommand("explain")) return explain(line.explained, line.json, console);
  return doctor(line.json, console);
}

int guarded(const CLI::App& app, const CommandLine& line, const Console& console) {
  try {
    if (!app.got_subcommand("doctor") && !all_passed(run_canary())) {
      console.note(
          "the rounding canary failed: no verdict of this build can be trusted; see `lemmascope "
          "doctor`");
      return kInternal;
    }
    return run(app, line, console);
  } catch (const ContradictionError& failure) {
    console.note(fmt::format("lemmascope: {}", failure.what()));
    return kContradiction;
  } catch (const PreconditionError& failure) {
    console.note(fmt::format("lemmascope: {}", failure.what()));
    return kBadInput;
  } catch (const std::system_error& failure) {
    console.note(fmt::format("lemmascope: {}", failure.what()));
    return kInputOutput;
  } catch (const std::exception& failure) {
    console.note(fmt::format("lemmascope: internal error: {}", failure.what()));
    return kInternal;
  }
}

// What the parser says; for a mistyped command or option, the nearest that exists.
std::string usage_error(const CLI::App& app, const CLI::ParseError& error, int argc, char** argv) {
  const CLI::App* command = &app;
  for (int k = 1; k < argc; ++k) {
    const std::string word = argv[k];
    std::vector<std::string> names;
    if (command == &app && !word.starts_with("-")) {
      for (const auto* known : app.get_subcommands({})) names.push_back(known->get_name());
      if (std::find(names.begin(), names.end(), word) != names.end()) {
        command = app.get_subcommand(word);
        continue;
      }
      return fmt::format("there is no command '{}'{}", word,
                         claim::did_you_mean(claim::nearest_name(word, names)));
    }
    const std::string option = word.substr(0, word.find('='));
    if (!option.starts_with("--") || command->get_option_no_throw(option) != nullptr) continue;
    for (const auto* known : command->get_options()) names.push_back(known->get_name());
    for (const auto* group : command->get_subcommands({})) {  // option groups, for the parser
      for (const auto* known : group->get_options()) names.push_back(known->get_name());
    }
    return fmt::format("there is no option {}{}", option,
                       claim::did_you_mean(claim::nearest_name(option, names)));
  }
  return error.what();
}

}  // namespace

int run_program(int argc, char** argv) {
  catch_crashes();
  CLI::App app{"Checks theorems about how neural networks learn.", "lemmascope"};
  app.set_version_flag("--version", version());
  app.require_subcommand(1);
  CommandLine line;
  add_check(app, line);
  add_compute(app, line);
  add_rest(app, line);
  add_document_commands(app, line);
  add_train(app, line);
  add_reproduce(app, line);
  add_sweep(app, line);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);  // help and version
    Console().note(fmt::format("lemmascope: {} (--help shows the usage)",
                               usage_error(app, error, argc, argv)));
    return kBadInput;
  }
  return guarded(app, line, Console());
}

}  // namespace lemmascope::report
