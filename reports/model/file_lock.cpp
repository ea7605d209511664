#include "reports/model/file_lock.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>

#include "reports/model/files.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::report {
namespace {

int open_for_append(const std::string& path) {
  const std::filesystem::path target(path);
  if (target.has_parent_path()) std::filesystem::create_directories(target.parent_path());
  const int descriptor = open(path.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
  if (descriptor < 0) fail_with_errno("open", path);
  return descriptor;
}

// Closes the descriptor when there is no lock.
void lock_file(int descriptor, const std::string& path, FileLock::Wait wait, FileLock::Kind kind) {
  const int how = (kind == FileLock::Kind::shared ? LOCK_SH : LOCK_EX) |
                  (wait == FileLock::Wait::no ? LOCK_NB : 0);
  while (flock(descriptor, how) != 0) {
    if (errno == EINTR) continue;
    if (errno == ENOSYS || errno == ENOLCK || errno == EOPNOTSUPP) break;  // no locks here: go on
    const int reason = errno;
    close(descriptor);
    require(reason != EWOULDBLOCK, fmt::format("{}: another process is writing this file", path));
    errno = reason;
    fail_with_errno("lock", path);
  }
}

// Is the open file still the one of that name, or was it removed meanwhile?
bool is_file(int descriptor, const std::string& path) {
  struct stat opened = {}, named = {};
  if (fstat(descriptor, &opened) != 0) fail_with_errno("read", path);
  return stat(path.c_str(), &named) == 0 && opened.st_dev == named.st_dev &&
         opened.st_ino == named.st_ino;
}

}  // namespace

FileLock::FileLock(const std::string& path, Wait wait, Kind kind) {
  do {
    if (descriptor_ >= 0) close(descriptor_);
    descriptor_ = open_for_append(path);
    lock_file(descriptor_, path, wait, kind);
  } while (!is_file(descriptor_, path));
}

FileLock::~FileLock() { close(descriptor_); }

}  // namespace lemmascope::report
