// Mathematics inside sentences. Statements and hypotheses are prose with formulas as people type
// them ("p_c > 0", "|X|^2", "e^{-2 beta}", "sqrt(rho)"); on a page these are set as MathML.
#pragma once

#include <string>
#include <string_view>

namespace lemmascope::report {

/// The text as HTML, escaped, with inline MathML for what is certainly a formula: a letter, a
/// number, a bracket or a Greek name with a sub- or superscript, a Greek name alone, sqrt(...), and
/// LaTeX between dollar signs. Each carries its source as alttext. >=, <=, != and -> become ≥, ≤, ≠
/// and →. Anything else stays as it is: names with underscores, words, ids of claims.
std::string prose_html(std::string_view text);

}  // namespace lemmascope::report
