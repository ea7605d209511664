#include "properties/claim/engine.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <exception>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "properties/claim/assertion_rate.hpp"
#include "properties/claim/transcript.hpp"
#include "theory/numeric/interruption.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::claim {
namespace {

// Worst first: the order in which one check's verdict decides the claim's.
int badness(Verdict verdict) {
  switch (verdict) {
    case Verdict::error:
      return 5;
    case Verdict::refuted:
      return 4;
    case Verdict::suspect:
      return 3;
    case Verdict::undecided:
      return 2;
    case Verdict::skipped:
      return 1;
    case Verdict::holds:
      return 0;
  }
  return 5;
}

CheckResult out_of_time(const std::string& name, const char* when) {
  CheckResult result;
  result.name = name;
  result.verdict = Verdict::undecided;
  result.reason = fmt::format("the time budget ended {}", when);
  return result;
}

CheckResult guarded(const std::string& name, const std::function<CheckResult()>& run) {
  try {
    return run();
  } catch (const Interrupted&) {
    return out_of_time(name, "while this ran");
  } catch (const PreconditionError& failure) {
    CheckResult result;
    result.name = name;
    result.verdict = Verdict::error;
    result.reason = fmt::format("{} (at {})", failure.what(), failure.place());
    return result;
  } catch (const std::exception& failure) {
    CheckResult result;
    result.name = name;
    result.verdict = Verdict::error;
    result.reason = failure.what();
    return result;
  }
}

// What a result drew on the false-alarm ledger; nothing when it makes no statistical assertion.
std::optional<double> drawn_rate(const CheckResult& result) {
  if (!result.measured || !result.measured->contains("error_rate")) return std::nullopt;
  return result.measured->at("error_rate").get<double>();
}

// A draw that was not declared, at another rate than the share of an assertion, or that is missing
// from a verdict makes the ledger's sum a lie: the claim is in error, the run goes on.
void require_declared_draw(const std::string& name, int declared, CheckResult& result) {
  const auto drawn = drawn_rate(result);
  const bool decided = result.verdict == Verdict::holds || result.verdict == Verdict::refuted;
  std::string wrong;
  if (drawn && declared == 0) {
    wrong = "draws on the false-alarm ledger but declares no assertion";
  } else if (drawn && *drawn != declared * kAssertionRate) {
    wrong = fmt::format("draws {} on the false-alarm ledger; the share of its {} is {}", *drawn,
                        declared == 1 ? "assertion" : fmt::format("{} assertions", declared),
                        declared * kAssertionRate);
  } else if (!drawn && declared > 0 && decided) {
    wrong = "declares a statistical assertion but draws nothing on the false-alarm ledger";
  }
  if (wrong.empty()) return;
  result.verdict = Verdict::error;
  result.reason = fmt::format("'{}' {}", name, wrong);
  result.measured = nullptr;
}

// Nine digits of a number that was rounded on the way; machines with other vector units agree on
// them.
void hash_json(const nlohmann::json& json, std::uint64_t& hash) {
  if (json.is_number_float()) {
    for (const char c : fmt::format("{:.9g}", json.get<double>())) {
      hash = hashed(hash, static_cast<unsigned char>(c));
    }
  } else if (json.is_structured()) {
    for (const auto& [key, value] : json.items()) hash_json(value, hash);
  } else {
    for (const char c : json.dump()) hash = hashed(hash, static_cast<unsigned char>(c));
  }
}

// The digest of a check whose law does not go through cases: counts, the deciding relation and what
// was measured.
void add_digest(CheckResult& result) {
  if (!result.digest.empty() || result.relations == 0) return;
  std::uint64_t hash = kHashStart;
  for (const std::int64_t count : {result.tried, result.met, result.relations}) {
    hash = hashed(hash, static_cast<std::uint64_t>(count));
  }
  for (const auto* found : {&result.tightest, &result.failing}) {
    if (!*found) continue;
    hash_json((*found)->finding.lhs.approximate, hash);
    hash_json((*found)->finding.rhs.approximate, hash);
  }
  if (result.measured) hash_json(*result.measured, hash);
  result.digest = hash_text(hash);
}

int declared_assertions(const Claim& claim, const Unit& unit) {
  const auto index = static_cast<std::size_t>(unit.index);
  if (unit.part == Unit::Part::check) return claim.checks.at(index).assertions;
  return unit.part == Unit::Part::twin ? claim.twins.at(index).assertions : 0;
}

CheckResult proof_not_asked_for() {
  CheckResult result;
  result.name = "proof";
  result.verdict = Verdict::skipped;
  result.reason = "the run did not ask for proofs (--proofs)";
  return result;
}

bool stronger(Evidence e1, Scope s1, Evidence e2, Scope s2) {
  return std::pair(e1, s1) > std::pair(e2, s2);
}

// The headline: the worst verdict of the checks; at equal verdicts the strongest evidence and
// scope.
void headline(ClaimResult& result) {
  const CheckResult* decisive = nullptr;
  for (const CheckResult& check : result.checks) {
    const bool worse = decisive == nullptr || badness(check.verdict) > badness(decisive->verdict);
    const bool equal = decisive != nullptr && badness(check.verdict) == badness(decisive->verdict);
    if (worse ||
        (equal && stronger(check.evidence, check.scope, decisive->evidence, decisive->scope))) {
      decisive = &check;
    }
  }
  if (decisive == nullptr) return;
  result.verdict = decisive->verdict;
  result.evidence = decisive->evidence;
  result.scope = decisive->scope;
  result.reason = decisive->reason;
  // A confirmed witness disproves a universal statement: its scope is that one instance.
  if (result.verdict == Verdict::refuted) result.scope = Scope::instance;
}

// An attack that broke the law, or could not be made, decides about a claim that its checks left
// standing. A claim that should fall must fall to the attack alone: a counterexample that only its
// family finds is no test of the attacker.
void weigh_attack(ClaimResult& result) {
  if (!result.attack || result.attack->verdict == Verdict::skipped) return;
  const CheckResult& attack = *result.attack;
  if (result.claim->expected == Verdict::refuted) {
    if (result.verdict != Verdict::refuted || attack.verdict == Verdict::refuted) return;
    result.verdict = attack.verdict == Verdict::holds ? Verdict::undecided : attack.verdict;
    result.reason = "refuted by its family, but the attack alone did not find a counterexample: " +
                    attack.reason;
    return;
  }
  if (badness(attack.verdict) <= badness(result.verdict)) return;
  result.verdict = attack.verdict;
  result.evidence = attack.evidence;
  result.scope = Scope::instance;
  result.reason = "found by attack: " + attack.reason;
}

// The unit from the hooks' memory, or run now.
UnitResult recalled_or_run(const Claim& claim, const Unit& unit, const RunContext& context,
                           const UnitHooks& hooks, double& seconds) {
  std::optional<UnitResult> known = hooks.recall ? hooks.recall(unit) : std::nullopt;
  UnitResult result = known ? std::move(*known) : run_unit(claim, unit, context, hooks);
  seconds += result.seconds;
  return result;
}

TwinResult judged(const Twin& twin, CheckResult found) {
  const Verdict wanted = twin.kind == Twin::Kind::wrong ? Verdict::refuted : Verdict::holds;
  TwinResult result{twin.name, twin.kind, found.verdict == wanted, std::move(found)};
  return result;
}

// Expected refutations stop at the first witness, so the domains after it need not run.
void run_checks(const Claim& claim, const RunContext& context, const UnitHooks& hooks,
                ClaimResult& result) {
  for (const Unit& unit : units_of(claim)) {
    if (unit.part != Unit::Part::check) break;
    result.checks.push_back(recalled_or_run(claim, unit, context, hooks, result.seconds).result);
    result.contradiction |= result.checks.back().contradiction;
    if (claim.expected == Verdict::refuted && result.checks.back().verdict == Verdict::refuted)
      break;
  }
}

// What the proof assistant says. A refusal contradicts the program; an accepted proof of a law that
// came out as expected is the strongest there is, and one that was not asked for changes nothing.
void fold_proof(const Claim& claim, CheckResult proof, ClaimResult& result) {
  result.contradiction |= proof.contradiction;
  if (result.verdict == claim.expected) {
    if (proof.verdict == Verdict::holds) {
      result.evidence = proof.evidence;
      // A theorem that refutes is about its counterexample.
      if (claim.expected == Verdict::holds) result.scope = proof.scope;
    } else if (proof.verdict != Verdict::skipped) {
      result.verdict = proof.verdict;
      result.reason = "proof: " + proof.reason;
    }
  }
  result.proof = std::move(proof);
}

// The example, the twins, the attack and the proof.
void run_rest(const Claim& claim, const RunContext& context, const UnitHooks& hooks,
              ClaimResult& result) {
  for (const Unit& unit : units_of(claim)) {
    if (unit.part == Unit::Part::check) continue;
    CheckResult found = recalled_or_run(claim, unit, context, hooks, result.seconds).result;
    if (unit.part == Unit::Part::example) {
      result.contradiction |= found.contradiction;
      result.example = std::move(found);
      continue;
    }
    if (unit.part == Unit::Part::proof) {
      fold_proof(claim, std::move(found), result);
      continue;
    }
    if (unit.part == Unit::Part::attack) {
      result.contradiction |= found.contradiction;
      result.attack = std::move(found);
      continue;
    }
    result.twins.push_back(
        judged(claim.twins[static_cast<std::size_t>(unit.index)], std::move(found)));
    result.twin_survived |=
        !result.twins.back().caught && result.twins.back().result.verdict == Verdict::holds;
  }
}

}  // namespace

Verdict expected_of(const ClaimResult& result) {
  const Claim& claim = *result.claim;
  return claim.one_instance && result.verdict == Verdict::holds ? Verdict::holds : claim.expected;
}

int RunResult::passed() const {
  return static_cast<int>(std::count_if(claims.begin(), claims.end(),
                                        [](const ClaimResult& r) { return r.as_expected; }));
}
int RunResult::skipped() const {
  return static_cast<int>(std::count_if(claims.begin(), claims.end(), [](const ClaimResult& r) {
    return !r.as_expected && r.verdict == Verdict::skipped;
  }));
}
int RunResult::failed() const { return static_cast<int>(claims.size()) - passed() - skipped(); }

std::string_view to_text(Unit::Part part) {
  switch (part) {
    case Unit::Part::check:
      return "check";
    case Unit::Part::example:
      return "example";
    case Unit::Part::twin:
      return "twin";
    case Unit::Part::proof:
      return "proof";
    case Unit::Part::attack:
      return "attack";
  }
  return "check";
}

bool is_attacked(const Claim& claim) { return claim.attack && claim.has_charts(); }

std::vector<Unit> units_of(const Claim& claim) {
  std::vector<Unit> units;
  int index = 0;
  for (const Check& check : claim.checks)
    units.push_back({claim.id, Unit::Part::check, index++, check.name});
  if (claim.example) units.push_back({claim.id, Unit::Part::example, 0, "example"});
  index = 0;
  for (const Twin& twin : claim.twins)
    units.push_back({claim.id, Unit::Part::twin, index++, twin.name});
  if (!claim.proved_by.theorems.empty()) units.push_back({claim.id, Unit::Part::proof, 0, "proof"});
  if (is_attacked(claim)) units.push_back({claim.id, Unit::Part::attack, 0, "attack"});
  return units;
}

UnitResult run_unit(const Claim& claim, const Unit& unit, const RunContext& context,
                    const UnitHooks& hooks) {
  const auto start = std::chrono::steady_clock::now();
  const auto index = static_cast<std::size_t>(unit.index);
  const std::function<bool()>* outer = Interruption::current();
  const std::function<bool()> expired = [&context, outer] {
    return context.expired() || (outer != nullptr && (*outer)());
  };
  const Interruption interruption(context.deadline || outer != nullptr ? &expired : nullptr);
  UnitResult found;
  found.result = guarded(unit.name, [&] {
    // Not every check can stop in the middle: after the deadline none begins.
    if (context.expired()) return out_of_time(unit.name, "before this began");
    if (unit.part == Unit::Part::check) return claim.checks.at(index).run(context);
    if (unit.part == Unit::Part::proof) {
      return context.prover ? context.prover(claim, context) : proof_not_asked_for();
    }
    if (unit.part == Unit::Part::example) return claim.example(context);
    if (unit.part == Unit::Part::attack) return claim.attack(context);
    return claim.twins.at(index).run(context);
  });
  add_digest(found.result);
  require_declared_draw(unit.name, declared_assertions(claim, unit), found.result);
  found.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  const bool interrupted = context.expired() && found.result.verdict == Verdict::undecided;
  if (hooks.record) hooks.record(unit, found, interrupted);
  return found;
}

ClaimResult run_claim(const Claim& claim, const RunContext& context, const UnitHooks& hooks) {
  ClaimResult result;
  result.claim = &claim;
  run_checks(claim, context, hooks, result);
  headline(result);
  run_rest(claim, context, hooks, result);
  weigh_attack(result);
  const bool twins_good = std::all_of(result.twins.begin(), result.twins.end(),
                                      [](const TwinResult& t) { return t.caught; });
  const bool example_good = !claim.example || result.example.verdict == Verdict::holds;
  const Verdict expected = expected_of(result);
  if (result.verdict == expected && !example_good) {
    result.verdict = result.example.verdict;
    result.reason = "example: " + result.example.reason;
  }
  result.as_expected =
      result.verdict == expected && twins_good && example_good && !result.contradiction;
  if (result.verdict == expected && !twins_good) {
    for (const TwinResult& t : result.twins) {
      if (t.caught) continue;
      result.reason =
          fmt::format("{} '{}' is {}: {}", t.kind == Twin::Kind::wrong ? "wrong twin" : "control",
                      t.name, to_text(t.result.verdict), t.result.reason);
      break;
    }
  }
  return result;
}

void trace_paths(std::vector<ClaimResult>& results) {
  std::map<std::string, ClaimResult*> by_id;
  for (auto& r : results) by_id[r.claim->id] = &r;
  std::set<std::string> done;
  std::function<PathStrength(const std::string&)> visit =
      [&](const std::string& id) -> PathStrength {
    const auto found = by_id.find(id);
    if (found == by_id.end()) return {Evidence::none, Scope::instance, id};
    ClaimResult& r = *found->second;
    if (!done.insert(id).second) return r.path;
    const bool shown = r.verdict == Verdict::holds;
    r.path = {shown ? r.evidence : Evidence::none, shown ? r.scope : Scope::instance, id};
    // A theorem without assumptions rests on no other claim.
    if (shown && r.evidence == Evidence::machine_checked) return r.path;
    for (const std::string& used : r.claim->uses) {
      const PathStrength below = visit(used);
      if (below.evidence < r.path.evidence) r.path.weakest_link = below.weakest_link;
      r.path.evidence = std::min(r.path.evidence, below.evidence);
      r.path.scope = std::min(r.path.scope, below.scope);
    }
    return r.path;
  };
  for (auto& r : results) visit(r.claim->id);
}

}  // namespace lemmascope::claim
