#include "reports/model/files.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <system_error>
#include <utility>

#include "theory/numeric/require.hpp"

namespace lemmascope::report {
namespace {

namespace fs = std::filesystem;

// A device has no end; the largest results of a nightly run are a hundredth of this.
constexpr std::size_t kLargestFile = std::size_t{1} << 30;

// Where a write to `path` ends up: links are followed one by one, for the last one may point at a
// file that does not exist yet.
fs::path followed(fs::path path) {
  constexpr int kMostLinks = 40;  // as the kernel
  for (int links = 0; fs::is_symlink(fs::symlink_status(path)); ++links) {
    require(links < kMostLinks, fmt::format("{}: too many symbolic links", path.string()));
    const fs::path next = fs::read_symlink(path);
    path = next.is_absolute() ? next : path.parent_path() / next;
  }
  return path;
}

// The permissions of what is replaced, or those of a new file.
mode_t replaced_mode(const fs::path& target) {
  struct stat found = {};
  if (stat(target.c_str(), &found) != 0) {
    if (errno != ENOENT && errno != ENOTDIR) fail_with_errno("write", target.string());
    return 0;
  }
  if (!S_ISREG(found.st_mode)) {
    refuse(fmt::format("{}: expected a file to write, found {}", target.string(),
                       S_ISDIR(found.st_mode) ? "a folder" : "a device, a pipe or a socket"));
  }
  return found.st_mode & 07777;
}

// A name that no other process and no other thread of this one uses.
std::string temporary_name(const fs::path& target) {
  static std::atomic<unsigned> count{0};
  return fmt::format("{}.{}-{}.partial", target.string(), getpid(), count++);
}

// Closes the file and removes it again unless it was renamed.
class TemporaryFile {
 public:
  explicit TemporaryFile(const fs::path& target) : path_(temporary_name(target)) {
    descriptor_ = open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
    if (descriptor_ < 0) fail_with_errno("write", target.string());
  }
  ~TemporaryFile() {
    if (descriptor_ >= 0) close(descriptor_);
    if (!path_.empty()) unlink(path_.c_str());
  }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;

  void fill(std::string_view content, mode_t mode, const fs::path& target) {
    write_all(descriptor_, content, target.string());
    if (mode != 0 && fchmod(descriptor_, mode) != 0) fail_with_errno("write", target.string());
    // Some file systems say only here that there was no room.
    if (close(std::exchange(descriptor_, -1)) != 0) fail_with_errno("write", target.string());
    if (rename(path_.c_str(), target.c_str()) != 0) fail_with_errno("write", target.string());
    path_.clear();
  }

 private:
  std::string path_;
  int descriptor_ = -1;
};

}  // namespace

void fail_with_errno(const char* what, const std::string& path) {
  throw std::system_error(errno, std::generic_category(), fmt::format("cannot {} {}", what, path));
}

void write_all(int descriptor, std::string_view text, const std::string& path) {
  while (!text.empty()) {
    const ssize_t written = write(descriptor, text.data(), text.size());
    if (written < 0 && errno != EINTR) fail_with_errno("write", path);
    if (written > 0) text.remove_prefix(static_cast<std::size_t>(written));
  }
}

void write_atomically(const std::string& path, std::string_view content) {
  require(!path.empty(), "expected the name of a file to write, found ''");
  const fs::path target = followed(path);
  if (target.has_parent_path()) fs::create_directories(target.parent_path());
  const mode_t mode = replaced_mode(target);
  TemporaryFile(target).fill(content, mode, target);
}

std::string read_file(const std::string& path) {
  require(!fs::is_directory(path), fmt::format("{}: expected a file, found a folder", path));
  std::ifstream in(path, std::ios::binary);
  if (!in) fail_with_errno("read", path);
  std::string content;
  std::string piece(1 << 20, '\0');
  while (in.read(piece.data(), static_cast<std::streamsize>(piece.size())) || in.gcount() > 0) {
    content.append(piece, 0, static_cast<std::size_t>(in.gcount()));
    require(content.size() <= kLargestFile,
            fmt::format("{}: expected at most {} MiB", path, kLargestFile >> 20));
  }
  if (in.bad()) fail_with_errno("read", path);
  return content;
}

}  // namespace lemmascope::report
