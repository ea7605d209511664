#include "reports/writers/packed.hpp"

#include <zlib.h>

#include "reports/writers/escape.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::report {

std::string packed(std::string_view text) {
  constexpr int kGzip = 15 + 16;  // the largest window, with a gzip header that holds no time
  constexpr int kMemory = 9;
  z_stream stream{};
  require(deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, kGzip, kMemory,
                       Z_DEFAULT_STRATEGY) == Z_OK,
          "zlib cannot pack the page's data");
  std::string bytes(deflateBound(&stream, text.size()), '\0');
  // zlib's interface is older than const; it does not write there.
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(bytes.data());
  stream.avail_out = static_cast<uInt>(bytes.size());
  const int code = deflate(&stream, Z_FINISH);
  bytes.resize(stream.total_out);
  deflateEnd(&stream);
  require(code == Z_STREAM_END, "zlib cannot pack the page's data");
  return base64(bytes);
}

}  // namespace lemmascope::report
