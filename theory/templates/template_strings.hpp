// Strings of symbols and templates: which positions of a string hold the same symbol.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "theory/numeric/number.hpp"

namespace lemmascope::templates {

/// Symbols by number, one a position. A template is a string of wildcards: its numbers are names
/// for "the same symbol as there".
using Symbols = std::vector<int>;

/// The same pattern with wildcards numbered 0, 1, ... in order of appearance.
Symbols renamed(const Symbols& symbols);
/// How many different symbols.
int distinct_symbols(const Symbols& symbols);

/// Reads "aab": every letter a wildcard. Throws PreconditionError on anything but lower-case
/// letters and on an empty text.
Symbols parse_template(std::string_view text);
/// "aab".
std::string template_text(const Symbols& symbols);

/// Every pattern of a length, each once: 2 of length two, 5 of length three.
std::vector<Symbols> every_template(int length);

/// X Y^T for one-hot rows: 1 where position i of the first holds what position j of the second
/// does.
Matrix<Rational> coincidences(const Symbols& first, const Symbols& second);

}  // namespace lemmascope::templates
