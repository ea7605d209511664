// NumPy's .npz: the format of checkpoints and of saved weights, readable by numpy.load without this
// program.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace lemmascope::sim {

/// One array of an .npz file, C order, little endian. `type` is NumPy's type string without the
/// byte order: "f4", "f8", "i8", "u1".
struct NpyArray {
  std::string type;
  std::vector<std::int64_t> shape;
  std::vector<std::uint8_t> bytes;

  static NpyArray of(const std::vector<float>& values, std::vector<std::int64_t> shape);
  static NpyArray of(const std::vector<double>& values, std::vector<std::int64_t> shape);
  static NpyArray of(const std::vector<std::int64_t>& values);
  /// The bytes of a text.
  static NpyArray of(const std::string& text);

  /// Throw PreconditionError when the type is another one.
  std::vector<float> floats() const;
  std::vector<double> doubles() const;
  std::vector<std::int64_t> integers() const;
  std::string text() const;
};

using NpzArrays = std::map<std::string, NpyArray>;

/// The text of one .npy file.
std::vector<std::uint8_t> npy_bytes(const NpyArray& array);

/// Writes `<path>` as an uncompressed archive: first to a temporary file beside it, flushed to
/// disk, then renamed over it, so that a reader sees the old file or the new one and never a part.
/// Throws std::system_error with the path when the system refuses.
void write_npz(const std::filesystem::path& path, const NpzArrays& arrays);

/// Reads what write_npz (or numpy.savez) wrote. Throws PreconditionError with the path when the
/// file is not an uncompressed .npz, is cut off or fails its checksum.
NpzArrays read_npz(const std::filesystem::path& path);

}  // namespace lemmascope::sim
