#include "reports/writers/escape.hpp"

#include <array>
#include <cstdint>

namespace lemmascope::report {
namespace {

bool is_control(char c) {
  return (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t' && c != '\r') || c == 0x7f;
}

bool is_number(std::string_view text) {
  return text.find_first_not_of("0123456789.eE+-/") == std::string_view::npos &&
         text.find_first_of("0123456789") != std::string_view::npos;
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
      !is_number(body)) {
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
