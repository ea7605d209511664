// Escaping: every text of a result is hostile until it has passed through one of these.
#pragma once

#include <string>
#include <string_view>

namespace lemmascope::report {

/// For XML and HTML text and quoted attributes: & < > " ' as entities; control characters, which
/// XML 1.0 cannot carry, as the replacement character. Valid UTF-8 in, valid UTF-8 out.
std::string xml_escaped(std::string_view text);
/// One line of Markdown text: no markup, no links, no HTML, no table cells, no line breaks.
std::string markdown_escaped(std::string_view text);
/// LaTeX text mode.
std::string latex_escaped(std::string_view text);
/// One CSV field (RFC 4180), quoted where needed. A leading =, +, -, @, tab or return, which
/// spreadsheets run as a formula, gets a quote mark before it, unless the whole field is that one
/// character (a relation's "=") or a number or a list of numbers.
std::string csv_field(std::string_view text);
/// JSON for a script element: </script> and <!-- cannot occur.
std::string script_json(std::string json);
/// Base64 (RFC 4648).
std::string base64(std::string_view bytes);

}  // namespace lemmascope::report
