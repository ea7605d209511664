// TOML files, read with bounds: a file of keys nested a hundred thousand deep must not end the
// process.
#pragma once

#include <toml++/toml.h>

#include <string>

namespace lemmascope::report {

/// The table of a file. Throws PreconditionError naming file and line when it is not TOML, or
/// nested more than 32 deep; std::system_error when it cannot be read.
toml::table read_toml(const std::string& path);

/// "plan.toml:3: axes.length".
std::string toml_place(const std::string& path, const toml::node& node, const std::string& key);

/// The text of a scalar, as an option reads it. `floats` is whether a TOML float will do: it keeps
/// the shortest text that reads back, which is the one that was written, up to 15 digits. Throws
/// PreconditionError starting with `place`.
enum class Floats { allowed, refused };
std::string toml_scalar(const toml::node& node, const std::string& place, Floats floats);

}  // namespace lemmascope::report
