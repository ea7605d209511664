#include "reports/model/provenance.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <gmp.h>
#include <mpfi.h>
#include <mpfr.h>

#include <Eigen/Core>
#include <boost/version.hpp>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <nlohmann/json.hpp>
#include <string_view>

#include "reports/model/build_information.hpp"
#include "reports/model/this_program.hpp"
#include "theory/numeric/canary.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::report {

namespace {

// Nothing for lemmascope itself: the library's version and commit are its own.
nlohmann::json program_provenance() {
  const ThisProgram& program = this_program();
  if (std::string_view(program.name) == ThisProgram().name) return nullptr;
  return {{"name", program.name},
          {"version", program.version},
          {"commit", program.commit},
          {"dirty", program.dirty}};
}

nlohmann::json library_provenance() {
  return {{"version", version()},
          {"commit", build::kCommit},
          {"dirty", build::kDirty},
          {"compiler", build::kCompiler},
          {"flags", build::kFlags},
          {"build_type", build::kBuildType},
          {"libraries",
           {{"Boost", fmt::format("{}.{}.{}", BOOST_VERSION / 100000, BOOST_VERSION / 100 % 1000,
                                  BOOST_VERSION % 100)},
            {"Eigen", fmt::format("{}.{}.{}", EIGEN_WORLD_VERSION, EIGEN_MAJOR_VERSION,
                                  EIGEN_MINOR_VERSION)},
            {"GMP", gmp_version},
            {"MPFR", mpfr_get_version()},
            {"MPFI", mpfi_get_version()},
            {"fmt", fmt::format("{}.{}.{}", FMT_VERSION / 10000, FMT_VERSION / 100 % 100,
                                FMT_VERSION % 100)}}}};
}

}  // namespace

nlohmann::json build_provenance() {
  nlohmann::json build = library_provenance();
  nlohmann::json program = program_provenance();
  if (!program.is_null()) build["program"] = std::move(program);
  return build;
}

nlohmann::json canary_provenance() {
  nlohmann::json canary = nlohmann::json::array();
  for (const CanaryCheck& check : run_canary()) {
    canary.push_back({{"name", check.name}, {"passed", check.passed}, {"detail", check.detail}});
  }
  return canary;
}

std::string version() { return build::kVersion; }

std::string version_line() {
  const ThisProgram& program = this_program();
  if (program_provenance().is_null()) return version();
  return fmt::format("{} {} (Lemmascope {})", program.name, program.version, version());
}

std::optional<std::time_t> source_date_epoch() {
  const char* text = std::getenv("SOURCE_DATE_EPOCH");
  if (text == nullptr || *text == '\0') return std::nullopt;
  constexpr std::time_t kLast = 253402300799;  // the end of the year 9999
  std::time_t seconds = 0;
  const char* end = text + std::strlen(text);
  const auto [stop, error] = std::from_chars(text, end, seconds);
  require(error == std::errc() && stop == end && seconds >= 0 && seconds <= kLast,
          fmt::format("SOURCE_DATE_EPOCH: expected seconds from 0 to {}, found '{}'", kLast, text));
  return seconds;
}

bool reproducible_timestamps() { return source_date_epoch().has_value(); }

std::string timestamp() {
  const std::time_t now = source_date_epoch().value_or(std::time(nullptr));
  return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(now));
}

}  // namespace lemmascope::report
