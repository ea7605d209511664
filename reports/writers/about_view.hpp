// What a page without claims is about: a training, a reproduction, a sweep, a counterexample, a
// comparison. It says so in a sentence, with the paper it follows.
#pragma once

#include <nlohmann/json_fwd.hpp>

namespace lemmascope::report {

/// {"kicker", "headline", "sentence", "badge", "citation", "link"} of a document without claims;
/// null of a verification report. The document's own "about" (see renderable.hpp) comes first, then
/// its "reproduction", then what its request says.
nlohmann::json about_view(const nlohmann::json& document);

/// The numbers of a reproduction beside the published ones, with their difference, as a figure of
/// kind "table"; null when there are none. Where only one of the two is known they are "not
/// comparable".
nlohmann::json beside_published(const nlohmann::json& document);

}  // namespace lemmascope::report
