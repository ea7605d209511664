// A claim: its record (what a person reads) and its checks (what a machine runs).
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "properties/claim/certificate.hpp"
#include "properties/claim/relation.hpp"
#include "properties/claim/verdict.hpp"

namespace lemmascope::claim {

/// Where a statement comes from.
struct Source {
  std::string paper;  ///< "arXiv NNNN.NNNNN"
  std::string where;  ///< "proof of Theorem 4.4"
};

/// A named assumption of a claim, in words.
struct HypothesisRecord {
  std::string name;
  std::string statement;
};

struct CheckResult;
struct Claim;

/// What the law of a claim may cost on one case, unless the run says otherwise: a minute or two.
inline constexpr double kMostWork = 1e11;
/// Multiply-adds in double precision that one of small fractions takes, to within a factor of a
/// few, and one of enclosures.
inline constexpr double kExactTerm = 500, kIntervalTerm = 100;

/// Everything a run is told: how much to do, and how.
struct RunContext {
  Profile profile = Profile::quick;
  std::uint64_t seed = 20240222;
  int jobs = 1;
  /// Evaluations an attack on a claim may spend; the claim's own number for the profile when empty,
  /// no attack when 0.
  std::optional<std::int64_t> attack_evaluations;
  /// No case starts after this instant, and what runs gives up; what is left makes the verdict
  /// undecided.
  std::optional<std::chrono::steady_clock::time_point> deadline;

  /// Double-precision multiply-adds (see kExactTerm) that the law may take on one case. What takes
  /// more by its claim's estimate is not run, and leaves the verdict undecided.
  double most_work = kMostWork;

  /// Lets the proof assistant judge the proofs that a claim names and the program's numbers on some
  /// of its instances; empty where the run does not ask for that.
  std::function<CheckResult(const Claim&, const RunContext&)> prover;

  bool expired() const { return deadline && std::chrono::steady_clock::now() >= *deadline; }
};

/// A finding and the case it belongs to.
struct CaseFinding {
  std::int64_t case_index = 0;
  std::string instance;  ///< "T=5,S=2"
  Finding finding;
};

/// What the values of the law and of its independent route said about each other, side by side, on
/// a keyed sample of a check's cases.
struct ValuesCompared {
  std::int64_t cases = 0;   ///< cases both routes ran on
  std::int64_t values = 0;  ///< sides compared
  /// Drawn, but beyond what a brute-force route can do (see InstanceTraits::size).
  std::int64_t too_large = 0;
  /// "0" when all are equal, "overlap" when all enclosures meet, else the largest difference
  /// relative to the largest side of its case.
  std::string largest_difference;
  /// Why nothing was compared; empty when something was.
  std::string none_because;
};

/// How close a check's relations came to their bounds.
struct Sharpness {
  std::int64_t relations = 0;
  /// Relations that read 0 = 0 (or 0 <= 0 …): they say nothing.
  std::int64_t degenerate = 0;
  /// Largest ratio of the smaller to the larger side over the others, 0 where their signs differ.
  double largest_ratio = 0;
};

/// How strongly a wrong twin is wrong, on a keyed sample of the cases it is refuted on.
struct TwinStrength {
  std::int64_t cases = 0;
  std::int64_t violated = 0;
  /// Violated cases that give the violation no scale: the twin compares numbers with zero alone.
  std::int64_t without_scale = 0;
  /// Median over the other violated cases of the largest violation, relative to the largest side of
  /// the case's relations between two numbers; 0 where there is no such case.
  double median_violation = 0;
};

/// Evaluations an attack on a claim spends, by profile.
struct AttackEffort {
  std::int64_t quick = 400, pr = 20000, nightly = 400000;
};

/// How hard a law was attacked, and how close the attack came to breaking it.
struct AttackRecord {
  std::int64_t evaluations = 0;
  std::int64_t charts = 0;    ///< discrete structures looked at
  std::int64_t restarts = 0;  ///< walks from keyed starting points
  /// Evaluations outside the hypotheses (or where the law threw), and with a straddling enclosure.
  std::int64_t outside = 0, undecided = 0;
  std::int64_t threw = 0;  ///< of those outside
  std::string first_thrown;
  bool found = false;  ///< a violation
  /// Smallest room of a relation relative to its larger side (as it is beside a zero); negative
  /// when violated. Nothing when no instance met the hypotheses.
  std::optional<double> smallest_margin;
  std::string chart;  ///< where that was
  std::string summary;
  std::optional<Finding> nearest;
  std::shared_ptr<const nlohmann::json> instance;
  /// How far that instance is from leaving the hypotheses, by the one it is nearest to leaving;
  /// nothing when none of them measures it.
  std::optional<double> slack;
  std::string slack_of;
};

/// What one check (one law over one domain, one region, one experiment) found.
struct CheckResult {
  // Out of line: every source that holds one would compile them again.
  CheckResult();
  CheckResult(const CheckResult&);
  CheckResult(CheckResult&&) noexcept;
  CheckResult& operator=(const CheckResult&);
  CheckResult& operator=(CheckResult&&) noexcept;
  ~CheckResult();

  std::string name;
  std::string domain;
  Evidence evidence = Evidence::none;
  Scope scope = Scope::instance;
  Verdict verdict = Verdict::skipped;
  /// Why, whenever the verdict is not a plain `holds`.
  std::string reason;
  std::int64_t tried = 0;
  /// Cases that met every hypothesis.
  std::int64_t met = 0;
  std::int64_t relations = 0;
  /// Cases excluded, by the first hypothesis that failed, or by the limit of work.
  std::map<std::string, std::int64_t> excluded;
  std::optional<CaseFinding> tightest;
  std::optional<CaseFinding> failing;
  /// The shrunk, confirmed counterexample with its history (see design of witness files), when
  /// refuted.
  std::shared_ptr<const nlohmann::json> witness;
  /// Free numbers of a measurement (statistics, exponents), by name.
  std::shared_ptr<const nlohmann::json> measured;
  /// Two rigorous routes contradict each other: an alarm about the tool itself.
  bool contradiction = false;
  std::optional<ValuesCompared> compared;
  std::optional<Sharpness> sharpness;
  std::optional<TwinStrength> strength;
  /// A fixed hash of every number the check compared, in order; empty when there were none.
  std::string digest;
  std::optional<AttackRecord> attack;
  /// About twenty of its relations with their instances, for others to verify.
  std::shared_ptr<const nlohmann::json> sample;
};

/// A check that can be run.
struct Check {
  std::string name;
  std::function<CheckResult(const RunContext&)> run;
  /// Statistical assertions it makes: what it draws on its paper's false-alarm ledger, in every
  /// profile. A result that says otherwise is an error.
  int assertions = 0;
};

/// A deliberately false variant (must be refuted) or a control (must hold) that shows the check can
/// tell right from wrong.
struct Twin {
  enum class Kind { wrong, control };
  std::string name;
  Kind kind = Kind::wrong;
  std::function<CheckResult(const RunContext&)> run;
  int assertions = 0;  ///< as for a check
};

/// A line of a source file, named from the root of its project.
struct Place {
  std::string file;
  int line = 0;  ///< 0: not known
};

/// Something a claim rests on, by name: "some_law" in "theory/mine/some_law.hpp". The
/// line is found when the project is built.
struct Reference {
  std::string symbol;
  Place place;
};

/// Where a reader finds the code of a claim.
struct Code {
  Place law;
  std::vector<Reference> mathematics;
  std::vector<Reference> tests;
};

/// The machine-checked theorems that together state a claim's law for every instance.
struct ProvedBy {
  std::vector<std::string> theorems;  ///< "mine/SomeTheorem"
  std::string differs;                ///< how what they state differs from the law that runs
};

class Instance;

/// A claim with everything about it. Built by ClaimAbout<I>, by ClaimByTrials or by hand.
struct Claim {
  // Out of line: every source that holds one would compile them again.
  Claim();
  Claim(const Claim&);
  Claim(Claim&&) noexcept;
  Claim& operator=(const Claim&);
  Claim& operator=(Claim&&) noexcept;
  ~Claim();

  std::string id;  ///< "mine/some-law"
  /// The id it had before it was renamed, if ever: keys of cases, replay tokens and selectors of
  /// then still mean what they meant.
  std::string formerly;
  std::string statement;  ///< one sentence in words
  std::string latex;
  Source source;
  std::string formal;                  ///< our formalisation, in words
  std::string divergence;              ///< how it differs from the printed statement
  std::vector<std::string> uncertain;  ///< what about the source is not confirmed
  std::vector<HypothesisRecord> hypotheses;
  std::vector<std::string> uses;
  std::vector<std::string> tags;
  Verdict expected = Verdict::holds;
  std::string confirmation;  ///< the independent route, in words
  /// The route whose values are compared with the law's, in words, where it is not `confirmation`.
  std::string values_route;
  /// Why no second route gives the law's values, where none does.
  std::string values_uncompared;
  /// Why the law cannot fail whatever the mathematics says, where that is so.
  std::string tautology;
  Code code;
  ProvedBy proved_by;
  /// Theorems about a part of the claim, or about what its proof rests on.
  std::vector<std::string> proved_in_part;
  /// The program's numbers on a keyed sample of instances, for the proof assistant to accept or to
  /// refuse; empty where no theorem has an evaluator for them.
  std::function<std::vector<Certificate>(const RunContext&)> certificates;
  std::vector<Check> checks;
  std::vector<Twin> twins;
  /// The non-degenerate instance: meets every hypothesis; both routes run on it.
  std::function<CheckResult(const RunContext&)> example;
  /// Tries to break the law on instances of its own making; empty when the claim is left out of it.
  std::function<CheckResult(const RunContext&)> attack;
  /// Whether a domain offers continuous parameters to move. The domains are built to answer, which
  /// is work that naming a claim must not cost: ask is_attacked.
  std::function<bool()> has_charts;
  AttackEffort attack_effort;
  /// The claim about one instance alone, `one_instance`; null where its instances are of another
  /// kind.
  std::function<std::shared_ptr<const Claim>(const Instance&)> about;
  /// It is about somebody's own instance: a hypothesis that is not met is an answer, no gap.
  bool one_instance = false;
  /// Re-runs one instance through every route: (instance JSON) -> report JSON.
  std::function<nlohmann::json(const nlohmann::json&)> replay;
  /// The instance of a case of a profile, for replay tokens: (context, case index) -> instance
  /// JSON.
  std::function<nlohmann::json(const RunContext&, std::int64_t)> instance_at;
};

/// Whether a run attacks the claim.
bool is_attacked(const Claim& claim);

/// The id that keys of cases are made from.
inline const std::string& key_id(const Claim& claim) {
  return claim.formerly.empty() ? claim.id : claim.formerly;
}

}  // namespace lemmascope::claim
