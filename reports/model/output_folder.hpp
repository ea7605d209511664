// The folder a command writes into: there, and written by one command at a time.
#pragma once

#include <optional>
#include <string>

#include "reports/model/file_lock.hpp"

namespace lemmascope::report {

/// Held by a command for as long as it writes. The lock is the file `.lemmascope.lock`, which
/// stays.
class OutputFolder {
 public:
  /// The processes of one sweep share their folder; everything else is alone in it.
  using Use = FileLock::Kind;
  /// Creates the folder. Throws PreconditionError when `path` is empty or names something else than
  /// a folder, and when another process writes into it; std::system_error when it cannot be made.
  OutputFolder(const std::string& path, Use use);

 private:
  std::optional<FileLock> lock_;
};

}  // namespace lemmascope::report
