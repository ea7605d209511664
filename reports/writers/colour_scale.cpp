#include "reports/writers/colour_scale.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace lemmascope::report {
namespace {

using Rgb = std::array<double, 3>;

// Nine equidistant stops of cividis (Nunez, Anderton and Renslow 2018,
// doi 10.1371/journal.pone.0199239).
constexpr std::array<Rgb, 9> kCividis{{{0, 34, 78},
                                       {18, 53, 112},
                                       {59, 73, 108},
                                       {87, 93, 109},
                                       {112, 113, 115},
                                       {138, 134, 120},
                                       {165, 156, 116},
                                       {195, 179, 105},
                                       {254, 232, 56}}};
// From the verdict palette's blue through white to its orange.
constexpr std::array<Rgb, 5> kDiverging{
    {{0, 84, 147}, {102, 170, 216}, {255, 255, 255}, {240, 158, 92}, {168, 62, 0}}};

template <std::size_t N>
Rgb between(const std::array<Rgb, N>& stops, double share) {
  const double at = std::clamp(share, 0.0, 1.0) * static_cast<double>(N - 1);
  const std::size_t k = std::min(N - 2, static_cast<std::size_t>(at));
  const double rest = at - static_cast<double>(k);
  Rgb mixed;
  for (std::size_t c = 0; c < 3; ++c)
    mixed[c] = stops[k][c] + rest * (stops[k + 1][c] - stops[k][c]);
  return mixed;
}

Rgb rgb(Scale scale, double share) {
  return scale == Scale::sequential ? between(kCividis, share) : between(kDiverging, share);
}

}  // namespace

Rgb8 colour_bytes(Scale scale, double share) {
  const Rgb c = rgb(scale, share);
  Rgb8 bytes{};
  for (std::size_t k = 0; k < bytes.size(); ++k)
    bytes[k] = static_cast<unsigned char>(std::lround(c[k]));
  return bytes;
}

std::string colour(Scale scale, double share) {
  const Rgb8 c = colour_bytes(scale, share);
  return fmt::format("#{:02x}{:02x}{:02x}", c[0], c[1], c[2]);
}

const char* ink_on(Scale scale, double share) {
  const Rgb c = rgb(scale, share);
  // Rec. 709 luma: enough to choose between black and white.
  return 0.2126 * c[0] + 0.7152 * c[1] + 0.0722 * c[2] < 130 ? "#fff" : "#000";
}

}  // namespace lemmascope::report
