// Pictures of few colours as PNG files: the cells of a heat map, one pixel each.
#pragma once

#include <array>
#include <string>
#include <vector>

namespace lemmascope::report {

using Rgb8 = std::array<unsigned char, 3>;

/// A picture whose pixels name colours. Colour 0 is transparent.
struct IndexedPicture {
  std::size_t width = 0, height = 0;
  std::vector<Rgb8> colours;          ///< at most 256, the transparent one included
  std::vector<unsigned char> pixels;  ///< width x height, rows from the top
};

/// The bytes of the file, the same for the same picture and version of zlib. Throws
/// PreconditionError on sizes that do not fit together, and when zlib refuses.
std::string png(const IndexedPicture& picture);

/// The picture as an address that a page shows without asking the network.
std::string data_address(const IndexedPicture& picture);

}  // namespace lemmascope::report
