// Files as this program writes and reads them: whole or not at all, never in place of something
// that is no regular file, and with every failure reported.
#pragma once

#include <string>
#include <string_view>

namespace lemmascope::report {

/// Writes through a temporary file beside the target and a rename, so that a reader never sees half
/// a file; folders on the way are created. A symbolic link stays and its target is replaced; the
/// target keeps its permissions. Throws PreconditionError when the path names a folder or anything
/// else that is no regular file, std::system_error naming the path when it cannot be written.
void write_atomically(const std::string& path, std::string_view content);

/// Reads a whole file. Throws std::system_error naming the path, PreconditionError when it is a
/// folder or longer than 1 GiB.
std::string read_file(const std::string& path);

/// Writes all of `text` to an open file, whatever the system cuts it into. Throws
/// std::system_error naming `path`.
void write_all(int descriptor, std::string_view text, const std::string& path);

/// Throws the std::system_error of `errno`: "cannot WHAT PATH: No space left on device".
[[noreturn]] void fail_with_errno(const char* what, const std::string& path);

}  // namespace lemmascope::report
