// What every fuzzer shares: bytes as a file, and what counts as a good answer. A reader may refuse
// with PreconditionError; any other exception, a crash or a report of a sanitizer is a finding.
#pragma once

#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <string>

#include "theory/numeric/require.hpp"

namespace lemmascope::fuzz {

/// The path of a file in memory that holds the bytes, until the next call.
inline std::string file_of(const std::uint8_t* data, std::size_t size) {
  static const int file = memfd_create("input", MFD_CLOEXEC);
  if (ftruncate(file, 0) != 0 || pwrite(file, data, size, 0) != static_cast<ssize_t>(size)) {
    __builtin_trap();
  }
  return "/proc/self/fd/" + std::to_string(file);
}

template <class Reader>
void expect_refusal_or_success(Reader&& read) {
  try {
    read();
  } catch (const PreconditionError&) {
  }
}

}  // namespace lemmascope::fuzz
