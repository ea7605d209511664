// JUnit XML as Jenkins, GitLab and others read it.
#include <fmt/format.h>

#include <map>
#include <nlohmann/json.hpp>
#include <vector>

#include "properties/claim/exit_codes.hpp"
#include "reports/model/claim_outcome.hpp"
#include "reports/writers/escape.hpp"
#include "reports/writers/fields.hpp"
#include "reports/writers/text_formats.hpp"

namespace lemmascope::report {
namespace {

using nlohmann::json;

// A statement that fell, or a failure of the tool: the difference matters to who reads a CI log.
bool is_tool_trouble(const ClaimOutcome& outcome, const json& claim) {
  const std::string verdict = text_field(claim, "verdict");
  return outcome.code == kContradiction || outcome.code == kInternal || verdict == "suspect";
}

struct Suite {
  std::string cases;
  int tests = 0, failures = 0, errors = 0, skipped = 0;
  double seconds = 0;
};

// What a reader of a CI log needs: statement, source, strength, the counterexample's replay line.
std::string details(const json& claim) {
  const json& source = field(claim, "source");
  std::string out = fmt::format(
      "{}\nsource: {}, {}\nverdict: {} (expected {}), evidence {}, scope {}\n",
      text_field(claim, "statement"), text_field(source, "paper"), text_field(source, "where"),
      text_field(claim, "verdict"), text_field(claim, "expected"), text_field(claim, "evidence"),
      text_field(claim, "scope"));
  for (const json* check : witnesses(claim)) {
    const std::string token = text_field(field(*check, "witness"), "replay");
    if (!token.empty()) out += "replay: " + token + "\n";
  }
  return out;
}

void add_case(const json& claim, const json& request, double seconds, Suite& suite) {
  const std::string id = text_field(claim, "id");
  const std::size_t slash = id.find('/');
  suite.cases +=
      fmt::format("    <testcase classname=\"{}\" name=\"{}\" time=\"{:.3f}\">",
                  xml_escaped(id.substr(0, slash)),
                  xml_escaped(slash == std::string::npos ? id : id.substr(slash + 1)), seconds);
  ++suite.tests;
  suite.seconds += seconds;
  const ClaimOutcome outcome = outcome_of(claim, request);
  const std::string reason = xml_escaped(outcome.reason),
                    verdict = xml_escaped(text_field(claim, "verdict"));
  const std::string body = xml_escaped(details(claim));
  if (outcome.outcome == Outcome::passed) {
    suite.cases += "<system-out>" + body + "</system-out>";
  } else if (outcome.outcome == Outcome::skipped) {
    ++suite.skipped;
    suite.cases += fmt::format("<skipped message=\"{}: {}\"/>", verdict, reason);
  } else {
    const char* element = is_tool_trouble(outcome, claim) ? "error" : "failure";
    ++(is_tool_trouble(outcome, claim) ? suite.errors : suite.failures);
    suite.cases +=
        fmt::format("<{0} message=\"{1}\" type=\"{2}\">{3}</{0}>", element, reason, verdict, body);
  }
  suite.cases += "</testcase>\n";
}

}  // namespace

std::string junit_report(const json& document) {
  std::map<std::string, Suite> suites;
  Suite total;
  const json& seconds = field(field(document, "provenance"), "seconds");
  for (const json& claim : list_field(document, "claims")) {
    const std::string id = text_field(claim, "id");
    add_case(claim, field(document, "request"), approximate(field(seconds, id)).value_or(0),
             suites[id.substr(0, id.find('/'))]);
  }
  std::string body;
  for (const auto& [area, suite] : suites) {
    body += fmt::format(
        "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\" "
        "time=\"{:.3f}\" timestamp=\"{}\">\n{}  </testsuite>\n",
        xml_escaped(area), suite.tests, suite.failures, suite.errors, suite.skipped, suite.seconds,
        xml_escaped(text_field(field(document, "provenance"), "finished")), suite.cases);
    total.tests += suite.tests;
    total.failures += suite.failures;
    total.errors += suite.errors;
    total.seconds += suite.seconds;
  }
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"lemmascope\" tests=\"{}\" "
      "failures=\"{}\" errors=\"{}\" time=\"{:.3f}\">\n{}</testsuites>\n",
      total.tests, total.failures, total.errors, total.seconds, body);
}

}  // namespace lemmascope::report
