#include "properties/claim/sentence.hpp"

#include <fmt/format.h>

#include <set>
#include <string>
#include <string_view>

#include "theory/numeric/require.hpp"

namespace lemmascope::claim {

void require_complete(const Claim& record, std::initializer_list<NeededPart> needed) {
  auto need = [&](bool present, const char* part) {
    if (!present) refuse(fmt::format("claim {} has no {}", record.id, part));
  };
  need(!record.statement.empty(), "statement");
  need(!record.latex.empty(), "formula");
  need(!record.source.paper.empty(), "source");
  need(!record.divergence.empty(),
       "divergence (say 'none' when the printed text is used as it is)");
  for (const NeededPart& part : needed) need(part.present, part.name);
}

void require_twins_named_apart(const Claim& claim) {
  std::set<std::string> names;
  for (const Twin& twin : claim.twins) {
    if (!names.insert(twin.name).second) {
      refuse(fmt::format("claim {} has two twins named '{}'", claim.id, twin.name));
    }
  }
}

Reference reference(const std::string& text) {
  const auto colon = text.find(": ");
  if (colon == std::string::npos || colon == 0 || colon + 2 == text.size()) {
    refuse(fmt::format("'{}' names no code; expected 'theory/file.hpp: symbol'", text));
  }
  return {text.substr(colon + 2), {text.substr(0, colon), 0}};
}

std::string from_the_root(const char* file) {
  std::string_view path(file);
  while (path.starts_with("../")) path.remove_prefix(3);
  return std::string(path);
}

}  // namespace lemmascope::claim
