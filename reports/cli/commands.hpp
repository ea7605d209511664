// One function per command. Each returns the exit code; bad input is thrown as PreconditionError
// and turned into one line and exit code 2 by main.
#pragma once

#include <cstdint>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "properties/claim/claim.hpp"
#include "properties/compute/calculator.hpp"
#include "reports/cli/console.hpp"

namespace lemmascope::report {

struct CheckOptions {
  std::vector<std::string> selectors;
  std::string tag;
  std::string paper;
  claim::Profile profile = claim::Profile::quick;
  std::uint64_t seed = 20240222;
  int jobs = 0;  ///< 0: all processors
  std::string output = "out";
  bool json = false;
  claim::Evidence require = claim::Evidence::none;
  double time_budget_seconds = 0;       ///< 0: none
  double most_work = claim::kMostWork;  ///< multiply-adds that a law may take on one case
  std::string shard;                    ///< "i/n"; empty: from the environment, or the whole run
  bool fresh = false;                   ///< do not resume a killed run
  bool proofs = false;                  ///< let Coq judge proofs and certificates
  std::string compiled;                 ///< folder of compiled proofs; empty: the usual one
  std::optional<std::int64_t> attack;  ///< evaluations an attack spends; the claim's own when empty
  std::string task;                    ///< file of the instance to ask about; empty: the families
};
int check(const CheckOptions& options, const Console& console);
/// What the engine is told of it.
claim::RunContext context_of(const CheckOptions& options);
using OwnClaims = std::vector<std::shared_ptr<const claim::Claim>>;
/// Those of the claims that can be asked about the instance of `options.task`, as claims about it
/// alone. Throws PreconditionError where no paper, or more than one, reads such a file.
OwnClaims claims_of_task(const CheckOptions& options,
                         const std::vector<const claim::Claim*>& claims);

struct AttackOptions {
  std::string claim;
  std::optional<std::int64_t> evaluations;  ///< the claim's own for the profile when empty
  claim::Profile profile = claim::Profile::quick;
  std::uint64_t seed = 20240222;
  int jobs = 0;
  std::string witness;  ///< file for the counterexample; empty: none is written
  bool json = false;
};
int attack(const AttackOptions& options, const Console& console);
claim::RunContext context_of(const AttackOptions& options);
/// The claim of that id. Throws PreconditionError where there is none or it cannot be attacked.
const claim::Claim& attack_target(const std::string& id);

struct ListOptions {
  /// claims, papers, statements, findings, ..., or the plural of an option that has choices.
  std::string kind = "claims";
  std::string result;  ///< findings only: the run whose counterexamples are shown; empty: none
  bool json = false;
};
int list(const ListOptions& options, const Console& console);
/// Declared options as `list quantities --json` says them, an array.
nlohmann::json options_json(const std::vector<compute::Option>& options);
/// `list findings`: of this program, or of a result (a file or its folder).
void list_findings(const std::string& result, bool json, const Console& console);

int explain(const std::string& claim, bool json, const Console& console);

struct ProofsOptions {
  std::string name;      ///< a claim or a theorem; empty: all theorems
  bool check = false;    ///< ask Coq
  std::string compiled;  ///< folder of compiled proofs; empty: the usual one
  bool json = false;
};
/// Lists the machine-checked theorems, prints statements, or lets Coq check them.
int proofs(const ProofsOptions& options, const Console& console);

struct ComputeOptions {
  const compute::Calculator* calculator = nullptr;
  compute::OptionValues values;  ///< as given, canonical
  bool json = false;
  bool plain = false;  ///< JSON with bare strings instead of tagged numbers
};
int compute(const ComputeOptions& options, const Console& console);

int doctor(bool json, const Console& console);

struct MergeOptions {
  std::vector<std::string> folders;
  std::string output = "out";
  bool json = false;
};
/// Joins the shards of a run; refuses gaps, overlaps and mixed versions.
int merge(const MergeOptions& options, const Console& console);

/// From now on a crash ends the process with exit code 70 and one line instead of a signal.
void catch_crashes();
/// Makes Ctrl-C say that the same command resumes before it ends the process.
void announce_interrupts();

struct ReportOptions {
  std::string result;  ///< a result.json, or the folder that holds one
  std::string format = "html";
  std::string output;    ///< empty: stdout
  std::string baseline;  ///< empty: no comparison
};
/// Renders a result; computes nothing.
int report(const ReportOptions& options, const Console& console);
struct Renderable;
/// The document in that format, with what changed since `comparison`, which may be null. Throws
/// PreconditionError on a format that there is not or that says nothing of such a document.
std::string rendered(const std::string& format, const Renderable& it,
                     const nlohmann::json& comparison);

struct SiteOptions {
  std::string folder;
  std::vector<std::string> sources;  ///< results and other documents, their folders, Markdown files
};
/// Writes a static site; computes nothing.
int site(const SiteOptions& options, const Console& console);

struct CompareOptions {
  std::string base;  ///< a result or a file of golden values
  std::string fresh;
  bool json = false;
};
int compare(const CompareOptions& options, const Console& console);

/// One case again, by every route: a replay token or a witness file.
int replay(const std::string& token_or_file, bool json, const Console& console);

/// Prints a JSON Schema: result, witness, events, comparison, golden, sweep or sweep-events.
int schema(const std::string& name, const Console& console);

/// Writes a house for a paper into `folder`, which must not exist or be empty; the key is the
/// folder's name where none is given.
int new_paper(const std::string& folder, const std::string& key, const Console& console);
/// Writes properties/PAPER/SLUG.cpp in the house of the working directory and lists it there.
int new_claim(const std::string& id, const Console& console);

}  // namespace lemmascope::report
