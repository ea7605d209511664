// --task FILE: the options of one calculator or training as TOML.
#pragma once

#include <string>
#include <vector>

#include "properties/compute/option.hpp"

namespace lemmascope::report {

/// Reads a TOML file whose keys are names of options; `owner` is what the options belong to. A
/// repeatable option takes an array; a list in one value too (parents = [-1, 0, 1]). Throws
/// PreconditionError naming file, line, key and what was expected; std::system_error when the file
/// cannot be read.
compute::OptionValues read_task_file(const std::string& path,
                                     const std::vector<compute::Option>& options,
                                     const std::string& owner);

/// The values that were written for the options and, of those left out, what a task file says; no
/// file where its name is empty.
compute::OptionValues read_given(const std::vector<compute::Option>& options,
                                 const std::string& owner,
                                 const std::vector<compute::WrittenOption>& written,
                                 const std::string& task_file);

}  // namespace lemmascope::report
