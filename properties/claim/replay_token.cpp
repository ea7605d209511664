#include "properties/claim/replay_token.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>

#include "theory/numeric/require.hpp"

namespace lemmascope::claim {
namespace {

template <class Number>
bool read_number(std::string_view text, std::string_view key, Number& value) {
  if (!text.starts_with(key)) return false;
  text.remove_prefix(key.size());
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() && value >= 0;
}

}  // namespace

std::string replay_token(const ReplayToken& t) {
  const bool attack = t.attack_evaluations > 0;
  return fmt::format("{}@{}/{}/seed={}/{}={}", t.claim, t.summary, to_text(t.profile), t.seed,
                     attack ? "attack" : "case", attack ? t.attack_evaluations : t.case_index);
}

ReplayToken parse_replay_token(std::string_view text) {
  ReplayToken token;
  const auto at = text.find('@');
  bool good = at != std::string_view::npos;
  if (good) {
    token.claim = text.substr(0, at);
    // From the end: a summary may hold fractions.
    std::string_view rest = text.substr(at + 1);
    std::array<std::string_view, 3> fields;  // case or attack, seed, profile
    for (std::string_view& field : fields) {
      const auto slash = rest.rfind('/');
      good &= slash != std::string_view::npos;
      if (!good) break;
      field = rest.substr(slash + 1);
      rest = rest.substr(0, slash);
    }
    token.summary = rest;
    const auto profile = profile_from(fields[2]);
    good = good && profile && read_number(fields[1], "seed=", token.seed) &&
           (read_number(fields[0], "case=", token.case_index) ||
            (read_number(fields[0], "attack=", token.attack_evaluations) &&
             token.attack_evaluations > 0));
    if (good) token.profile = *profile;
  }
  if (!good) {
    refuse(
        fmt::format("'{}' is not a replay token; expected the form "
                    "mine/some-law@S=2/quick/seed=20240222/case=19",
                    text));
  }
  return token;
}

}  // namespace lemmascope::claim
