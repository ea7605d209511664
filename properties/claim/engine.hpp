// Runs claims and folds what their checks found into verdicts.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "properties/claim/claim.hpp"

namespace lemmascope::claim {

/// A twin and how it fared: a wrong twin is caught when refuted, a control when it holds.
struct TwinResult {
  std::string name;
  Twin::Kind kind = Twin::Kind::wrong;
  bool caught = false;
  CheckResult result;
};

/// Evidence and scope along a path of claims, with the claim that makes it weakest.
struct PathStrength {
  Evidence evidence = Evidence::none;
  Scope scope = Scope::instance;
  std::string weakest_link;  ///< claim id; the claim itself when no dependency is weaker
};

struct ClaimResult {
  const Claim* claim = nullptr;
  Verdict verdict = Verdict::skipped;
  Evidence evidence = Evidence::none;
  Scope scope = Scope::instance;
  std::string reason;
  /// Verdict, twins and example are all what they should be.
  bool as_expected = false;
  bool contradiction = false;
  bool twin_survived = false;
  CheckResult example;
  std::vector<CheckResult> checks;
  std::vector<TwinResult> twins;
  /// What the proof assistant says, where the claim names theorems. Its cases are certificates.
  std::optional<CheckResult> proof;
  /// What the attack on its law found: `refuted` when a violation was confirmed, `holds` when the
  /// law survived. Nothing when the claim is not attacked.
  std::optional<CheckResult> attack;
  PathStrength path;
  double seconds = 0;
};

/// What the claim should have come to. What is false in general says nothing about one instance:
/// there it may hold as well, and either is as it is.
Verdict expected_of(const ClaimResult& result);

struct RunResult {
  RunContext context;
  std::vector<ClaimResult> claims;
  int passed() const;
  int failed() const;
  int skipped() const;
};

/// What a run is made of: a check, the example, a twin of a claim, the attack on it or its proof.
/// Any process may run any subset.
struct Unit {
  enum class Part { check, example, twin, attack, proof };
  std::string claim;
  Part part = Part::check;
  int index = 0;  ///< among the parts of this kind
  std::string name;
};
std::string_view to_text(Unit::Part part);

/// What one unit found, and how long it took.
struct UnitResult {
  CheckResult result;
  double seconds = 0;
};

/// How a run remembers: results of earlier or other processes in, results of this one out.
struct UnitHooks {
  /// The unit is not run when this returns a result.
  std::function<std::optional<UnitResult>(const Unit&)> recall;
  /// Called after a unit has run. `interrupted`: the time budget ended before it was done.
  std::function<void(const Unit&, const UnitResult&, bool interrupted)> record;
};

/// The units of a claim in the order they run.
std::vector<Unit> units_of(const Claim& claim);

/// Runs one unit, whatever the hooks remember, and records it. Exceptions become verdict `error`.
UnitResult run_unit(const Claim& claim, const Unit& unit, const RunContext& context,
                    const UnitHooks& hooks = {});

/// Runs one claim. Exceptions become verdict `error`; the caller's run goes on.
ClaimResult run_claim(const Claim& claim, const RunContext& context, const UnitHooks& hooks = {});

/// Runs the selected claims, their units on `context.jobs` threads, and calls `finished` after each
/// claim in the order given, never twice at a time; then fills in the path strengths. Results do
/// not depend on the number of threads. `hooks.record` and `finished` are called by any thread, one
/// at a time. A claim in `uses` that is not part of the run counts as evidence none.
RunResult run_claims(const std::vector<const Claim*>& claims, const RunContext& context,
                     const std::function<void(const ClaimResult&)>& finished = {},
                     const UnitHooks& hooks = {});

/// Fills in `path` of every result from its own strength and the paths of the claims it uses.
void trace_paths(std::vector<ClaimResult>& results);

}  // namespace lemmascope::claim
