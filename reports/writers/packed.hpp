// The data a page carries with it: packed, because it would else be half of the page.
#pragma once

#include <string>
#include <string_view>

namespace lemmascope::report {

/// The text as gzip in base 64, the same bytes for the same text and version of zlib. Throws
/// PreconditionError when zlib refuses.
std::string packed(std::string_view text);

}  // namespace lemmascope::report
