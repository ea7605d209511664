// Three-valued truth: what an enclosure can say about a comparison.
#pragma once

#include <string_view>

namespace lemmascope {

/// The answer to a question put to an enclosure. `unknown` means the enclosure straddles the
/// boundary; it is never a "no".
enum class Truth { no, unknown, yes };

constexpr Truth truth(bool value) { return value ? Truth::yes : Truth::no; }

constexpr Truth operator!(Truth a) {
  return a == Truth::unknown ? a : (a == Truth::yes ? Truth::no : Truth::yes);
}

/// Kleene conjunction: a "no" decides, then an "unknown". (Both sides are always evaluated.)
constexpr Truth operator&(Truth a, Truth b) { return a < b ? a : b; }

/// Kleene disjunction: a "yes" decides, then an "unknown". (Both sides are always evaluated.)
constexpr Truth operator|(Truth a, Truth b) { return a < b ? b : a; }

constexpr std::string_view to_text(Truth a) {
  return a == Truth::yes ? "yes" : (a == Truth::no ? "no" : "unknown");
}

}  // namespace lemmascope
