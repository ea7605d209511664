// The documentation's Markdown as HTML, for the static site: the subset that the documents of a
// house use.
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace lemmascope::report {

/// A document of Markdown as a page's body: headings (with ids made of their words), paragraphs,
/// lists, tables, fenced code, quotes, `code`, **bold**, *emphasis* and [links](…). Everything else
/// is text; HTML comments are left out, other markup is escaped. `link_to` says where a link leads
/// that is relative; links that are neither relative nor http(s) become text.
std::string markdown_html(std::string_view markdown,
                          const std::function<std::string(const std::string&)>& link_to);

/// The text of the first heading of level one; empty when there is none.
std::string markdown_title(std::string_view markdown);

}  // namespace lemmascope::report
