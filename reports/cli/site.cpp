// lemmascope site: a static site of result files and texts.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "properties/claim/exit_codes.hpp"
#include "reports/cli/commands.hpp"
#include "reports/model/files.hpp"
#include "reports/model/output_folder.hpp"
#include "reports/writers/site_pages.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::report {
namespace {

namespace fs = std::filesystem;

// "out/result.json" and the folder "out" are both "out": a result is known by its folder.
std::string name_of(const std::string& path) {
  const fs::path whole = fs::path(path).lexically_normal();
  const fs::path file = whole.has_filename() ? whole : whole.parent_path();
  std::string name = file.stem().string();
  if (fs::is_directory(path)) name = file.filename().string();
  if ((name == "result" || name == "sweep" || name == "training") && file.has_parent_path())
    name = file.parent_path().filename().string();
  for (char& c : name) {
    const bool plain = std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_';
    if (!plain) c = '-';
  }
  return name.empty() ? "result" : name;
}

template <class Item>
void require_new_name(const std::vector<Item>& known, const std::string& name,
                      const std::string& path) {
  const bool taken =
      std::any_of(known.begin(), known.end(), [&](const Item& item) { return item.name == name; });
  require(!taken,
          fmt::format("{}: expected files of different names, found '{}' twice", path, name));
}

// What the pages of a site say of themselves, see site_head.mustache.
constexpr const char* kMadeByUs = "<meta name=\"generator\" content=\"lemmascope site\">";

// An earlier site of ours is made anew; files of others are left alone.
void require_nothing_of_others(const fs::path& folder, const std::vector<SiteFile>& files) {
  const fs::path index = folder / "index.html";
  if (fs::exists(index) && read_file(index.string()).find(kMadeByUs) != std::string::npos) return;
  for (const SiteFile& file : files) {
    const fs::path path = folder / file.path;
    require(
        !fs::exists(path),
        fmt::format("{}: expected an empty folder or an earlier site, found a file of this name",
                    path.string()));
  }
}

}  // namespace

int site(const SiteOptions& options, const Console& console) {
  std::vector<SiteDocument> documents;
  std::vector<SiteText> texts;
  for (const std::string& path : options.sources) {
    const std::string name = name_of(path);
    if (path.ends_with(".md")) {
      require_new_name(texts, name, path);
      texts.push_back({name, read_file(path)});
    } else {
      require_new_name(documents, name, path);
      documents.push_back({name, read_renderable(path)});
    }
  }
  // Nothing is written before everything could be read.
  const std::vector<SiteFile> files = site_pages(documents, texts);
  require_nothing_of_others(options.folder, files);
  const OutputFolder folder(options.folder, OutputFolder::Use::alone);
  for (const SiteFile& file : files) {
    const fs::path path = fs::path(options.folder) / file.path;
    fs::create_directories(path.parent_path());
    write_atomically(path.string(), file.text);
  }
  console.print(fmt::format("{}/index.html: {} document{}, {} text{}", options.folder,
                            documents.size(), documents.size() == 1 ? "" : "s", texts.size(),
                            texts.size() == 1 ? "" : "s"));
  return kAsExpected;
}

}  // namespace lemmascope::report
