// Preconditions. A broken one throws PreconditionError in every build: a verdict may rest on it.
#pragma once

#include <fmt/format.h>

#include <stdexcept>
#include <string>
#include <string_view>

namespace lemmascope {

/// A place in the source. std::source_location is missing where clang 14 reads the library of GCC
/// 12, and the built-ins it stands on are not.
struct SourcePlace {
  const char* file;
  int line;

  static constexpr SourcePlace current(const char* file = __builtin_FILE(),
                                       int line = __builtin_LINE()) {
    return {file, line};
  }
};

/// Thrown when a caller breaks a function's stated precondition. `what()` holds the condition with
/// the offending values; `place()` the file and line that noticed.
class PreconditionError : public std::invalid_argument {
 public:
  PreconditionError(const std::string& message, SourcePlace place)
      : std::invalid_argument(message), place_(fmt::format("{}:{}", place.file, place.line)) {}

  const std::string& place() const { return place_; }

 private:
  std::string place_;
};

/// Throws PreconditionError with `message` unless `condition` holds. Give `message` as the sentence
/// a user should read: what was expected, and the values that were found. Build costly messages in
/// the caller's own `if`, with `refuse`.
inline void require(bool condition, std::string_view message,
                    SourcePlace place = SourcePlace::current()) {
  if (!condition) throw PreconditionError(std::string(message), place);
}

/// Throws PreconditionError unconditionally.
[[noreturn]] inline void refuse(const std::string& message,
                                SourcePlace place = SourcePlace::current()) {
  throw PreconditionError(message, place);
}

}  // namespace lemmascope
