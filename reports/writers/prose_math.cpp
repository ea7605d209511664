#include "reports/writers/prose_math.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <iterator>
#include <optional>
#include <utility>

#include "reports/writers/escape.hpp"
#include "reports/writers/mathml.hpp"

namespace lemmascope::report {
namespace {

constexpr std::pair<std::string_view, const char*> kGreek[] = {
    {"alpha", "α"}, {"beta", "β"},  {"gamma", "γ"}, {"delta", "δ"},  {"epsilon", "ϵ"},
    {"eps", "ϵ"},   {"eta", "η"},   {"theta", "θ"}, {"kappa", "κ"},  {"lambda", "λ"},
    {"mu", "μ"},    {"nu", "ν"},    {"xi", "ξ"},    {"pi", "π"},     {"rho", "ρ"},
    {"sigma", "σ"}, {"tau", "τ"},   {"phi", "ϕ"},   {"chi", "χ"},    {"psi", "ψ"},
    {"omega", "ω"}, {"Gamma", "Γ"}, {"Delta", "Δ"}, {"Lambda", "Λ"}, {"Sigma", "Σ"},
    {"Phi", "Φ"},   {"Omega", "Ω"}};
constexpr std::pair<std::string_view, const char*> kRelations[] = {
    {">=", "≥"}, {"<=", "≤"}, {"!=", "≠"}, {"->", "→"}};

bool is_letter(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0; }
bool is_digit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }
bool is_word(char c) { return is_letter(c) || is_digit(c); }

const char* greek(std::string_view word) {
  for (const auto& [name, letter] : kGreek) {
    if (name == word) return letter;
  }
  return nullptr;
}

std::size_t end_of_word(std::string_view text, std::size_t start) {
  while (start < text.size() && is_letter(text[start])) ++start;
  return start;
}
std::size_t end_of_number(std::string_view text, std::size_t start) {
  while (start < text.size() && is_digit(text[start])) ++start;
  return start;
}

// The place after the bracket that closes the one at `start`; nothing when none does.
std::optional<std::size_t> after_closing(std::string_view text, std::size_t start) {
  const char open = text[start], close = open == '{' ? '}' : ')';
  int depth = 0;
  for (std::size_t k = start; k < text.size(); ++k) {
    if (text[k] == open) ++depth;
    if (text[k] == close && --depth == 0) return k + 1;
  }
  return std::nullopt;
}

constexpr int kDeepest = 8;
std::string tokens(std::string_view text, int depth);

/// What stands at `at` as one piece of a formula, and where it ends.
struct Piece {
  std::string mathml;
  std::size_t end = 0;
  bool sure = false;  ///< a formula even in prose: scripted, Greek or a root
};

// The script after '_' or '^': {...}, (...), a sign and a number, or a few letters.
std::optional<Piece> script(std::string_view text, std::size_t at, int depth) {
  if (at >= text.size() || depth > kDeepest) return std::nullopt;
  if (text[at] == '{' || text[at] == '(') {
    const auto end = after_closing(text, at);
    if (!end) return std::nullopt;
    return Piece{tokens(text.substr(at + 1, *end - at - 2), depth + 1), *end, true};
  }
  if (text[at] == '*') return Piece{"<mo>*</mo>", at + 1, true};
  std::size_t end = at + (text[at] == '-' || text[at] == '+' ? 1 : 0);
  const std::size_t word = end;
  while (end < text.size() && is_word(text[end])) ++end;
  constexpr std::size_t kLongest = 3;
  const std::string_view inner = text.substr(word, end - word);
  const bool number = end_of_number(inner, 0) == inner.size();
  // A longer word after an underscore belongs to a name of a program.
  if (inner.empty() || (inner.size() > kLongest && !number && greek(inner) == nullptr))
    return std::nullopt;
  return Piece{tokens(text.substr(at, end - at), depth + 1), end, true};
}

// `base` with the scripts that follow it at `end`.
Piece scripted(std::string_view text, const std::string& base, std::size_t end, bool sure,
               int depth) {
  std::string sub, super;
  while (end < text.size() && (text[end] == '_' || text[end] == '^')) {
    std::string& slot = text[end] == '_' ? sub : super;
    const auto found = slot.empty() ? script(text, end + 1, depth) : std::nullopt;
    if (!found) break;
    slot = "<mrow>" + found->mathml + "</mrow>";
    end = found->end;
  }
  if (sub.empty() && super.empty()) return {base, end, sure};
  if (super.empty()) return {fmt::format("<msub>{}{}</msub>", base, sub), end, true};
  if (sub.empty()) return {fmt::format("<msup>{}{}</msup>", base, super), end, true};
  return {fmt::format("<msubsup>{}{}{}</msubsup>", base, sub, super), end, true};
}

std::optional<Piece> root(std::string_view text, std::size_t at, int depth) {
  constexpr std::string_view kRoot = "sqrt(";
  if (depth > kDeepest || !text.substr(at).starts_with(kRoot)) return std::nullopt;
  const auto end = after_closing(text, at + kRoot.size() - 1);
  if (!end) return std::nullopt;
  const std::string_view inner = text.substr(at + kRoot.size(), *end - at - kRoot.size() - 1);
  return Piece{fmt::format("<msqrt><mrow>{}</mrow></msqrt>", tokens(inner, depth + 1)), *end, true};
}

// A letter, a word, a number or a closing bracket, with its scripts.
std::optional<Piece> atom(std::string_view text, std::size_t at, int depth) {
  if (auto found = root(text, at, depth)) return found;
  const char c = text[at];
  if (is_digit(c)) {
    const std::size_t end = end_of_number(text, at);
    return scripted(text, fmt::format("<mn>{}</mn>", text.substr(at, end - at)), end, false, depth);
  }
  if (is_letter(c)) {
    const std::size_t end = end_of_word(text, at);
    const std::string_view word = text.substr(at, end - at);
    const char* letter = greek(word);
    // "beta0" is a letter with an index.
    if (const std::size_t index = end_of_number(text, end); letter != nullptr && index > end) {
      return Piece{
          fmt::format("<msub><mi>{}</mi><mn>{}</mn></msub>", letter, text.substr(end, index - end)),
          index, true};
    }
    return scripted(text, fmt::format("<mi>{}</mi>", letter == nullptr ? word : letter), end,
                    letter != nullptr, depth);
  }
  if (c == ')' || c == ']' || c == '|')
    return scripted(text, fmt::format("<mo stretchy=\"false\">{}</mo>", c), at + 1, false, depth);
  return std::nullopt;
}

// The inside of a script or root: everything is a formula there.
std::string tokens(std::string_view text, int depth) {
  std::string out;
  for (std::size_t k = 0; k < text.size();) {
    if (text[k] == ' ') {
      ++k;
    } else if (const auto piece = atom(text, k, depth)) {
      out += piece->mathml;
      k = piece->end;
    } else {
      // Characters of several bytes stay whole.
      std::size_t end = k + 1;
      while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) ++end;
      const std::string_view c = text.substr(k, end - k);
      out += fmt::format("<mo>{}</mo>", c == "-" ? "−" : xml_escaped(c));
      k = end;
    }
  }
  return out;
}

std::string element(std::string_view source, const std::string& mathml) {
  return fmt::format("<math alttext=\"{}\">{}</math>", xml_escaped(source), mathml);
}

// May a formula start at `at`? Not within a word, a hyphenated name or a path.
bool may_start(std::string_view text, std::size_t at) {
  if (at == 0) return true;
  const char before = text[at - 1];
  return !is_word(before) && before != '_' && before != '/' && before != '.' &&
         !(before == '-' && at > 1 && is_letter(text[at - 2]));
}

// A bare word is followed by the end of the word, not by the rest of a hyphenated name.
bool may_end(std::string_view text, std::size_t end) {
  if (end >= text.size()) return true;
  const bool joined =
      (text[end] == '-' || text[end] == '/') && end + 1 < text.size() && is_letter(text[end + 1]);
  return !is_word(text[end]) && text[end] != '_' && !joined;
}

std::optional<Piece> formula(std::string_view text, std::size_t at) {
  if (text[at] == '$') {
    const std::size_t end = text.find('$', at + 1);
    if (end == std::string_view::npos) return std::nullopt;
    const auto set = inline_mathml(text.substr(at + 1, end - at - 1));
    if (!set) return std::nullopt;
    return Piece{*set, end + 1, true};
  }
  const bool bracket = text[at] == ')' || text[at] == ']' || text[at] == '|';
  if (!bracket && !may_start(text, at)) return std::nullopt;
  auto piece = atom(text, at, 0);
  if (!piece || !piece->sure || !may_end(text, piece->end)) return std::nullopt;
  // Words of several letters are names, unless Greek: only one letter is a variable.
  const std::size_t word = end_of_word(text, at);
  if (word > at + 1 && greek(text.substr(at, word - at)) == nullptr && !root(text, at, 0))
    return std::nullopt;
  piece->mathml = element(text.substr(at, piece->end - at), piece->mathml);
  return piece;
}

}  // namespace

std::string prose_html(std::string_view text) {
  std::string out;
  std::size_t plain = 0;
  const auto flush = [&](std::size_t end) { out += xml_escaped(text.substr(plain, end - plain)); };
  for (std::size_t k = 0; k < text.size();) {
    if (const auto found = formula(text, k)) {
      flush(k);
      out += found->mathml;
      plain = k = found->end;
      continue;
    }
    const auto* const relation =
        std::find_if(std::begin(kRelations), std::end(kRelations),
                     [&](const auto& r) { return text.substr(k).starts_with(r.first); });
    if (relation != std::end(kRelations)) {
      flush(k);
      out += relation->second;
      plain = k += relation->first.size();
    } else {
      ++k;
    }
  }
  flush(text.size());
  return out;
}

}  // namespace lemmascope::report
