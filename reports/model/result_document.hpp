// The one document every view is rendered from.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "properties/claim/engine.hpp"

namespace lemmascope::report {

/// What was asked for, beside the claims' own results.
struct RunRequest {
  std::vector<std::string> selectors;
  std::string tag;
  std::string paper;
  claim::Evidence require = claim::Evidence::none;
};

/// result.json: schema, request, summary, claims, figures, provenance. Keys are sorted; everything
/// outside "provenance" is a function of the program version, the request and the root seed alone.
nlohmann::json result_document(const claim::RunResult& run, const RunRequest& request,
                               int exit_code);

/// Writes through a temporary file and a rename, so that a reader never sees half a file. Throws
/// std::system_error naming the path.
void write_atomically(const std::string& path, const std::string& content);

/// Reads a whole file. Throws std::system_error naming the path.
std::string read_file(const std::string& path);

}  // namespace lemmascope::report
