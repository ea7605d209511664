// --task FILE: the task flags as TOML.
#pragma once

#include <string>

#include "properties/causal/quantities/task.hpp"

namespace lemmascope::report {

/// Fills `task` from a TOML file whose keys are the flag names (parents, graph, length, chain,
/// weight, orbit, epsilon, beta0). Flags already given win. Throws PreconditionError naming file,
/// key and what was expected; std::system_error when the file cannot be read.
void read_task_file(const std::string& path, causal::TaskText& task);

}  // namespace lemmascope::report
