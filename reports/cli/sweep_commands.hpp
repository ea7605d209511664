// lemmascope sweep, and the part of merge that joins its shards.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "reports/cli/commands.hpp"
#include "reports/cli/console.hpp"

namespace lemmascope::report {

struct SweepOptions {
  std::string plan;  ///< a TOML file
  std::string output = "out/sweep";
  int jobs = 0;                       ///< 0: all processors, or one thread for each rank of mpirun
  std::string shard;                  ///< "i/n"; empty: from the environment, or the whole work
  std::optional<std::uint64_t> seed;  ///< in place of the plan's root seed
  bool list = false;                  ///< print the keys and do nothing
  std::string only;                   ///< a key: that case alone, on stdout
  bool fresh = false;                 ///< forget what the folder holds
  bool json = false;
};
/// Runs the cases of a plan that are this process's and not done yet; whoever finds all of them
/// done writes sweep.json and sweep.csv.
int sweep(const SweepOptions& options, const Console& console);

/// Joins folders of sweep events; refuses gaps, overlaps, other plans and other versions.
int merge_sweep(const MergeOptions& options, const Console& console);

}  // namespace lemmascope::report
