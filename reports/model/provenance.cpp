#include "reports/model/provenance.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <gmp.h>
#include <mpfi.h>
#include <mpfr.h>

#include <Eigen/Core>
#include <boost/version.hpp>
#include <cstdlib>
#include <ctime>
#include <nlohmann/json.hpp>
#include <string_view>

#include "reports/model/build_information.hpp"
#include "reports/model/this_program.hpp"
#include "theory/numeric/canary.hpp"

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

bool reproducible_timestamps() { return std::getenv("SOURCE_DATE_EPOCH") != nullptr; }

std::string timestamp() {
  std::time_t now = std::time(nullptr);
  if (const char* epoch = std::getenv("SOURCE_DATE_EPOCH")) now = std::strtoll(epoch, nullptr, 10);
  return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(now));
}

}  // namespace lemmascope::report
