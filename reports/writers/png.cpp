#include "reports/writers/png.hpp"

#include <zlib.h>

#include <algorithm>
#include <cstdint>

#include "reports/writers/escape.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::report {
namespace {

std::string big_endian(std::uint32_t value) {
  std::string bytes;
  for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>((value >> shift) & 0xff);
  return bytes;
}

const Bytef* bytes_of(const std::string& text) {
  return reinterpret_cast<const Bytef*>(text.data());
}

// Length, name, content and a checksum of name and content.
std::string chunk(const std::string& name, const std::string& content) {
  const std::string summed = name + content;
  const auto sum = crc32(0, bytes_of(summed), static_cast<uInt>(summed.size()));
  return big_endian(static_cast<std::uint32_t>(content.size())) + summed +
         big_endian(static_cast<std::uint32_t>(sum));
}

std::string deflated(const std::string& raw) {
  std::string out(compressBound(static_cast<uLong>(raw.size())), '\0');
  auto size = static_cast<uLongf>(out.size());
  require(compress2(reinterpret_cast<Bytef*>(out.data()), &size, bytes_of(raw),
                    static_cast<uLong>(raw.size()), Z_BEST_COMPRESSION) == Z_OK,
          "zlib cannot pack a picture");
  out.resize(size);
  return out;
}

}  // namespace

std::string png(const IndexedPicture& picture) {
  require(
      picture.width > 0 && picture.height > 0 &&
          picture.pixels.size() == picture.width * picture.height && !picture.colours.empty() &&
          picture.colours.size() <= 256 &&
          *std::max_element(picture.pixels.begin(), picture.pixels.end()) < picture.colours.size(),
      "a picture's pixels do not fit its size or its colours");
  std::string palette, rows;
  for (const Rgb8& colour : picture.colours) {
    for (const unsigned char part : colour) palette += static_cast<char>(part);
  }
  for (std::size_t row = 0; row < picture.height; ++row) {
    rows += '\0';  // no filter: neighbours of a palette say nothing of each other
    for (std::size_t k = 0; k < picture.width; ++k)
      rows += static_cast<char>(picture.pixels[row * picture.width + k]);
  }
  // Eight bits a pixel, a palette, no interlacing.
  const std::string header = big_endian(static_cast<std::uint32_t>(picture.width)) +
                             big_endian(static_cast<std::uint32_t>(picture.height)) +
                             std::string("\x08\x03\x00\x00\x00", 5);
  return std::string("\x89PNG\r\n\x1a\n", 8) + chunk("IHDR", header) + chunk("PLTE", palette) +
         chunk("tRNS", std::string(1, '\0')) + chunk("IDAT", deflated(rows)) + chunk("IEND", "");
}

std::string data_address(const IndexedPicture& picture) {
  return "data:image/png;base64," + base64(png(picture));
}

}  // namespace lemmascope::report
