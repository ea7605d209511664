// Mustache templates, kept as files in templates/ and embedded while building.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace lemmascope::report {

struct EmbeddedFile {
  const char* name;
  const char* sha256;  ///< base 16
  const char* text;
};

/// Generated: every file of templates/ and schemas/.
const std::vector<EmbeddedFile>& embedded_files();

/// The embedded file of that name. Throws PreconditionError when there is none.
const EmbeddedFile& embedded_file(std::string_view name);
/// "sha256-…" as a content-security policy wants it.
std::string policy_hash(const EmbeddedFile& file);

/// Renders templates/NAME.mustache. `view` is an object of strings, booleans, arrays and objects;
/// empty strings, empty arrays and null are false in sections. {{name}} is escaped for HTML,
/// {{{name}}} is not; every other .mustache file is available as a partial. Throws
/// PreconditionError on a broken template.
std::string render_template(std::string_view name, const nlohmann::json& view);

}  // namespace lemmascope::report
