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

}  // namespace lemmascope::report
