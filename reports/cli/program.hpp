// The command line as a function: what `main` of every program made by lemmascope_program() calls.
#pragma once

#include "reports/model/this_program.hpp"

namespace lemmascope::report {

/// Runs the command that the arguments name and returns its exit code
/// (properties/claim/exit_codes.hpp). What it writes names `program`.
int run_program(int argc, char** argv, const ThisProgram& program = {});

}  // namespace lemmascope::report
