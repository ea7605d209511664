#include "reports/model/result_file.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "reports/model/files.hpp"
#include "reports/model/nesting.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::report {

nlohmann::json read_document(const std::string& path, std::string_view schemas) {
  const std::string file = std::filesystem::is_directory(path) ? path + "/result.json" : path;
  nlohmann::json document = parse_json(read_file(file), file);
  std::string found = "none";
  if (document.is_object() && document.contains("schema") && document["schema"].is_string()) {
    found = document["schema"].get<std::string>();
    for (std::string_view rest = schemas; !rest.empty();) {
      const std::size_t bar = std::min(rest.find('|'), rest.size());
      if (rest.substr(0, bar) == found) return document;
      rest.remove_prefix(std::min(bar + 1, rest.size()));
    }
  }
  refuse(fmt::format("{}: expected a document with schema {}, found {}", file, schemas, found));
}

}  // namespace lemmascope::report
