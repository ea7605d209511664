// What changed between two results, in classes with an exit code.
#pragma once

#include <nlohmann/json_fwd.hpp>

namespace lemmascope::report {

/// Compares two result documents claim by claim. The answer is
///   {"schema": "lemmascope/comparison/1", "counts": {class: number},
///    "changes": [{"id", "class", "detail", "bad"}], "outside_selection": number}
/// with one change for every claim of either document, in the order of the new one, but for claims
/// of the base that the new run was not asked about: those are counted. Classes:
///   contradiction   the same cases gave different exact values or disjoint enclosures
///   broken          was as expected, and now is worse
///   lost            was as expected, and now is undecided, skipped or in error
///   removed         not in the new result, which was asked about it
///   downgrade       still as expected, but weaker evidence, a narrower scope, a missing check or
///                   twin, or fewer cases
///   changed         as expected, but the digest of a check's numbers is another for the same cases
///   not comparable  the statement, its hypotheses or the expected verdict changed
///   repaired        was not as expected, and now is
///   improved        as expected with stronger evidence, a wider scope, more checks or more cases
///   added           not in the base
///   same            none of these
/// All but the last four are bad.
nlohmann::json compare_results(const nlohmann::json& base, const nlohmann::json& fresh);

/// Compares a result with golden values: {"schema": "lemmascope/golden/1", "values": [{"claim",
/// "check", "field" ("cases.met", "tightest.margin", ...), "value", "class" (exact, enclosure,
/// relative, at-least), "tolerance" (relative only), "basis", "reason"}]}. Every entry must name
/// its basis and reason. Changes are `same`, `broken` (another value), or `orphan` (nothing in the
/// result has that name).
nlohmann::json compare_golden(const nlohmann::json& golden, const nlohmann::json& result);

/// 6 for a contradiction, 4 for any other bad change, 0 otherwise.
int comparison_exit_code(const nlohmann::json& comparison);

}  // namespace lemmascope::report
