#include "reports/writers/html.hpp"

#include <nlohmann/json.hpp>

namespace lemmascope::report {

std::string html_report(const nlohmann::json& document) {
  return "<!doctype html><title>Lemmascope</title><pre>" + document.dump(2) + "</pre>";
}

}  // namespace lemmascope::report
