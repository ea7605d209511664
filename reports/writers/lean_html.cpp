#include "reports/writers/lean_html.hpp"

#include <algorithm>
#include <array>

namespace lemmascope::report {
namespace {

// Each is followed by its like, or by the end of what it is in.
constexpr std::array<std::string_view, 9> kImplied{
    "</td>", "</th>", "</tr>", "</li>", "</dt>", "</dd>", "</tbody>", "</thead>", "</option>"};

bool needs_no_quotes(std::string_view value) {
  return !value.empty() && std::all_of(value.begin(), value.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.' || c == '#';
  });
}

// A tag with its attributes. Before a slash quotes stay: it would join the value.
void append_tag(std::string_view tag, std::string& out) {
  for (std::size_t at = 0; at < tag.size();) {
    const std::size_t quote = tag.find('"', at);
    const std::size_t end = quote == std::string_view::npos ? quote : tag.find('"', quote + 1);
    if (end == std::string_view::npos) {
      out += tag.substr(at);
      return;
    }
    const std::string_view value = tag.substr(quote + 1, end - quote - 1);
    const char next = end + 1 < tag.size() ? tag[end + 1] : '\0';
    const bool bare = quote > 0 && tag[quote - 1] == '=' && needs_no_quotes(value) &&
                      (next == ' ' || next == '>');
    out += tag.substr(at, quote - at);
    if (bare) {
      out += value;
    } else {
      out += tag.substr(quote, end + 1 - quote);
    }
    at = end + 1;
  }
}

void append_text(std::string_view text, std::string& out) {
  constexpr std::string_view kQuote = "&quot;", kApostrophe = "&#39;";
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t entity = text.find('&', at);
    out += text.substr(at, entity == std::string_view::npos ? entity : entity - at);
    if (entity == std::string_view::npos) return;
    const std::string_view rest = text.substr(entity);
    if (rest.starts_with(kQuote)) {
      out += '"';
      at = entity + kQuote.size();
    } else if (rest.starts_with(kApostrophe)) {
      out += '\'';
      at = entity + kApostrophe.size();
    } else {
      out += '&';
      at = entity + 1;
    }
  }
}

// Where a tag ends: after its ">", which may stand in an attribute.
std::size_t end_of_tag(std::string_view html, std::size_t start) {
  bool quoted = false;
  for (std::size_t k = start; k < html.size(); ++k) {
    if (html[k] == '"') quoted = !quoted;
    if (html[k] == '>' && !quoted) return k + 1;
  }
  return html.size();
}

}  // namespace

std::string lean_html(std::string_view html) {
  std::string out;
  out.reserve(html.size());
  for (std::size_t at = 0; at < html.size();) {
    if (html[at] != '<') {
      const std::size_t next = std::min(html.find('<', at), html.size());
      append_text(html.substr(at, next - at), out);
      at = next;
      continue;
    }
    const std::string_view rest = html.substr(at);
    for (const auto& [open, close] :
         {std::pair<std::string_view, std::string_view>{"<script", "</script>"},
          {"<style", "</style>"}}) {
      if (!rest.starts_with(open)) continue;
      const std::size_t end = std::min(html.find(close, at), html.size());
      out += html.substr(at, end - at);
      at = end;
    }
    if (at == html.size()) break;
    const std::size_t end = end_of_tag(html, at);
    const std::string_view tag = html.substr(at, end - at);
    if (std::find(kImplied.begin(), kImplied.end(), tag) == kImplied.end()) append_tag(tag, out);
    at = end;
  }
  return out;
}

}  // namespace lemmascope::report
