// The papers of a run as a document carries them: what each states, in its own order, with the
// claims that check a statement or the reason why none does. A page made of the document then needs
// no program that knows the papers.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <vector>

#include "properties/catalogue/paper.hpp"

namespace lemmascope::report {

/// {"key", "name", "title", "authors", "link", "statements": [{"label", "place", "words", "claims",
/// "unchecked_because"}]}.
nlohmann::json to_json(const catalogue::Paper& paper);

/// The papers these claims are of, in the program's order, an array.
nlohmann::json papers_of(const std::vector<const claim::Claim*>& claims);

/// The papers of a document: its own where it carries any, else those of this program that its
/// claims name (documents of earlier versions carry none).
nlohmann::json papers_of(const nlohmann::json& document);

}  // namespace lemmascope::report
