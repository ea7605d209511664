// Replay tokens: one readable line that names a case, or an attack.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "properties/claim/verdict.hpp"

namespace lemmascope::claim {

/// mine/some-law@S=2/quick/seed=20240222/case=19. The summary is for people; the rest
/// identifies the case. With "attack=400" for the case: what an attack of that many evaluations
/// finds.
struct ReplayToken {
  std::string claim;
  std::string summary;
  Profile profile = Profile::quick;
  std::uint64_t seed = 0;
  std::int64_t case_index = 0;
  std::int64_t attack_evaluations = 0;  ///< 0: a case
};

std::string replay_token(const ReplayToken& token);
/// Throws PreconditionError that shows the expected form.
ReplayToken parse_replay_token(std::string_view text);

}  // namespace lemmascope::claim
