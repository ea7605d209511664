// Did you mean …? The known name nearest to a mistyped one.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lemmascope::claim {

/// The name nearest to `typed` (edit distance at most a third of its length), or "".
std::string nearest_name(std::string_view typed, const std::vector<std::string>& names);

/// "; did you mean NEAR?", or "" when nothing is near.
std::string did_you_mean(const std::string& near);

}  // namespace lemmascope::claim
