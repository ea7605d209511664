// The command line as a function: what `main` of every program made by lemmascope_program() calls.
#pragma once

namespace lemmascope::report {

/// Runs the command that the arguments name and returns its exit code (reports/cli/exit_codes.hpp).
int run_program(int argc, char** argv);

}  // namespace lemmascope::report
