// Reading a result document without trusting it: a missing or odd field reads as nothing, never
// throws. Writers render files that other versions of the tool, or other people, have written.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lemmascope::report {

/// The member `key`, or a null value when `object` is no object or lacks it.
const nlohmann::json& field(const nlohmann::json& object, std::string_view key);
/// The member as text: strings as they are, numbers and booleans as JSON writes them, anything else
/// "".
std::string text_field(const nlohmann::json& object, std::string_view key);
/// The program that wrote the document: "lemmascope", or what another project calls its own.
std::string program_of(const nlohmann::json& document);
/// The member when it is an array, an empty array otherwise.
const nlohmann::json& list_field(const nlohmann::json& object, std::string_view key);
/// True when the member is `true`.
bool flag_field(const nlohmann::json& object, std::string_view key);
std::int64_t count_field(const nlohmann::json& object, std::string_view key);

/// A tagged quantity, a bare number or a string as a person reads it: fractions as such while
/// short, an enclosure as "middle ± radius", a proportion as "k/n [lower, upper]". Nothing for
/// null.
std::string number_text(const nlohmann::json& quantity);
/// The nearest double of a tagged quantity or bare number, for drawing. Nothing when there is none
/// or it is not finite.
std::optional<double> approximate(const nlohmann::json& quantity);

/// 13276 -> "13 276" with thin no-break spaces.
std::string grouped(std::int64_t count);

/// The mark of a verdict's name (✔ ✘ ⚠ ? – !) and the code of an evidence's name (E I P S N).
std::string verdict_mark(std::string_view verdict);
std::string evidence_code(std::string_view evidence);
/// Position of a name from weakest to strongest; -1 when unknown.
int evidence_rank(std::string_view evidence);
int scope_rank(std::string_view scope);

/// The checks of a claim that carry a counterexample.
std::vector<const nlohmann::json*> witnesses(const nlohmann::json& claim);

/// Cases of all checks of a claim.
struct CaseCount {
  std::int64_t tried = 0;
  std::int64_t met = 0;
  std::int64_t relations = 0;
};
CaseCount case_count(const nlohmann::json& claim);
/// `number_text`, or the decimal value where that is long.
std::string short_number(const nlohmann::json& quantity);
/// "≥" for ">=", "≤" for "<=", anything else as it is.
std::string op_symbol(std::string_view op);
/// A finding's relation with its site, as a person reads it: "i=2, j=1: 1/36 ≥ 1/6".
std::string relation_words(const nlohmann::json& finding);
/// A key of a document as words: "smallest_detectable" -> "smallest detectable".
std::string spaced(std::string key);
/// What the headline rests on: the violated relation of a claim that does not hold, else the
/// tightest one. Null when there is neither.
const nlohmann::json& decisive_finding(const nlohmann::json& claim);
/// The check whose tightest relation has the least margin, or null.
const nlohmann::json* tightest_check(const nlohmann::json& claim);
std::int64_t twins_caught(const nlohmann::json& claim);

/// The file a check's witness is written to, below the output folder:
/// "witness/mine.x.check.json".
std::string witness_file(std::string_view claim, std::string_view check);

}  // namespace lemmascope::report
