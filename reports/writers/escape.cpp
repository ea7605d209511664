#include "reports/writers/escape.hpp"

#include <array>
#include <cstdint>
#include <optional>

namespace lemmascope::report {
namespace {

bool is_control(char c) {
  return (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t' && c != '\r') || c == 0x7f;
}

bool is_digit(char c, bool hexadecimal) {
  return (c >= '0' && c <= '9') ||
         (hexadecimal && ((c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F')));
}

// The rest of `text` behind digits with at most one point among them; nothing where there is none.
std::optional<std::string_view> after_digits(std::string_view text, bool hexadecimal) {
  bool some = false, point = false;
  while (!text.empty() &&
         (is_digit(text.front(), hexadecimal) || (text.front() == '.' && !point))) {
    some = some || text.front() != '.';
    point = point || text.front() == '.';
    text.remove_prefix(1);
  }
  return some ? std::optional(text) : std::nullopt;
}

// A number as this program writes one: "-1", "3/8", "2.5e-07", "-0x1.8p-1", "-inf".
bool is_number(std::string_view text) {
  if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
  if (text == "inf" || text == "nan") return true;
  const bool hexadecimal = text.starts_with("0x");
  if (hexadecimal) text.remove_prefix(2);
  const auto behind = after_digits(text, hexadecimal);
  if (!behind || behind->empty()) return behind.has_value();
  const char mark = behind->front();
  text = behind->substr(1);
  if (mark == '/') return !text.empty() && after_digits(text, false) == "";
  if (mark != (hexadecimal ? 'p' : 'e') && mark != 'E') return false;
  if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
  return after_digits(text, false) == "";
}

// "-1,0,1" or "7/10,3/10;4/10,6/10": numbers joined by what no formula begins with.
bool is_list_of_numbers(std::string_view text) {
  for (;;) {
    const std::size_t end = text.find_first_of(",;");
    if (!is_number(text.substr(0, end))) return false;
    if (end == std::string_view::npos) return true;
    text.remove_prefix(end + 1);
  }
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos;
       at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
}

}  // namespace

std::string xml_escaped(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        if (is_control(c)) {
          out += "\ufffd";
        } else {
          out += c;
        }
    }
  }
  // XML 1.0 also excludes these two, and they survive UTF-8 validation.
  replace_all(out, "\xef\xbf\xbe", "\ufffd");
  replace_all(out, "\xef\xbf\xbf", "\ufffd");
  return out;
}

std::string markdown_escaped(std::string_view text) {
  constexpr std::string_view kSpecial = "\\`*_{}[]()#+!|~$";
  std::string out;
  for (const char c : text) {
    if (c == '<') {
      out += "&lt;";
    } else if (c == '>') {
      out += "&gt;";
    } else if (c == '&') {
      out += "&amp;";
    } else if (c == '@') {
      out += "&#64;";  // no one is mentioned by a claim
    } else if (c == '\n' || c == '\r' || c == '\t' || is_control(c)) {
      out += ' ';
    } else {
      if (kSpecial.find(c) != std::string_view::npos) out += '\\';
      out += c;
    }
  }
  // Bare addresses would become links.
  replace_all(out, "://", "&#58;//");
  return out;
}

std::string latex_escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '\\':
        out += "\\textbackslash{}";
        break;
      case '~':
        out += "\\textasciitilde{}";
        break;
      case '^':
        out += "\\textasciicircum{}";
        break;
      case '&':
      case '%':
      case '$':
      case '#':
      case '_':
      case '{':
      case '}':
        out += '\\';
        out += c;
        break;
      default:
        if (c == '\n' || c == '\r' || is_control(c)) {
          out += ' ';
        } else {
          out += c;
        }
    }
  }
  return out;
}

std::string csv_field(std::string_view text) {
  std::string body(text);
  if (!body.empty() && std::string_view("=+-@\t\r").find(body.front()) != std::string_view::npos &&
      body.size() > 1 && !is_list_of_numbers(body)) {
    body.insert(body.begin(), '\'');
  }
  if (body.find_first_of(",\"\r\n") == std::string::npos) return body;
  std::string quoted = "\"";
  for (const char c : body) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + '"';
}

std::string script_json(std::string json) {
  replace_all(json, "<", "\\u003c");
  replace_all(json, "\u2028", "\\u2028");
  replace_all(json, "\u2029", "\\u2029");
  return json;
}

std::string base64(std::string_view bytes) {
  constexpr std::string_view kAlphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t k = 0; k < bytes.size(); k += 3) {
    std::uint32_t word = 0;
    for (std::size_t b = 0; b < 3; ++b) {
      word = word << 8 | (k + b < bytes.size() ? static_cast<unsigned char>(bytes[k + b]) : 0U);
    }
    for (std::size_t d = 0; d < 4; ++d) {
      out += k + d <= bytes.size() ? kAlphabet[word >> (18 - 6 * d) & 63U] : '=';
    }
  }
  return out;
}

}  // namespace lemmascope::report
