#include "reports/model/this_program.hpp"

namespace lemmascope::report {
namespace {

ThisProgram& known() {
  static ThisProgram program;
  return program;
}

}  // namespace

const ThisProgram& this_program() { return known(); }

void set_this_program(const ThisProgram& program) { known() = program; }

std::string command_line(std::string_view arguments) {
  return std::string(known().name).append(" ").append(arguments);
}

}  // namespace lemmascope::report
