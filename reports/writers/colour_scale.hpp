// Colours of pictures: cividis for sequential data, blue-white-orange for signed data. Both can be
// told apart by colour-blind readers and in grey.
#pragma once

#include <string>

#include "reports/writers/png.hpp"

namespace lemmascope::report {

enum class Scale { sequential, signed_values };

/// "#rrggbb". `share` in [0, 1] from the low to the high end (signed: 0.5 is zero); clamped.
std::string colour(Scale scale, double share);
/// The same as three bytes.
Rgb8 colour_bytes(Scale scale, double share);
/// Black or white, whichever can be read on `colour(scale, share)`.
const char* ink_on(Scale scale, double share);

}  // namespace lemmascope::report
