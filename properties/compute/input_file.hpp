// Files that an option names.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace lemmascope::compute {

/// The content of a file. Throws PreconditionError, naming `option` (unless it is empty) and the
/// file, when it is not a regular file or larger than 64 MiB; std::system_error when it cannot be
/// read.
std::string read_text(const std::string& path, const std::string& option);

/// The same as JSON; refuses an empty file, what is no JSON, and what is nested more than 64 deep.
nlohmann::json read_json(const std::string& path, const std::string& option);

/// The same from a file, or from the text itself where it starts as an object or a list does.
nlohmann::json read_json_or_text(const std::string& path_or_text, const std::string& option);

}  // namespace lemmascope::compute
