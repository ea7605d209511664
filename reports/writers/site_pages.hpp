// A static site of result files: for any host that serves files, without scripts of its own.
#pragma once

#include <string>
#include <vector>

#include "reports/model/renderable.hpp"

namespace lemmascope::report {

/// A document to publish, under a name that becomes its page's.
struct SiteDocument {
  std::string name;  ///< letters, digits, '-', '_' and '.' only
  Renderable content;
};

/// A text of the documentation.
struct SiteText {
  std::string name;  ///< without its ending
  std::string markdown;
};

/// A file of the site.
struct SiteFile {
  std::string path;  ///< "results/out/index.html"
  std::string text;
};

/// index.html; findings.html and statements.html of the first result that has claims; for every
/// document a folder below results/ with its page, data and witnesses; for every text a page below
/// docs/. Links are
/// relative, nothing is asked of another host. Computes nothing.
std::vector<SiteFile> site_pages(const std::vector<SiteDocument>& documents,
                                 const std::vector<SiteText>& texts);

}  // namespace lemmascope::report
