#include "reports/model/nesting.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "theory/numeric/require.hpp"

namespace lemmascope::report {
namespace {

[[noreturn]] void refuse_depth(const std::string& place) {
  refuse(fmt::format("{}: expected values nested at most {} deep", place, kDeepest));
}

// The first character after the string that starts at `start` with `quote`; a line break ends it
// too, for the parser to complain about.
std::size_t after_string(std::string_view text, std::size_t start, char quote) {
  for (std::size_t k = start + 1; k < text.size(); ++k) {
    if (text[k] == '\\' && quote == '"') {
      ++k;
    } else if (text[k] == quote || text[k] == '\n') {
      return k + 1;
    }
  }
  return text.size();
}

bool starts_multi_line(std::string_view text, std::size_t at) {
  return text.substr(at, 3) == "\"\"\"" || text.substr(at, 3) == "'''";
}

// The first character after a string of TOML, of one line or of several.
std::size_t after_toml_string(std::string_view text, std::size_t at) {
  if (!starts_multi_line(text, at)) return after_string(text, at, text[at]);
  const std::size_t end = text.find(text.substr(at, 3), at + 3);
  return end == std::string_view::npos ? text.size() : end + 3;
}

bool is_bracket_open(char c) { return c == '[' || c == '{'; }
bool is_bracket_close(char c) { return c == ']' || c == '}'; }

// Continues a dotted key; anything else ends it. A number has one dot.
bool is_of_key(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '-' || c == ' ' || c == '\t';
}

}  // namespace

void require_shallow_json(std::string_view text, const std::string& place) {
  int depth = 0;
  for (std::size_t k = 0; k < text.size();) {
    if (text[k] == '"') {
      k = after_string(text, k, '"');
      continue;
    }
    if (is_bracket_open(text[k]) && ++depth > kDeepest) refuse_depth(place);
    if (is_bracket_close(text[k])) --depth;
    ++k;
  }
}

void require_shallow_toml(std::string_view text, const std::string& place) {
  int depth = 0, parts = 1;
  for (std::size_t k = 0; k < text.size();) {
    const char c = text[k];
    if (c == '#') {
      k = std::min(text.find('\n', k), text.size());
      continue;
    }
    if (c == '"' || c == '\'') {
      k = after_toml_string(text, k);
      continue;
    }
    if (is_bracket_open(c) && ++depth > kDeepest) refuse_depth(place);
    if (is_bracket_close(c)) --depth;
    if (c == '.' && ++parts > kDeepest) refuse_depth(place);
    if (c != '.' && !is_of_key(c)) parts = 1;
    ++k;
  }
}

nlohmann::json parse_json(std::string_view text, const std::string& place) {
  require_shallow_json(text, place);
  try {
    return nlohmann::json::parse(text);
  } catch (const nlohmann::json::parse_error& failure) {
    refuse(fmt::format("{}: not JSON at byte {}", place, failure.byte));
  } catch (const nlohmann::json::exception&) {
    refuse(fmt::format("{}: not JSON: a number is out of range", place));
  }
}

}  // namespace lemmascope::report
