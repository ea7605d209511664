// Pieces of the report's page for a notebook: a figure, a claim's card, a counterexample. The
// markup is the page's own.
#pragma once

#include <string>
#include <vector>

namespace lemmascope::report::python {

/// A figure drawn: markup, a line of facts read off it, its numbers as an HTML table.
struct Picture {
  std::string markup, facts, table;
};
/// `figure` is JSON in the form of reports/writers/figures.hpp. Throws PreconditionError where it
/// is none.
Picture picture(const std::string& figure);

/// The card of one claim of a result document, and those of its counterexamples. Throws
/// PreconditionError where the document has no such claim.
std::string claim_card(const std::string& document, const std::string& claim);
std::vector<std::string> counterexample_cards(const std::string& document,
                                              const std::string& claim);
/// The card of a witness by itself.
std::string witness_card(const std::string& witness);

/// The page's style sheet.
std::string style_sheet();

}  // namespace lemmascope::report::python
