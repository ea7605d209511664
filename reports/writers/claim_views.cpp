#include "reports/writers/claim_views.hpp"

#include <nlohmann/json.hpp>

#include "reports/writers/claim_view.hpp"
#include "reports/writers/fields.hpp"
#include "reports/writers/paper_view.hpp"

namespace lemmascope::report {
namespace {

using nlohmann::json;

ViewContext context_of(const json& document, const json& papers, const json& comparison) {
  ViewContext context;
  context.statements = statements_by_claim(papers);
  for (const json& claim : list_field(document, "claims"))
    context.claims[text_field(claim, "id")] = &claim;
  for (const json& change : list_field(comparison, "changes")) {
    context.changes[text_field(change, "id")] = text_field(change, "class");
  }
  context.figures = &list_field(document, "figures");
  context.request = &field(document, "request");
  context.theorems = &field(document, "theorems");
  context.profile = text_field(field(document, "request"), "profile");
  context.seed = text_field(field(document, "request"), "seed");
  return context;
}

}  // namespace

json claim_views(const json& document, const json& papers, const json& comparison) {
  const ViewContext context = context_of(document, papers, comparison);
  json views = json::array();
  for (const json& claim : list_field(document, "claims"))
    views.push_back(claim_view(claim, context));
  return views;
}

}  // namespace lemmascope::report
