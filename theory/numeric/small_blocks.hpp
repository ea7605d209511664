// A home for the digits of exact numbers, see small_blocks.cpp.
#pragma once

namespace lemmascope {

/// From now on GMP and MPFR take memory from lists of small blocks. To be called before any number
/// is made: what was taken from somewhere else must not be given back here.
void use_small_blocks();

}  // namespace lemmascope
