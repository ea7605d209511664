// Where a result comes from: version, commit, compiler, libraries, canaries, machine and time.
#pragma once

#include <ctime>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

namespace lemmascope::report {

/// What this binary is: version, commit and dirty flag at build time, compiler, flags, library
/// versions.
nlohmann::json build_provenance();

/// Canary results of this process.
nlohmann::json canary_provenance();

/// The version of Lemmascope, "0.1.0".
std::string version();
/// What --version prints: the same, or another project's program with its own version before it.
std::string version_line();

/// Seconds since 1970 from the environment's SOURCE_DATE_EPOCH, nothing where that is not set or
/// empty. Throws PreconditionError on anything that is no time of the years 1970 to 9999.
std::optional<std::time_t> source_date_epoch();

/// "2026-11-21T21:19:00Z", or the time of SOURCE_DATE_EPOCH where that is set (reproducible files).
std::string timestamp();
/// Is SOURCE_DATE_EPOCH set? Then durations are left out as well.
bool reproducible_timestamps();

}  // namespace lemmascope::report
