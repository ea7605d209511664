// The commands as functions from texts to texts, which is all that the Python module binds. They
// are made of the functions that the commands are made of; nothing here prints, knows Python or
// exits. Bad input throws PreconditionError with the line that the command would print.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sim/cpu/stop_flag.hpp"

namespace lemmascope::report::python {

/// What was given of declared options, in the order given: name and value as on the command line.
using Given = std::vector<std::pair<std::string, std::string>>;

/// How a call is told to end early: looked at between pieces of work, raised by another thread.
using Stop = sim::StopFlag;

struct Computed {
  std::string answer;  ///< as `compute --json` prints it, without the last line break
  /// JSON: {"quantity", "formula", "arithmetic", "command", "axes": {field: [rows, columns]}}.
  std::string about;
};
/// Throws Interrupted when stopped.
Computed compute(const std::string& quantity, const Given& given, const std::string& task_file,
                 const Stop& stop);

/// What `check` is asked; see CheckOptions.
struct CheckCall {
  std::vector<std::string> selectors;
  std::string tag, paper, profile = "quick", require = "none";
  std::uint64_t seed = 20240222;
  int jobs = 0;
  double time_budget = 0;  ///< seconds; 0: none
  std::optional<double> most_work;
  std::optional<std::int64_t> attack;
  std::string task;       ///< file of one's own instance; empty: the families
  std::string task_name;  ///< what the document calls that file
};
using Files = std::vector<std::pair<std::string, std::string>>;  ///< path and content
struct Checked {
  std::string document;  ///< result.json as the command writes it
  Files samples;         ///< that it writes beside it
};
/// Throws PreconditionError where a selector, or all of them together, match nothing; Interrupted
/// when stopped.
Checked check(const CheckCall& call, const Stop& stop);

/// What `attack` is asked; see AttackOptions.
struct AttackCall {
  std::string claim, profile = "quick";
  std::optional<std::int64_t> evaluations;
  std::uint64_t seed = 20240222;
  int jobs = 0;
};
/// As `attack --json` prints it, without the last line break.
std::string attack(const AttackCall& call, const Stop& stop);

struct Trained {
  std::string training;  ///< training.json as the command writes it
  std::string page;      ///< the result document that its page is rendered from
  bool finished = false;
};
/// With an empty folder nothing is kept. Else it holds training.json, training.html and the
/// checkpoint, as the command leaves them; a checkpoint that is there is continued. Nothing when
/// stopped before there was anything to show.
std::optional<Trained> train(const std::string& training, const Given& given,
                             const std::string& task_file, int jobs, const std::string& folder,
                             const Stop& stop);

/// A document, given as text or (`is_path`) as a file or folder, in a format of `report`. The
/// baseline is a path; empty: none.
std::string report(const std::string& document, bool is_path, const std::string& format,
                   const std::string& baseline);

/// JSON: what there is to compute and to train, [{"name", "paper", "summary", "formula",
/// "options": [{"name", "help", "expects", "file", …}]}].
std::string quantities();
std::string trainings();
/// JSON: [{"id", "statement", …}] as `list claims --json` prints.
std::string claims();
/// The options of a quantity, as above. Throws PreconditionError where there is none of that name.
std::string options_of_quantity(const std::string& name);
std::string options_of_training(const std::string& name);

/// The files that a run leaves beside its events and samples: result.json, report.html and the
/// witnesses.
Files files_of_result(const std::string& document);
/// Writes them, whole or not at all.
void save(const std::string& path, const std::string& content);

}  // namespace lemmascope::report::python
