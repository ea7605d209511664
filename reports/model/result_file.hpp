// Reading documents that were written earlier, perhaps by another version or by hand.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

namespace lemmascope::report {

/// The JSON document in `path`, or in `path`/result.json when that is a folder, whose "schema" must
/// be one of `schemas` (separated by '|'). Throws PreconditionError naming the file and what was
/// expected when it is no such document; std::system_error when it cannot be read.
nlohmann::json read_document(const std::string& path, std::string_view schemas);

inline constexpr std::string_view kResultSchema = "lemmascope/result/1";
inline constexpr std::string_view kWitnessSchema = "lemmascope/witness/1";
inline constexpr std::string_view kGoldenSchema = "lemmascope/golden/1";

}  // namespace lemmascope::report
