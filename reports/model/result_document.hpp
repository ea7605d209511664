// The one document every view is rendered from.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "properties/claim/engine.hpp"
#include "reports/model/files.hpp"

namespace lemmascope::report {

/// What was asked for, beside the claims' own results.
struct RunRequest {
  std::vector<std::string> selectors;
  std::string tag;
  std::string paper;
  claim::Evidence require = claim::Evidence::none;
  bool proofs = false;  ///< the run asked a proof assistant
  std::string task;     ///< file of the instance that the claims are about; empty: their families
};
/// The request as a document holds it.
nlohmann::json to_json(const RunRequest& request);

/// result.json: schema, request, summary, claims, figures, provenance. Keys are sorted; everything
/// outside "provenance" is a function of the program version, the request and the root seed alone.
nlohmann::json result_document(const claim::RunResult& run, const RunRequest& request);

/// The document as its file holds it and its page offers it for download: the same bytes.
std::string result_text(const nlohmann::json& document);

}  // namespace lemmascope::report
