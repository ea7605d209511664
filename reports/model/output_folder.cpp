#include "reports/model/output_folder.hpp"

#include <fmt/format.h>

#include <filesystem>

#include "theory/numeric/require.hpp"

namespace lemmascope::report {

OutputFolder::OutputFolder(const std::string& path, Use use) {
  namespace fs = std::filesystem;
  require(!path.empty(), "-o: expected a folder, found ''");
  require(!fs::exists(path) || fs::is_directory(path),
          fmt::format("-o: expected a folder, {} is none", path));
  fs::create_directories(path);
  try {
    lock_.emplace(path + "/.lemmascope.lock", FileLock::Wait::no, use);
  } catch (const PreconditionError&) {
    refuse(fmt::format("{}: another process is writing into this folder", path));
  }
}

}  // namespace lemmascope::report
