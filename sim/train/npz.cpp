#include "sim/train/npz.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <bit>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <numeric>
#include <system_error>

#include "theory/numeric/require.hpp"

namespace lemmascope::sim {
namespace {

static_assert(std::endian::native == std::endian::little,
              "arrays are written as they lie in memory");

using Bytes = std::vector<std::uint8_t>;

constexpr std::uint32_t kLocalHeader = 0x04034b50;
constexpr std::uint32_t kCentralHeader = 0x02014b50;
constexpr std::uint32_t kEndRecord = 0x06054b50;

template <class T>
Bytes bytes_of(const std::vector<T>& values) {
  Bytes bytes(values.size() * sizeof(T));
  if (!values.empty()) std::memcpy(bytes.data(), values.data(), bytes.size());
  return bytes;
}

template <class T>
std::vector<T> values_of(const NpyArray& array, const char* type) {
  require(array.type == type,
          fmt::format("expected an array of type {}, found {}", type, array.type));
  std::vector<T> values(array.bytes.size() / sizeof(T));
  if (!values.empty()) std::memcpy(values.data(), array.bytes.data(), array.bytes.size());
  return values;
}

/// CRC-32 of ISO 3309, as zip files use it.
std::uint32_t checksum(const Bytes& bytes) {
  static const std::array<std::uint32_t, 256> table = [] {
    std::array<std::uint32_t, 256> t{};
    for (std::uint32_t n = 0; n < 256; ++n) {
      std::uint32_t c = n;
      for (int bit = 0; bit < 8; ++bit) c = (c & 1) != 0 ? 0xEDB88320u ^ (c >> 1) : c >> 1;
      t[n] = c;
    }
    return t;
  }();
  std::uint32_t crc = 0xFFFFFFFFu;
  for (const std::uint8_t byte : bytes) crc = table[(crc ^ byte) & 0xFF] ^ (crc >> 8);
  return ~crc;
}

void put(Bytes& out, std::uint32_t value, int size) {
  for (int k = 0; k < size; ++k) out.push_back(static_cast<std::uint8_t>(value >> (8 * k)));
}
void put(Bytes& out, const std::string& text) { out.insert(out.end(), text.begin(), text.end()); }

std::uint32_t get(const Bytes& in, std::size_t at, int size) {
  require(at + static_cast<std::size_t>(size) <= in.size(), "the archive is cut off");
  std::uint32_t value = 0;
  for (int k = 0; k < size; ++k) {
    value |= static_cast<std::uint32_t>(in[at + static_cast<std::size_t>(k)]) << (8 * k);
  }
  return value;
}

std::size_t element_size(const std::string& type) {
  require(type.size() == 2 && type[1] >= '1' && type[1] <= '8',
          fmt::format("expected an array type such as f4, found '{}'", type));
  return static_cast<std::size_t>(type[1] - '0');
}

/// The value after `'key':` in a .npy header, up to `stop`.
std::string header_value(const std::string& header, const std::string& key, char open, char close) {
  const std::size_t at = header.find("'" + key + "':");
  const std::size_t begin = at == std::string::npos ? at : header.find(open, at + key.size() + 3);
  const std::size_t end = begin == std::string::npos ? begin : header.find(close, begin + 1);
  require(end != std::string::npos, fmt::format("the array header lacks '{}'", key));
  return header.substr(begin + 1, end - begin - 1);
}

std::vector<std::int64_t> parse_shape(const std::string& text) {
  std::vector<std::int64_t> shape;
  std::int64_t value = -1;
  for (const char c : text + ",") {
    if (c >= '0' && c <= '9') {
      constexpr std::int64_t kLargestExtent = 0x40000000;
      value = (value < 0 ? 0 : value) * 10 + (c - '0');
      require(value <= kLargestExtent, "the array's shape is larger than 1 GiB");
    } else if (value >= 0 && c == ',') {
      shape.push_back(value);
      value = -1;
    }
  }
  return shape;
}

/// Bytes of an array; refuses a shape whose product is beyond any archive, before it overflows.
std::size_t size_of(const std::vector<std::int64_t>& shape, std::size_t element) {
  constexpr std::size_t kLargestArchive = 0x40000000;
  std::size_t bytes = element;
  for (const std::int64_t n : shape) {
    const auto extent = static_cast<std::size_t>(n);
    require(extent == 0 || bytes <= kLargestArchive / extent,
            "the array's shape is larger than 1 GiB");
    bytes *= extent;
  }
  return bytes;
}

NpyArray parse_npy(const Bytes& bytes) {
  static const std::string magic = "\x93NUMPY";
  require(bytes.size() >= 10 &&
              std::equal(magic.begin(), magic.end(), bytes.begin(),
                         [](char a, std::uint8_t b) { return static_cast<std::uint8_t>(a) == b; }),
          "expected a NumPy array");
  require(bytes[6] == 1, fmt::format("expected .npy version 1, found {}", bytes[6]));
  const std::size_t length = get(bytes, 8, 2);
  require(10 + length <= bytes.size(), "the array header is cut off");
  const std::string header(bytes.begin() + 10,
                           bytes.begin() + 10 + static_cast<std::ptrdiff_t>(length));
  const std::string type = header_value(header, "descr", '\'', '\'');
  require(header.find("'fortran_order': False") != std::string::npos, "expected C order");
  require(type.size() == 3 && (type[0] == '<' || type[0] == '|'),
          fmt::format("expected a little-endian type, found '{}'", type));
  NpyArray array;
  array.type = type.substr(1);
  array.shape = parse_shape(header_value(header, "shape", '(', ')'));
  array.bytes.assign(bytes.begin() + 10 + static_cast<std::ptrdiff_t>(length), bytes.end());
  require(size_of(array.shape, element_size(array.type)) == array.bytes.size(),
          "the array's shape does not fit its size");
  return array;
}

/// Writes and flushes; the caller renames.
void write_file(const std::filesystem::path& path, const Bytes& bytes) {
  const auto fail = [&path](const char* what) {
    throw std::system_error(errno, std::generic_category(),
                            fmt::format("cannot {} {}", what, path.string()));
  };
  // A name that is a link or a device would be written through: the partial file is a new one.
  ::unlink(path.c_str());
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
  if (file < 0) fail("open");
  const auto close_and_fail = [&](const char* what) {
    const int reason = errno;
    ::close(file);
    ::unlink(path.c_str());
    errno = reason;
    fail(what);
  };
  std::size_t done = 0;
  while (done < bytes.size()) {
    const ssize_t written = ::write(file, bytes.data() + done, bytes.size() - done);
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) close_and_fail("write");
    done += static_cast<std::size_t>(written);
  }
  if (::fsync(file) != 0) close_and_fail("flush");
  if (::close(file) != 0) fail("close");
}

/// Fields shared by a member's local and central header.
void put_member(Bytes& out, const std::string& name, const Bytes& data, std::uint32_t crc) {
  put(out, 20, 2);    // version needed: 2.0
  put(out, 0, 2);     // no flags
  put(out, 0, 2);     // stored
  put(out, 0, 2);     // time: none, so that equal contents are equal files
  put(out, 0x21, 2);  // date: 1 January 1980, the format's first
  put(out, crc, 4);
  put(out, static_cast<std::uint32_t>(data.size()), 4);
  put(out, static_cast<std::uint32_t>(data.size()), 4);
  put(out, static_cast<std::uint32_t>(name.size()), 2);
  put(out, 0, 2);  // no extra field
}

}  // namespace

NpyArray NpyArray::of(const std::vector<float>& values, std::vector<std::int64_t> shape) {
  return {"f4", std::move(shape), bytes_of(values)};
}
NpyArray NpyArray::of(const std::vector<double>& values, std::vector<std::int64_t> shape) {
  return {"f8", std::move(shape), bytes_of(values)};
}
NpyArray NpyArray::of(const std::vector<std::int64_t>& values) {
  return {"i8", {static_cast<std::int64_t>(values.size())}, bytes_of(values)};
}
NpyArray NpyArray::of(const std::string& text) {
  return {"u1", {static_cast<std::int64_t>(text.size())}, Bytes(text.begin(), text.end())};
}

std::vector<float> NpyArray::floats() const { return values_of<float>(*this, "f4"); }
std::vector<double> NpyArray::doubles() const { return values_of<double>(*this, "f8"); }
std::vector<std::int64_t> NpyArray::integers() const {
  return values_of<std::int64_t>(*this, "i8");
}
std::string NpyArray::text() const {
  const std::vector<std::uint8_t> letters = values_of<std::uint8_t>(*this, "u1");
  return {letters.begin(), letters.end()};
}

std::vector<std::uint8_t> npy_bytes(const NpyArray& array) {
  std::string shape;
  for (const std::int64_t n : array.shape) shape += std::to_string(n) + ",";
  std::string header = fmt::format("{{'descr': '{}{}', 'fortran_order': False, 'shape': ({}), }}",
                                   array.type == "u1" ? '|' : '<', array.type, shape);
  // The data starts at a multiple of 64 bytes; the header ends with a new line.
  header.append(63 - (10 + header.size()) % 64, ' ');
  header += '\n';
  Bytes out;
  put(out, std::string("\x93NUMPY\x01"));
  put(out, 0, 1);
  put(out, static_cast<std::uint32_t>(header.size()), 2);
  put(out, header);
  out.insert(out.end(), array.bytes.begin(), array.bytes.end());
  return out;
}

void write_npz(const std::filesystem::path& path, const NpzArrays& arrays) {
  Bytes out;
  Bytes directory;
  for (const auto& [key, array] : arrays) {
    const std::string name = key + ".npy";
    const Bytes data = npy_bytes(array);
    const std::uint32_t crc = checksum(data);
    const auto offset = static_cast<std::uint32_t>(out.size());
    require(data.size() < 0x40000000 && out.size() < 0x40000000, "the archive would exceed 1 GiB");
    put(out, kLocalHeader, 4);
    put_member(out, name, data, crc);
    put(out, name);
    out.insert(out.end(), data.begin(), data.end());
    put(directory, kCentralHeader, 4);
    put(directory, 20, 2);  // made by version 2.0
    put_member(directory, name, data, crc);
    put(directory, 0, 2);  // no comment
    put(directory, 0, 2);  // disk 0
    put(directory, 0, 2);  // internal attributes
    put(directory, 0, 4);  // external attributes
    put(directory, offset, 4);
    put(directory, name);
  }
  const auto directory_offset = static_cast<std::uint32_t>(out.size());
  out.insert(out.end(), directory.begin(), directory.end());
  put(out, kEndRecord, 4);
  put(out, 0, 4);  // disks
  put(out, static_cast<std::uint32_t>(arrays.size()), 2);
  put(out, static_cast<std::uint32_t>(arrays.size()), 2);
  put(out, static_cast<std::uint32_t>(directory.size()), 4);
  put(out, directory_offset, 4);
  put(out, 0, 2);
  const std::filesystem::path partial = path.string() + ".partial";
  write_file(partial, out);
  std::filesystem::rename(partial, path);
}

NpzArrays read_npz(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  require(file.good(), fmt::format("{}: cannot be read", path.string()));
  const Bytes bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  NpzArrays arrays;
  try {
    require(bytes.size() >= 22, "shorter than an archive's end record");
    std::size_t end = bytes.size() - 22;
    while (end > 0 && get(bytes, end, 4) != kEndRecord) --end;
    require(get(bytes, end, 4) == kEndRecord, "no end record: not an .npz file, or cut off");
    const std::uint32_t members = get(bytes, end + 10, 2);
    std::size_t at = get(bytes, end + 16, 4);
    for (std::uint32_t m = 0; m < members; ++m) {
      require(get(bytes, at, 4) == kCentralHeader, "the archive's directory is damaged");
      require(get(bytes, at + 10, 2) == 0, "expected an uncompressed archive");
      const std::uint32_t crc = get(bytes, at + 16, 4);
      const std::size_t size = get(bytes, at + 20, 4);
      const std::size_t name_size = get(bytes, at + 28, 2);
      const std::size_t local = get(bytes, at + 42, 4);
      require(at + 46 + name_size <= bytes.size(), "the archive's directory is cut off");
      const auto name_at = bytes.begin() + static_cast<std::ptrdiff_t>(at + 46);
      std::string name(name_at, name_at + static_cast<std::ptrdiff_t>(name_size));
      const std::size_t data_at =
          local + 30 + get(bytes, local + 26, 2) + get(bytes, local + 28, 2);
      require(data_at + size <= bytes.size(), fmt::format("{} is cut off", name));
      const auto from = bytes.begin() + static_cast<std::ptrdiff_t>(data_at);
      const Bytes data(from, from + static_cast<std::ptrdiff_t>(size));
      require(checksum(data) == crc, fmt::format("{} fails its checksum", name));
      if (name.ends_with(".npy")) name.resize(name.size() - 4);
      arrays[name] = parse_npy(data);
      at += 46 + name_size + get(bytes, at + 30, 2) + get(bytes, at + 32, 2);
    }
  } catch (const PreconditionError& error) {
    refuse(fmt::format("{}: {}", path.string(), error.what()));
  }
  return arrays;
}

}  // namespace lemmascope::sim
