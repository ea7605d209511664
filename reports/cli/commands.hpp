// One function per command. Each returns the exit code; bad input is thrown as PreconditionError and turned
// into one line and exit code 2 by main.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "properties/claim/verdict.hpp"
#include "properties/compute/calculator.hpp"
#include "reports/cli/console.hpp"

namespace lemmascope::report {

struct CheckOptions {
  std::vector<std::string> selectors;
  std::string tag;
  std::string paper;
  claim::Profile profile = claim::Profile::quick;
  std::uint64_t seed = 20240222;
  int jobs = 0;  ///< 0: all processors
  std::string output = "out";
  bool json = false;
  claim::Evidence require = claim::Evidence::none;
  double time_budget_seconds = 0;  ///< 0: none
};
int check(const CheckOptions& options, const Console& console);

/// kind: claims, quantities or suites.
int list(const std::string& kind, bool json, const Console& console);

int explain(const std::string& claim, bool json, const Console& console);

struct ComputeOptions {
  std::string quantity;
  compute::Request request;
  std::string task_file;
  bool json = false;
  bool plain = false;
};
int compute(const ComputeOptions& options, const Console& console);

int doctor(bool json, const Console& console);

}  // namespace lemmascope::report
