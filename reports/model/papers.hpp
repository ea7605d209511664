// The papers whose claims the tool checks, for headings and links.
#pragma once

#include <string>
#include <string_view>

namespace lemmascope::report {

struct Paper {
  std::string name;  ///< as claims name it: "arXiv 2402.14735"
  std::string title;
  std::string authors;
  std::string link;
};

/// The paper of that name; only `name` is set for one the tool does not know.
Paper paper_named(std::string_view name);

}  // namespace lemmascope::report
