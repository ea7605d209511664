// lemmascope schema and completion: what other programs need to know about the tool.
#include <fmt/format.h>

#include <string_view>

#include "reports/cli/commands.hpp"
#include "reports/cli/exit_codes.hpp"
#include "reports/writers/template.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::report {
namespace {

constexpr std::string_view kCommands =
    "check list explain compute train reproduce sweep merge report compare replay doctor schema "
    "completion new";

}  // namespace

int schema(const std::string& name, const Console& console) {
  for (const char* known :
       {"result", "witness", "events", "comparison", "golden", "sweep", "sweep-events"}) {
    if (name != known) continue;
    console.print_raw(embedded_file(name + ".schema.json").text);
    return kAsExpected;
  }
  refuse(
      fmt::format("schema: expected result, witness, events, comparison, golden, sweep or "
                  "sweep-events, found '{}'",
                  name));
}

int completion(const std::string& shell, const Console& console) {
  require(shell == "bash" || shell == "zsh" || shell == "fish",
          fmt::format("completion: expected bash, zsh or fish, found '{}'", shell));
  std::string script = embedded_file("lemmascope." + shell).text;
  const std::string_view mark = "@COMMANDS@";
  for (std::size_t at = script.find(mark); at != std::string::npos; at = script.find(mark)) {
    script.replace(at, mark.size(), kCommands);
  }
  console.print_raw(script);
  return kAsExpected;
}

}  // namespace lemmascope::report
