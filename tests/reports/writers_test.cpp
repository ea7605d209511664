// Every writer against its approved output, and against hostile or huge documents. To accept a
// change on purpose: tests/golden/accept BUILD_FOLDER, then review the difference.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <regex>
#include <sstream>

#include "reports/compare/compare.hpp"
#include "reports/model/result_document.hpp"
#include "reports/writers/html.hpp"
#include "reports/writers/text_formats.hpp"

namespace lemmascope::report {
namespace {

using nlohmann::json;

const std::string kFolder = LEMMASCOPE_GOLDEN;

json fixture(const char* name) { return json::parse(read_file(kFolder + "/" + name)); }

// Styles and scripts have their own review; their hashes follow from them.
std::string masked(std::string page) {
  page = std::regex_replace(page, std::regex("sha256-[A-Za-z0-9+/=]+"), "sha256-MASKED");
  // The data and pictures packed by one version of zlib or another.
  page = std::regex_replace(page, std::regex("image/png;base64,[A-Za-z0-9+/=]+"), "MASKED");
  for (const char* element : {"style", "script", "script type=\"application/gzip\" id=\"result\"",
                              "script type=\"application/gzip\" id=\"witnesses\""}) {
    const std::string name = element;
    const std::string open = "<" + name + ">", close = "</" + name.substr(0, name.find(' ')) + ">";
    const std::size_t start = page.find(open),
                      end = page.find(close, start == std::string::npos ? 0 : start);
    if (start != std::string::npos && end != std::string::npos)
      page.replace(start + open.size(), end - start - open.size(), "MASKED");
  }
  return page;
}

void expect_approved(const std::string& name, const std::string& found) {
  const std::string path = kFolder + "/approved/" + name;
  const char* accept = std::getenv("LEMMASCOPE_ACCEPT");
  if (accept != nullptr && std::string(accept) == "yes") {
    write_atomically(path, found);
    return;
  }
  const std::string approved = std::filesystem::exists(path) ? read_file(path) : "";
  if (approved == found) return;
  const auto at = static_cast<std::size_t>(
      std::mismatch(approved.begin(), approved.end(), found.begin(), found.end()).first -
      approved.begin());
  const std::size_t from = at < 80 ? 0 : at - 80;
  ADD_FAILURE() << name << " differs at byte " << at << "\napproved: " << approved.substr(from, 200)
                << "\nfound:    " << found.substr(from, 200);
}

TEST(ApprovedOutput, Html) {
  const json document = fixture("fixture.json");
  expect_approved(
      "report.html",
      masked(html_report(document, compare_results(fixture("fixture_base.json"), document))));
}
TEST(ApprovedOutput, Markdown) {
  const json document = fixture("fixture.json");
  expect_approved(
      "report.md",
      markdown_report(document, compare_results(fixture("fixture_base.json"), document)));
}
TEST(ApprovedOutput, Junit) { expect_approved("junit.xml", junit_report(fixture("fixture.json"))); }
TEST(ApprovedOutput, Csv) { expect_approved("result.csv", csv_report(fixture("fixture.json"))); }
TEST(ApprovedOutput, Latex) {
  expect_approved("macros.tex", latex_macros(fixture("fixture.json")));
}
TEST(ApprovedOutput, BadgeSvg) { expect_approved("badge.svg", badge_svg(fixture("fixture.json"))); }
TEST(ApprovedOutput, BadgeEndpoint) {
  expect_approved("badge.json", badge_endpoint(fixture("fixture.json")));
}

constexpr const char* kHostile =
    "</script><script>window.hostile=1</script><img src=x onerror=\"window.hostile=1\">' & {{x}} "
    "{{{y}}} \x01";

// Every text of the document replaced by something that tries to break out.
json poisoned(const json& value) {
  if (value.is_string()) return value.get<std::string>() + kHostile;
  if (!value.is_structured()) return value;
  json out = value.is_array() ? json::array() : json::object();
  for (const auto& [key, item] : value.items()) {
    const bool keeps_its_shape =
        key == "kind" || key == "verdict" || key == "evidence" || key == "scope" || key == "schema";
    if (value.is_array()) {
      out.push_back(poisoned(item));
    } else {
      out[key] = keeps_its_shape ? item : poisoned(item);
    }
  }
  return out;
}

TEST(HostileText, IsInertInEveryFormat) {
  const json document = poisoned(fixture("fixture.json"));
  const std::string page = html_report(document);
  for (const std::string& text :
       {page, junit_report(document), badge_svg(document), markdown_report(document, json())}) {
    EXPECT_EQ(text.find("<img"), std::string::npos);
    EXPECT_EQ(text.find("<script>window"), std::string::npos);
  }
  // The page's own data, its witnesses and its script, and nothing else.
  std::size_t scripts = 0;
  for (std::size_t at = page.find("<script"); at != std::string::npos;
       at = page.find("<script", at + 1))
    ++scripts;
  EXPECT_EQ(scripts, 3U);
  EXPECT_EQ(latex_macros(document).find("{{x}}"), std::string::npos);
}

TEST(HostileText, OfVerdictsIsInert) {
  json document = fixture("fixture.json");
  for (auto& claim : document["claims"]) {
    for (const char* key : {"verdict", "evidence", "scope"}) claim[key] = kHostile;
  }
  EXPECT_EQ(html_report(document).find("<img"), std::string::npos);
  EXPECT_EQ(junit_report(document).find("<img"), std::string::npos);
  EXPECT_EQ(markdown_report(document, json()).find("<img"), std::string::npos);
}

TEST(MalformedDocuments, AreRenderedWithoutAThrow) {
  for (const json& document :
       {json(), json::object(), json::array(), json({{"claims", 3}}),
        json({{"claims", {1, "x", nullptr, json::object()}}, {"figures", {1}}})}) {
    EXPECT_NO_THROW(html_report(document));
    EXPECT_NO_THROW(junit_report(document));
    EXPECT_NO_THROW(markdown_report(document, json()));
    EXPECT_NO_THROW(csv_report(document));
    EXPECT_NO_THROW(latex_macros(document));
    EXPECT_NO_THROW(badge_svg(document));
  }
}

TEST(Markdown, StaysBelowItsLimitWithTenThousandFailingClaims) {
  json document = fixture("fixture.json");
  json failing = document["claims"][0];
  failing["as_expected"] = false;
  failing["verdict"] = "refuted";
  failing["reason"] = std::string(5000, '*');
  document["claims"] = json::array();
  for (int k = 0; k < 10000; ++k) {
    failing["id"] = "area/claim-" + std::to_string(k);
    document["claims"].push_back(failing);
  }
  document["summary"] = {{"passed", 0}, {"failed", 10000}, {"skipped", 0}};
  const json comparison = compare_results(json::object(), document);
  const std::string text = markdown_report(document, comparison);
  EXPECT_LE(text.size(), kMarkdownLimit);
  EXPECT_NE(text.find("10000 failed"), std::string::npos);
  EXPECT_NE(text.find("more claims not as expected; result.json holds all"), std::string::npos);
  EXPECT_LT(text.find("Not as expected"), text.find("### Claims"));
}

}  // namespace
}  // namespace lemmascope::report
