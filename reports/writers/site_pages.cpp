#include "reports/writers/site_pages.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "reports/model/claim_outcome.hpp"
#include "reports/model/papers_document.hpp"
#include "reports/writers/about_view.hpp"
#include "reports/writers/claim_views.hpp"
#include "reports/writers/fields.hpp"
#include "reports/writers/finding_view.hpp"
#include "reports/writers/html.hpp"
#include "reports/writers/markdown_html.hpp"
#include "reports/writers/paper_view.hpp"
#include "reports/writers/template.hpp"

namespace lemmascope::report {
namespace {

using nlohmann::json;

// A folder for each, where a page's links to its data and its witnesses lead somewhere.
std::string folder_of(const SiteDocument& document) { return "results/" + document.name + "/"; }
std::string page_of(const SiteDocument& document) { return folder_of(document) + "index.html"; }
std::string page_of(const SiteText& text) { return "docs/" + text.name + ".html"; }

bool has_claims(const SiteDocument& document) {
  return !list_field(document.content.document, "claims").empty();
}

const SiteDocument* main_result(const std::vector<SiteDocument>& documents) {
  const auto found = std::find_if(documents.begin(), documents.end(), has_claims);
  return found == documents.end() ? nullptr : &*found;
}

// What the list of results says of a document.
json row_of(const SiteDocument& document) {
  const json& content = document.content.document;
  const bool claims = has_claims(document);
  const json about = about_view(content);
  const Tally tally = tally_of(content);
  return {{"href", page_of(document)},
          {"data", folder_of(document) + "result.json"},
          {"title", claims ? "Verification of " + document.name : text_field(about, "headline")},
          {"says", claims ? tally.line() : text_field(about, "sentence")},
          {"kind", document.content.kind}};
}

// The page of a document, its data and its witnesses.
void add_files(const SiteDocument& document, std::vector<SiteFile>& files) {
  files.push_back({page_of(document), html_report(document.content.document)});
  files.push_back({folder_of(document) + "result.json", document.content.source.dump(1) + "\n"});
  const auto add = [&](const std::string& claim, const std::string& check, const json& witness) {
    files.push_back({folder_of(document) + witness_file(claim, check), witness.dump(2) + "\n"});
  };
  for (const json& claim : list_field(document.content.document, "claims")) {
    for (const json* check : witnesses(claim))
      add(text_field(claim, "id"), text_field(*check, "name"), field(*check, "witness"));
  }
  for (const json& witness : list_field(document.content.document, "witnesses"))
    add(text_field(witness, "claim"), "witness", witness);
}

json shell(const std::string& title, const std::string& root, bool findings, bool docs) {
  const EmbeddedFile& style = embedded_file("style.css");
  return {{"title", title},           {"root", root},
          {"style", style.text},      {"style_hash", policy_hash(style)},
          {"has_findings", findings}, {"has_docs", docs},
          {"program", "lemmascope"}};
}

}  // namespace

std::vector<SiteFile> site_pages(const std::vector<SiteDocument>& documents,
                                 const std::vector<SiteText>& texts) {
  std::vector<SiteFile> files;
  const SiteDocument* result = main_result(documents);
  const bool findings = result != nullptr, docs = !texts.empty();
  json index = shell("Lemmascope", "", findings, docs);
  index["results"] = json::array();
  for (const SiteDocument& document : documents) {
    add_files(document, files);
    index["results"].push_back(row_of(document));
  }
  if (result != nullptr) {
    const json& document = result->content.document;
    json page = shell("Findings", "", true, docs);
    page["results_page"] = page_of(*result);
    page["groups"] = finding_groups(document);
    files.push_back({"findings.html", render_template("site_findings", page)});
    page["title"] = "Statements";
    const json papers = papers_of(document);
    page["papers"] = paper_views(papers, claim_views(document, papers, json()));
    files.push_back({"statements.html", render_template("site_statements", page)});
    index["papers"] = page["papers"];
    std::size_t count = 0;
    for (const json& group : page["groups"]) count += group.at("findings").size();
    index["findings_count"] = std::to_string(count);
  }
  index["docs"] = json::array();
  const auto link_to = [&texts](const std::string& target) {
    // A text that is part of the site has a page there; other files of the house are not on it.
    const std::string file = target.substr(target.rfind('/') + 1);
    for (const SiteText& text : texts) {
      if (file.substr(0, file.find('#')) == text.name + ".md")
        return text.name + ".html" +
               (file.find('#') == std::string::npos ? "" : file.substr(file.find('#')));
    }
    return std::string();
  };
  for (const SiteText& text : texts) {
    const std::string title = markdown_title(text.markdown);
    json page = shell(title.empty() ? text.name : title, "../", findings, true);
    page["body"] = markdown_html(text.markdown, link_to);
    files.push_back({page_of(text), render_template("site_text", page)});
    index["docs"].push_back(
        {{"href", page_of(text)}, {"title", title.empty() ? text.name : title}});
  }
  files.push_back({"index.html", render_template("site_index", index)});
  return files;
}

}  // namespace lemmascope::report
