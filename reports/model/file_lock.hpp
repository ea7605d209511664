// Advisory locks: two processes do not write one file, and one folder is written by one command.
#pragma once

#include <string>

namespace lemmascope::report {

/// An advisory lock on a file, held until the end of the scope (or of the process).
class FileLock {
 public:
  enum class Wait { yes, no };
  /// `shared` locks go together with each other, with no other.
  enum class Kind { alone, shared };
  /// Creates the file if needed; one that is removed before the lock is there is created anew.
  /// Throws PreconditionError when another process holds the lock and `wait` is no;
  /// std::system_error when the file cannot be opened.
  FileLock(const std::string& path, Wait wait, Kind kind = Kind::alone);
  ~FileLock();
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;
  int descriptor() const { return descriptor_; }

 private:
  int descriptor_ = -1;
};

}  // namespace lemmascope::report
