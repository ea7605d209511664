// Texts that are parsed by recursive code, judged before they are parsed: a file of a few hundred
// kilobytes can nest deeper than any stack.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

namespace lemmascope::report {

/// Deeper than anything this program writes or reads, and far from the end of a stack.
inline constexpr int kDeepest = 64;

/// Throws PreconditionError that starts with `place` where arrays and objects nest deeper than
/// kDeepest.
void require_shallow_json(std::string_view text, const std::string& place);
/// The same of TOML, where a dotted key nests as well: at most kDeepest parts a key.
void require_shallow_toml(std::string_view text, const std::string& place);

/// The JSON value of a text. Throws PreconditionError that starts with `place` and names the byte
/// at which the text stops being JSON.
nlohmann::json parse_json(std::string_view text, const std::string& place);

}  // namespace lemmascope::report
