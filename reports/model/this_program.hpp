// Which program is running: lemmascope itself, or one that another project made of the installed
// package.
#pragma once

#include <string>
#include <string_view>

namespace lemmascope::report {

/// A program that lemmascope_program() made: its own name, and its project's version and commit.
struct ThisProgram {
  const char* name = "lemmascope";
  const char* version = "";  ///< empty for lemmascope, whose version is the library's
  const char* commit = "";
  bool dirty = false;  ///< did tracked files differ from that commit?
};

/// Lemmascope itself until `main` has said otherwise.
const ThisProgram& this_program();
/// Called once, by run_program(), before anything else runs.
void set_this_program(const ThisProgram& program);

/// What to type for `arguments` of the program that is running: "lemmascope check".
std::string command_line(std::string_view arguments);

}  // namespace lemmascope::report
