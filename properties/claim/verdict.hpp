// Verdict, evidence and scope: the three words every statement of the tool is made of.
#pragma once

#include <optional>
#include <string_view>

namespace lemmascope::claim {

/// What a run says about a claim.
enum class Verdict {
  holds,      ///< shown at the stated evidence and scope
  refuted,    ///< a witness meets every hypothesis, breaks the conclusion, and an independent route
              ///< agrees
  suspect,    ///< one route says no; not confirmed
  undecided,  ///< budget ended, enclosure straddles, power too low, or hypotheses never met
  skipped,    ///< not selected, or something absent
  error,      ///< the tool failed
};

/// How a verdict was reached, weakest first.
/// `machine_checked`: a proof assistant accepted the proofs that a claim names, without axioms, for
/// the definitions that stand there.
enum class Evidence { none, statistical, precise, interval, exact, machine_checked };

/// Over what a verdict was reached, narrowest first. A sample drawn from a law supports more than
/// listed instances; a family is complete; a region is a continuum; `universal` is every instance
/// of a theorem's definitions.
enum class Scope { instance, sample, family, region, universal };

enum class Profile { quick, pr, nightly };

std::string_view to_text(Verdict verdict);
std::string_view to_text(Evidence evidence);
std::string_view to_text(Scope scope);
std::string_view to_text(Profile profile);

/// The mark of the console and the report: ✔ ✘ ⚠ ? – !
std::string_view mark(Verdict verdict);
/// M, E, I, P, S or N.
char code(Evidence evidence);

std::optional<Verdict> verdict_from(std::string_view text);
std::optional<Evidence> evidence_from(std::string_view text);
std::optional<Scope> scope_from(std::string_view text);
std::optional<Profile> profile_from(std::string_view text);

}  // namespace lemmascope::claim
