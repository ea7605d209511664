// What the page says about one claim, as data for the templates.
#pragma once

#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>

namespace lemmascope::report {

/// What a claim's view needs to know about the rest of the document.
struct ViewContext {
  /// Claims of the run by id.
  std::map<std::string, const nlohmann::json*> claims;
  /// Class of change since the baseline by claim id; empty without a baseline.
  std::map<std::string, std::string> changes;
  const nlohmann::json* figures = nullptr;
  /// What the theorems say that claims name, by id; null where the document has none.
  const nlohmann::json* theorems = nullptr;
  /// What the run was asked; decides what counts as passed.
  const nlohmann::json* request = nullptr;
  /// Statements of papers that a claim is listed by, [{"label", "anchor"}] by claim id.
  std::map<std::string, nlohmann::json> statements;
  /// What the run was asked, for replay tokens.
  std::string profile, seed;
};

/// The data behind a row of the matrix and a card.
nlohmann::json claim_view(const nlohmann::json& claim, const ViewContext& context);

/// The data behind the counterexamples of a claim, an array.
nlohmann::json counterexample_views(const nlohmann::json& claim);

/// The definitions that the theorems of any claim rest on, each once, an array.
nlohmann::json definition_views(const nlohmann::json& document);

/// "exact arithmetic, every member of a finite family".
std::string strength_words(const nlohmann::json& claim);
/// What a level of evidence and a scope mean, in a few words.
std::string evidence_meaning(const std::string& evidence);
std::string scope_meaning(const std::string& scope);

/// A word for a POSIX shell, quoted where needed.
std::string shell_quoted(const std::string& word);

}  // namespace lemmascope::report
