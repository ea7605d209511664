// The command line. The only file that knows CLI11.
#include "reports/cli/program.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <map>
#include <new>
#include <system_error>

#include "properties/catalogue/catalogue.hpp"
#include "properties/claim/exit_codes.hpp"
#include "properties/claim/nearest_name.hpp"
#include "reports/cli/command_tree.hpp"
#include "reports/cli/commands.hpp"
#include "reports/cli/sweep_commands.hpp"
#include "reports/cli/task_file.hpp"
#include "reports/cli/training_commands.hpp"
#include "reports/model/provenance.hpp"
#include "reports/writers/template.hpp"
#include "theory/numeric/canary.hpp"
#include "theory/numeric/contradiction.hpp"
#include "theory/numeric/require.hpp"
#include "theory/numeric/small_blocks.hpp"

namespace lemmascope::report {
namespace {

// Before the numbers that sources hold outside of functions.
struct SmallBlocks {
  SmallBlocks() { use_small_blocks(); }
};
[[gnu::init_priority(101)]] const SmallBlocks small_blocks;

// The default is chosen by the training; an empty name is not the same as none.
const CLI::Validator kFolder(
    [](std::string& text) {
      return text.empty() ? std::string("expected a folder, found ''") : std::string();
    },
    "");

const std::map<std::string, claim::Profile> kProfiles{{"quick", claim::Profile::quick},
                                                      {"pr", claim::Profile::pr},
                                                      {"nightly", claim::Profile::nightly}};
const std::map<std::string, claim::Evidence> kEvidence{
    {"machine-checked", claim::Evidence::machine_checked},
    {"exact", claim::Evidence::exact},
    {"interval", claim::Evidence::interval},
    {"precise", claim::Evidence::precise},
    {"statistical", claim::Evidence::statistical}};
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

// Reads a number as options of calculators are read: the parser's own reading takes -1 for 2^64 - 1
// and 0x10 for 16.
CLI::Validator as_option(compute::Option option) {
  const auto read = [option = std::move(option)](std::string& text) -> std::string {
    try {
      compute::canonical_text(option, text);
      return "";
    } catch (const PreconditionError& failure) {
      return failure.what();
    }
  };
  return CLI::Validator(read, "");
}

CLI::Validator whole_between(const std::string& least, const std::string& most) {
  return as_option({.kind = compute::OptionKind::whole, .least = least, .most = most});
}

const CLI::Validator kSeed = whole_between("0", "18446744073709551615");
const CLI::Validator kEvaluations = whole_between("0", "1000000000000");
const CLI::Validator kJobs = whole_between("0", "1024");

// Everything the command line can say.
struct CommandLine {
  /// Words that an option takes, for completion.
  std::map<const CLI::Option*, std::vector<std::string>> words;
  /// Options whose values are claims, and files.
  std::vector<const CLI::Option*> claims, files;
  /// What was given of the declared options, as written, and the file of more of them.
  std::vector<compute::WrittenOption> written;
  std::string task_file;
  TrainOptions train;
  ReproduceOptions reproduce;
  CheckOptions check;
  ProofsOptions proofs;
  ComputeOptions compute;
  ListOptions list;
  std::string explained;
  AttackOptions attack;
  MergeOptions merge;
  SweepOptions sweep;
  ReportOptions report;
  SiteOptions site;
  CompareOptions compare;
  std::string replayed;
  std::string schema_name;
  std::string shell;
  std::string new_folder;
  std::string new_key;
  std::string new_claim;
  bool json = false;
};

void add_check(CLI::App& app, CommandLine& line) {
  auto* check = app.add_subcommand("check", "verify claims and write a report");
  check->footer(
      "Examples:\n  lemmascope check\n  lemmascope check 'PAPER/*' --profile pr -j2\n"
      "  lemmascope check --tag key-lemma --require exact -o out\n"
      "  lemmascope check --task mine.toml          every claim about your own graph and chain");
  CheckOptions& o = line.check;
  line.claims.push_back(check->add_option("selector", o.selectors,
                                          "globs on claim ids; all claims when none is given"));
  check->add_option("--tag", o.tag, "only claims with this tag");
  check->add_option("--paper", o.paper, "only claims of this paper, by key, name or number");
  line.words[check->add_option("--profile", o.profile, "how much to check: quick, pr or nightly")
                 ->transform(one_of(kProfiles))
                 ->default_str("quick")] = {"quick", "pr", "nightly"};
  check->add_option("--seed", o.seed, "root seed of every drawn case")
      ->check(kSeed)
      ->capture_default_str();
  check->add_option("-j,--jobs", o.jobs, "threads; all processors when 0")
      ->check(kJobs)
      ->capture_default_str();
  check->add_option("-o,--output", o.output, "folder for result.json, witnesses and report.html")
      ->capture_default_str();
  line.words[check
                 ->add_option("--require", o.require,
                              "least evidence: machine-checked, exact, interval, precise or "
                              "statistical")
                 ->transform(one_of(kEvidence))] = {"machine-checked", "exact", "interval",
                                                    "precise", "statistical"};
  check
      ->add_option("--time-budget", o.time_budget_seconds,
                   "seconds after which no case starts and what runs gives up; what is left is "
                   "undecided")
      ->check(as_option({.kind = compute::OptionKind::number, .least = "0", .above_least = true}));
  check
      ->add_option("--most-work", o.most_work,
                   "multiply-adds that a law may take on one case; a case that needs more by its "
                   "estimate is not run and leaves its claim undecided")
      ->check(as_option({.kind = compute::OptionKind::number, .least = "0", .above_least = true}))
      ->capture_default_str();
  check
      ->add_option("--attack", o.attack,
                   "evaluations of its law that the attack on a claim spends; 0: no attack")
      ->check(kEvaluations);
  check->add_flag("--json", o.json, "print the result document instead of a table");
  check->add_option("--shard", o.shard,
                    "run part i of n and leave events for `merge`: --shard 2/3");
  check->add_flag("--proofs", o.proofs,
                  "let Coq check the proofs that claims name, and the program's numbers against "
                  "their definitions");
  check->add_option("--compiled", o.compiled,
                    "folder of compiled proofs; they are compiled into it where they are not");
  check->add_flag("--fresh", o.fresh, "start anew instead of resuming a killed run");
  line.files.push_back(check->add_option(
      "--task", o.task,
      "ask the claims about one instance, your own, that this TOML file describes (graph, chain, "
      "prior), instead of their families"));
}

void add_attack(CLI::App& app, CommandLine& line) {
  auto* attack = app.add_subcommand("attack", "try to break one claim's law");
  attack->footer(
      "Exit code 1 when a claim that should hold was broken, 3 when one that should fall was not.\n"
      "Example:\n  lemmascope attack PAPER/some-law --evaluations 100000 --witness broken.json");
  AttackOptions& o = line.attack;
  line.claims.push_back(attack->add_option("claim", o.claim, "claim id")->required());
  attack
      ->add_option("--evaluations", o.evaluations,
                   "evaluations of the law; the claim's own number for the profile unless given")
      ->check(kEvaluations);
  line.words[attack
                 ->add_option("--profile", o.profile, "how far charts reach: quick, pr or nightly")
                 ->transform(one_of(kProfiles))
                 ->default_str("quick")] = {"quick", "pr", "nightly"};
  attack->add_option("--seed", o.seed, "root seed of starting points")
      ->check(kSeed)
      ->capture_default_str();
  attack->add_option("-j,--jobs", o.jobs, "threads; all processors when 0")
      ->check(kJobs)
      ->capture_default_str();
  attack->add_option("--witness", o.witness, "file for the counterexample, if one is found");
  attack->add_flag("--json", o.json, "print the result of the attack as JSON");
}

// --name, --alias and so on.
std::string flags_of(const compute::Option& option) {
  std::string flags = "--" + option.name;
  for (const std::string& alias : option.aliases) flags += ",--" + alias;
  return flags;
}

std::string help_of(const compute::Option& option) {
  std::string help = option.help;
  if (!option.choices.empty()) help += ": " + compute::any_of(option.choices);
  if (option.repeatable) help += "; repeatable";
  if (option.required) help += " (required)";
  return help;
}

// Every declared option as one of the command. What is given is kept as it was written: reading it
// is the declarations' business.
void add_declared(CLI::App& command, const std::vector<compute::Option>& options,
                  CommandLine& line) {
  for (const compute::Option& declared : options) {
    const auto keep = [&line, name = declared.name](const std::string& text) {
      line.written.push_back({name, text, "--" + name});
    };
    if (declared.kind == compute::OptionKind::flag) {
      command.add_flag_callback(
          flags_of(declared), [keep] { keep("true"); }, help_of(declared));
      continue;
    }
    const auto keep_all = [keep](const CLI::results_t& texts) {
      for (const std::string& text : texts) keep(text);
      return true;
    };
    auto* added = command.add_option(flags_of(declared), keep_all, help_of(declared));
    added->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)->default_str(declared.usual);
    line.words[added] = declared.choices;
    if (declared.kind == compute::OptionKind::file) line.files.push_back(added);
  }
}

std::string example_footer(const std::string& command, const std::string& example) {
  return example.empty() ? "" : fmt::format("Example:\n  lemmascope {} {}", command, example);
}

void add_quantity(CLI::App& compute_command, const compute::Calculator& calculator,
                  CommandLine& line) {
  const std::string name = catalogue::short_name(calculator);
  auto* command = compute_command.add_subcommand(name, calculator.summary);
  const std::string long_name = calculator.paper + "/" + calculator.name;
  if (long_name != name) command->alias(long_name);
  command->footer(fmt::format("{}\n\n{}", calculator.formula,
                              example_footer("compute " + name, calculator.example)));
  ComputeOptions& o = line.compute;
  command->callback([&o, &calculator] { o.calculator = &calculator; });
  add_declared(*command, compute::every_option(calculator), line);
  const auto& methods = calculator.methods;
  if (std::find(methods.begin(), methods.end(), compute::Method::both) != methods.end()) {
    command
        ->add_flag_callback(
            "--both",
            [&line] {
              line.written.push_back({"method", "both", "--both"});
            },
            "the same as --method both: run both methods and compare them")
        ->excludes(command->get_option("--method"));
  }
  add_declared(*command, compute::budget_options(), line);
  // A quantity may have a --task of its own.
  if (compute::find_option(calculator.options, "task") == nullptr) {
    line.files.push_back(
        command->add_option("--task", line.task_file, "these options as a TOML file"));
  }
  command->add_flag("--json", o.json, "tagged numbers as JSON");
  command->add_flag("--plain", o.plain, "bare strings as JSON");
}

void add_compute(CLI::App& app, CommandLine& line) {
  auto* command = app.add_subcommand("compute", "one number or matrix");
  command->require_subcommand(1);
  command->footer(
      "Every quantity has a help of its own: lemmascope compute limit-gradient --help\n"
      "`lemmascope list quantities` shows all.");
  for (const auto& calculator : catalogue::every_calculator()) {
    add_quantity(*command, calculator, line);
  }
}

void add_rest(CLI::App& app, CommandLine& line) {
  auto* list = app.add_subcommand(
      "list",
      "what exists: claims, papers, statements, findings, suites, quantities, trainings, "
      "reproductions");
  list->footer(
      "Examples:\n  lemmascope list findings                what is wrong or unsaid in print\n"
      "  lemmascope list findings --result out   the same with the counterexamples of a run");
  line.words[list->add_option("kind", line.list.kind,
                              "claims, papers, statements, findings, suites, quantities, "
                              "trainings, reproductions, or the choices of an option: graphs")
                 ->capture_default_str()] = {"claims", "papers",     "statements", "findings",
                                             "suites", "quantities", "trainings",  "reproductions"};
  line.files.push_back(list->add_option(
      "--result", line.list.result,
      "findings only: a result.json or its folder, whose smallest counterexamples are shown"));
  list->add_flag("--json", line.list.json, "machine-readable");
  auto* explain = app.add_subcommand("explain", "one claim: statement, source, difference, twins");
  line.claims.push_back(explain->add_option("claim", line.explained, "claim id")->required());
  explain->add_flag("--json", line.json, "machine-readable");
  auto* proofs = app.add_subcommand(
      "proofs", "machine-checked theorems: list them, print statements, let Coq check them");
  proofs->footer(
      "Examples:\n  lemmascope proofs                     one line for every theorem\n"
      "  lemmascope proofs PAPER/some-claim    what is proved of it: words, Coq, definitions\n"
      "  lemmascope proofs --check             Coq compiles them and says what they rest on");
  ProofsOptions& p = line.proofs;
  line.claims.push_back(proofs->add_option("name", p.name, "a claim or a theorem"));
  proofs->add_flag("--check", p.check, "let Coq check them; 3 where Coq is absent, 6 on a refusal");
  proofs->add_option("--compiled", p.compiled,
                     "folder of compiled proofs; they are compiled into it where they are not");
  proofs->add_flag("--json", p.json, "machine-readable");
  auto* doctor = app.add_subcommand("doctor", "versions, canaries, known answers");
  doctor->add_flag("--json", line.json, "machine-readable");
}

void add_document_commands(CLI::App& app, CommandLine& line) {
  auto* merge = app.add_subcommand(
      "merge", "join the shards of a run or of a sweep; refuses gaps, overlaps, mixed versions");
  merge->footer(
      "Example:\n  lemmascope check --shard 1/2 -o s1 && lemmascope check --shard 2/2 -o s2\n"
      "  lemmascope merge s1 s2 -o out");
  line.files.push_back(
      merge->add_option("folder", line.merge.folders, "folders of the shards")->required());
  merge
      ->add_option("-o,--output", line.merge.output,
                   "folder for result.json, witnesses and report.html")
      ->capture_default_str();
  merge->add_flag("--json", line.merge.json, "print the result document instead of a table");
  auto* report = app.add_subcommand("report", "render a result; computes nothing");
  report->footer(
      "Examples:\n  lemmascope report out -f md\n"
      "  lemmascope report out/result.json -f html -o report.html --baseline base.json");
  line.files.push_back(
      report
          ->add_option("result", line.report.result,
                       "result.json, sweep.json, training.json or their folder, a reproduction, a "
                       "witness, or what `compare --json` and `compute --json` print")
          ->required());
  line.words[report
                 ->add_option("-f,--format", line.report.format,
                              "html, md, junit, csv, tex, badge, badge-json or json")
                 ->capture_default_str()] = {"html", "md",    "junit",      "csv",
                                             "tex",  "badge", "badge-json", "json"};
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
      "Examples:\n  lemmascope replay PAPER/some-law@S=2/quick/seed=20240222/case=19\n"
      "  lemmascope replay out/witness/WITNESS.json");
  line.files.push_back(
      replay->add_option("case", line.replayed, "a replay token or a witness file")->required());
  replay->add_flag("--json", line.json, "machine-readable");
  auto* schema = app.add_subcommand(
      "schema", "JSON Schemas: result, witness, events, comparison, golden, sweep, sweep-events");
  line.words[schema->add_option("name", line.schema_name, "which one")->required()] = {
      "result", "witness", "events", "comparison", "golden", "sweep", "sweep-events"};
  auto* completion = app.add_subcommand("completion", "completion script: bash, zsh or fish");
  line.words[completion->add_option("shell", line.shell, "bash, zsh or fish")->required()] = {
      "bash", "zsh", "fish"};
  app.add_subcommand("man", "the manual page of this program, for `man -l -`");
}

void add_site(CLI::App& app, CommandLine& line) {
  auto* site = app.add_subcommand("site", "a static site of results and texts; computes nothing");
  site->footer(
      "Every host that serves files can serve it.\n"
      "Example:\n  lemmascope site public out out/sweep README.md properties/GUIDE.md");
  site->add_option("folder", line.site.folder, "where the site is written")
      ->required()
      ->check(kFolder);
  line.files.push_back(site->add_option("source", line.site.sources,
                                        "documents that `report` renders, and Markdown files")
                           ->required());
}

void add_new(CLI::App& app, CommandLine& line) {
  auto* made =
      app.add_subcommand("new", "a house for a paper of your own, or one more claim in it");
  made->require_subcommand(1);
  auto* paper = made->add_subcommand("paper", "a folder that builds at once");
  paper->add_option("folder", line.new_folder, "must not exist yet, or be empty")->required();
  paper->add_option("--key", line.new_key, "the paper's key; the folder's name unless given");
  auto* claim = made->add_subcommand("claim", "a file for a claim, listed where it belongs");
  claim->add_option("id", line.new_claim, "PAPER/SLUG: mine/some-law")->required();
}

void add_jobs_and_json(CLI::App& command, int& jobs, bool& json, const std::string& what) {
  command.add_option("-j,--jobs", jobs, "threads; all processors when 0")
      ->check(kJobs)
      ->capture_default_str();
  command.add_flag("--json", json, "print the " + what + " as JSON");
}

// A subcommand for a training or figure by its short and its long name.
template <class Item>
CLI::App* add_item(CLI::App& command, const catalogue::OfPaper<Item>& one,
                   const std::string& summary, CommandLine& line) {
  const std::string name = short_name(one), long_name = one.paper->key + "/" + one.item.name;
  auto* item = command.add_subcommand(name, summary);
  if (long_name != name) item->alias(long_name);
  add_declared(*item, one.item.options, line);
  line.files.push_back(item->add_option("--task", line.task_file, "these options as a TOML file"));
  return item;
}

void add_train(CLI::App& app, CommandLine& line) {
  auto* train = app.add_subcommand("train", "one simulated training with live progress");
  train->require_subcommand(1);
  train->footer(
      "Every training has a help of its own: lemmascope train NAME --help\n"
      "`lemmascope train --task mine.toml` trains on a graph and chains of your own: train own.");
  TrainOptions& t = line.train;
  for (const auto& one : catalogue::every_training()) {
    auto* command = add_item(*train, one, one.item.summary, line);
    command->callback([&t, &one] { t.training = one.paper->key + "/" + one.item.name; });
    command->footer(example_footer("train " + short_name(one), "-o out/train"));
    command
        ->add_option("-o,--output", t.output,
                     "folder, out/train/NAME unless given; an existing checkpoint is continued")
        ->check(kFolder);
    add_jobs_and_json(*command, t.jobs, t.json, "training");
  }
}

// The options of every figure that `all` makes, each once.
std::vector<compute::Option> options_of_all_figures() {
  std::vector<compute::Option> options;
  for (const auto& [paper, figure] : catalogue::every_reproduction()) {
    for (const compute::Option& option : figure.options) {
      if (figure.in_all && compute::find_option(options, option.name) == nullptr) {
        options.push_back(option);
      }
    }
  }
  return options;
}

void add_reproduce(CLI::App& app, CommandLine& line) {
  auto* reproduce =
      app.add_subcommand("reproduce", "a figure of a paper, ours beside the authors'");
  reproduce->require_subcommand(1);
  reproduce->footer("Every figure has a help of its own: lemmascope reproduce NAME --help");
  ReproduceOptions& r = line.reproduce;
  const auto finish = [&](CLI::App& command, const std::string& figure) {
    command.callback([&r, figure] { r.figure = figure; });
    command.add_option("-o,--output", r.output, "folder; existing checkpoints are continued")
        ->capture_default_str();
    add_jobs_and_json(command, r.jobs, r.json, "result");
  };
  for (const auto& one : catalogue::every_reproduction()) {
    auto* command =
        add_item(*reproduce, one, fmt::format("{}: {}", one.item.title, one.item.shows), line);
    finish(*command, one.paper->key + "/" + one.item.name);
  }
  if (catalogue::every_reproduction().empty()) return;
  auto* all = reproduce->add_subcommand("all", "every figure whose trainings no other shows");
  add_declared(*all, options_of_all_figures(), line);
  finish(*all, "all");
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
  line.files.push_back(
      sweep->add_option("plan", o.plan, "TOML file: quantity, seed, [fixed], [axes], paired")
          ->required());
  sweep
      ->add_option("-o,--output", o.output,
                   "folder for events, sweep.json and sweep.csv; what it holds is continued")
      ->capture_default_str();
  sweep->add_option("-j,--jobs", o.jobs, "cases at a time; all processors when 0, one under mpirun")
      ->check(kJobs)
      ->capture_default_str();
  sweep->add_option("--shard", o.shard,
                    "do part i of n only: --shard 2/3; mpirun, SLURM arrays set it by themselves");
  sweep->add_option("--seed", o.seed, "root seed, in place of the plan's")->check(kSeed);
  sweep->add_flag("--list", o.list, "print the keys of the cases and do nothing");
  sweep->add_option("--case", o.only, "compute this case alone and print it");
  sweep->add_flag("--fresh", o.fresh, "forget what the folder holds");
  sweep->add_flag("--json", o.json, "print sweep.json; with --list, the cases");
}

// The examples in the help name the program that is asked, which may be another project's.
void name_in_examples(CLI::App& app, const std::string& program) {
  const std::string written = "lemmascope ";
  std::string footer = app.get_footer();
  for (std::size_t at = footer.find(written); at != std::string::npos;
       at = footer.find(written, at + program.size() + 1)) {
    footer.replace(at, written.size(), program + " ");
  }
  app.footer(footer);
  for (CLI::App* command : app.get_subcommands({})) name_in_examples(*command, program);
}

// One option of the parser as data.
DescribedOption described(const CLI::Option& option, const CommandLine& line) {
  DescribedOption out;
  out.positional = option.get_positional();
  for (const std::string& name : option.get_lnames()) out.names.push_back("--" + name);
  for (const std::string& name : option.get_snames()) out.names.push_back("-" + name);
  if (out.positional) out.names.push_back(option.get_name(true));
  out.help = option.get_description();
  out.usual = option.get_default_str();
  const auto contains = [&option](const std::vector<const CLI::Option*>& list) {
    return std::find(list.begin(), list.end(), &option) != list.end();
  };
  const auto words = line.words.find(&option);
  if (option.get_items_expected_max() == 0) {
    out.values = DescribedOption::Values::none;
  } else if (words != line.words.end() && !words->second.empty()) {
    out.values = DescribedOption::Values::words;
    out.words = words->second;
  } else if (contains(line.claims)) {
    out.values = DescribedOption::Values::claims;
  } else if (contains(line.files)) {
    out.values = DescribedOption::Values::files;
  }
  return out;
}

DescribedCommand described(const CLI::App& app, const CommandLine& line) {
  DescribedCommand out{app.get_name(), app.get_description(), app.get_footer(), {}};
  for (const CLI::Option* option : app.get_options()) {
    out.options.push_back(described(*option, line));
  }
  for (const CLI::App* command : app.get_subcommands({})) {
    out.commands.push_back(described(*command, line));
  }
  return out;
}

// The values that were given for the declared options of the command, those of --task among them.
compute::OptionValues given(const std::vector<compute::Option>& options, const std::string& owner,
                            const CommandLine& line) {
  return read_given(options, owner, line.written, line.task_file);
}

int run_compute(CommandLine& line, const Console& console) {
  const compute::Calculator& calculator = *line.compute.calculator;
  std::vector<compute::Option> options = compute::every_option(calculator);
  options.insert(options.end(), compute::budget_options().begin(), compute::budget_options().end());
  line.compute.values = given(options, calculator.name, line);
  return compute(line.compute, console);
}

int run_training(CommandLine& line, const Console& console) {
  const auto& training = catalogue::training_named(line.train.training).item;
  line.train.values = given(training.options, training.name, line);
  return train(line.train, console);
}

int run_reproduction(CommandLine& line, const Console& console) {
  const std::string& figure = line.reproduce.figure;
  const auto options = figure == "all" ? options_of_all_figures()
                                       : catalogue::reproduction_named(figure).item.options;
  line.reproduce.values = given(options, figure, line);
  return reproduce(line.reproduce, console);
}

int run(const CLI::App& app, CommandLine& line, const Console& console) {
  if (app.got_subcommand("new")) {
    return line.new_claim.empty() ? new_paper(line.new_folder, line.new_key, console)
                                  : new_claim(line.new_claim, console);
  }
  if (app.got_subcommand("train")) return run_training(line, console);
  if (app.got_subcommand("reproduce")) return run_reproduction(line, console);
  if (app.got_subcommand("sweep")) return sweep(line.sweep, console);
  if (app.got_subcommand("merge")) return merge(line.merge, console);
  if (app.got_subcommand("report")) return report(line.report, console);
  if (app.got_subcommand("site")) return site(line.site, console);
  if (app.got_subcommand("compare")) return compare(line.compare, console);
  if (app.got_subcommand("replay")) return replay(line.replayed, line.json, console);
  if (app.got_subcommand("schema")) return schema(line.schema_name, console);
  if (app.got_subcommand("completion")) {
    console.print_raw(completion_script(described(app, line), line.shell));
    return kAsExpected;
  }
  if (app.got_subcommand("man")) {
    console.print_raw(man_page(described(app, line)));
    return kAsExpected;
  }
  if (app.got_subcommand("check")) return check(line.check, console);
  if (app.got_subcommand("compute")) return run_compute(line, console);
  if (app.got_subcommand("list")) return list(line.list, console);
  if (app.got_subcommand("proofs")) return proofs(line.proofs, console);
  if (app.got_subcommand("attack")) return attack(line.attack, console);
  if (app.got_subcommand("explain")) return explain(line.explained, line.json, console);
  return doctor(line.json, console);
}

// What `body` returns, or the exit code of what it throws after a line about it.
template <class Body>
int guarded(const std::string& program, const Console& console, Body body) {
  try {
    return body();
  } catch (const ContradictionError& failure) {
    console.note(fmt::format("{}: {}", program, failure.what()));
    return kContradiction;
  } catch (const PreconditionError& failure) {
    console.note(fmt::format("{}: {}", program, failure.what()));
    return kBadInput;
  } catch (const std::system_error& failure) {
    console.note(fmt::format("{}: {}", program, failure.what()));
    return kInputOutput;
  } catch (const std::bad_alloc&) {
    console.note(fmt::format("{}: out of memory", program));
    return kInternal;
  } catch (const std::exception& failure) {
    console.note(fmt::format("{}: internal error: {}", program, failure.what()));
    return kInternal;
  }
}

bool canary_sings(const CLI::App& app, const std::string& program, const Console& console) {
  if (app.got_subcommand("doctor") || all_passed(run_canary())) return true;
  console.note(fmt::format(
      "the rounding canary failed: no verdict of this build can be trusted; see `{} doctor`",
      program));
  return false;
}

std::vector<std::string> names_of(const std::vector<const CLI::App*>& commands) {
  std::vector<std::string> names;
  for (const CLI::App* command : commands) names.push_back(command->get_name());
  return names;
}

const CLI::App* command_named(const CLI::App& app, const std::string& name) {
  for (const CLI::App* command : app.get_subcommands({})) {
    if (command->check_name(name)) return command;
  }
  return nullptr;
}

// What a word after `command` names.
std::string_view kind_of_subcommand(const CLI::App& command) {
  if (command.get_name() == "compute") return "quantity";
  if (command.get_name() == "train") return "training";
  if (command.get_name() == "reproduce") return "figure";
  return "command";
}

// The command or option of `arguments` that does not exist, with the nearest that does; else what
// the parser says.
std::string usage_error(const CLI::App& app, const CLI::ParseError& error,
                        const std::vector<std::string>& arguments) {
  const CLI::App* command = &app;
  bool expects_command = true;
  for (const std::string& word : arguments) {
    const bool is_option = word.starts_with("-");
    if (expects_command && !is_option) {
      const std::vector<const CLI::App*> commands = command->get_subcommands({});
      const CLI::App* next = command_named(*command, word);
      if (next == nullptr) {
        const std::vector<std::string> names = names_of(commands);
        const std::string near = claim::nearest_name(word, names);
        const bool top = command == &app;
        return fmt::format(
            "there is no {} {}{}", kind_of_subcommand(*command), compute::in_quotes(word),
            near.empty() && !top
                ? fmt::format("; `lemmascope {} --help` names all", command->get_name())
                : claim::did_you_mean(near));
      }
      command = next;
      expects_command = !command->get_subcommands({}).empty();
      continue;
    }
    const std::string option = word.substr(0, word.find('='));
    if (!option.starts_with("--") || command->get_option_no_throw(option) != nullptr) continue;
    std::vector<std::string> names;
    for (const auto* known : command->get_options()) {
      for (const std::string& name : known->get_lnames()) names.push_back(name);
    }
    const std::string near = claim::nearest_name(option.substr(2), names);
    return fmt::format("there is no option {}{}", option,
                       near.empty() ? "" : claim::did_you_mean("--" + near));
  }
  if (!expects_command || command == &app) return error.what();
  const std::string known = compute::any_of(names_of(command->get_subcommands({})));
  return fmt::format("{}: expected {}", command->get_name(), known);
}

// `compute --json stationary` is `compute stationary --json`: what a command computes or trains
// stands first for the parser.
std::vector<std::string> name_first(const CLI::App& app, std::vector<std::string> arguments) {
  if (arguments.size() < 2 || !arguments[1].starts_with("-")) return arguments;
  const CLI::App* command = command_named(app, arguments[0]);
  if (command == nullptr || command->get_subcommands({}).empty()) return arguments;
  const auto name = std::find_if(arguments.begin() + 1, arguments.end(), [&](const auto& word) {
    return command_named(*command, word) != nullptr;
  });
  if (name != arguments.end()) std::rotate(arguments.begin() + 1, name, name + 1);
  return arguments;
}

// The training that a task file is for, when none is named.
constexpr const char* kOwnTraining = "own";

// `train --length 6` is the first training's, `train --task FILE` one's own.
std::vector<std::string> with_training(const CLI::App& app, std::vector<std::string> arguments) {
  const CLI::App* command = arguments.empty() ? nullptr : command_named(app, arguments[0]);
  if (command == nullptr || command->get_name() != "train") return arguments;
  if (arguments.size() > 1 &&
      (!arguments[1].starts_with("-") || arguments[1] == "--help" || arguments[1] == "-h")) {
    return arguments;
  }
  const auto trainings = command->get_subcommands({});
  const bool has_task = std::any_of(arguments.begin(), arguments.end(), [](const auto& word) {
    return word == "--task" || word.starts_with("--task=");
  });
  if (has_task && command_named(*command, kOwnTraining) != nullptr) {
    arguments.insert(arguments.begin() + 1, kOwnTraining);
  } else if (!trainings.empty()) {
    arguments.insert(arguments.begin() + 1, trainings.front()->get_name());
  }
  return arguments;
}

// The parser takes the next argument for the value that "--seed=" lacks.
void refuse_empty_values(const std::vector<std::string>& arguments) {
  for (const std::string& word : arguments) {
    if (word.starts_with("--") && word.size() > 3 && word.find('=') == word.size() - 1) {
      refuse(fmt::format("{}: expected a value, found nothing", word.substr(0, word.size() - 1)));
    }
  }
}

int run_arguments(CLI::App& app, CommandLine& line, const std::vector<std::string>& given_arguments,
                  const Console& console) {
  refuse_empty_values(given_arguments);
  const std::vector<std::string> arguments = with_training(app, name_first(app, given_arguments));
  try {
    app.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
  } catch (const CLI::CallForHelp&) {
    console.print_raw(app.help());
    return kAsExpected;
  } catch (const CLI::CallForVersion&) {
    console.print(version_line());
    return kAsExpected;
  } catch (const CLI::ParseError& error) {
    console.note(fmt::format("{}: {} (--help shows the usage)", app.get_name(),
                             usage_error(app, error, arguments)));
    return kBadInput;
  }
  if (!canary_sings(app, app.get_name(), console)) return kInternal;
  return run(app, line, console);
}

int run_command(int argc, char** argv) {
  const Console console;
  const std::string program = this_program().name;
  return guarded(program, console, [&] {
    source_date_epoch();  // refused before anything runs, not when its result is written
    CLI::App app{"Checks theorems about how neural networks learn.", program};
    app.set_version_flag("--version", version_line());
    app.require_subcommand(1);
    CommandLine line;
    add_check(app, line);
    add_attack(app, line);
    add_compute(app, line);
    add_rest(app, line);
    add_document_commands(app, line);
    add_site(app, line);
    add_new(app, line);
    add_train(app, line);
    add_reproduce(app, line);
    add_sweep(app, line);
    name_in_examples(app, program);
    return run_arguments(app, line, std::vector<std::string>(argv + std::min(argc, 1), argv + argc),
                         console);
  });
}

}  // namespace

int run_program(int argc, char** argv, const ThisProgram& program) {
  set_this_program(program);
  open_standard_descriptors();
  catch_crashes();
  return code_of_output(run_command(argc, argv));
}

}  // namespace lemmascope::report
