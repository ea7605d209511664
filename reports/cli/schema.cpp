// lemmascope schema: what other programs need to know about its documents.
#include <fmt/format.h>

#include "properties/claim/exit_codes.hpp"
#include "reports/cli/commands.hpp"
#include "reports/writers/template.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::report {
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

}  // namespace lemmascope::report
