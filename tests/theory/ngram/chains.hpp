// The chains of the reference values.
#pragma once

#include "theory/ngram/ngram_chain.hpp"

namespace lemmascope::ngram {

/// Two symbols, the next one differs with probability 1/4.
inline Kernel flips() { return parse_kernel("3/4,1/4;1/4,3/4", {1}); }
/// P(0|0) = 9/10, P(1|1) = 2/5.
inline Kernel skewed() { return parse_kernel("9/10,1/10;3/5,2/5", {1}); }
/// The exclusive or of the last two, with probability 4/5.
inline Kernel noisy_xor() { return parse_kernel("4/5,1/5;1/5,4/5;1/5,4/5;4/5,1/5", {1, 2}); }
/// P(1) = 1/2 + a (2 z_1 - 1) + b (2 z_2 - 1).
inline Kernel additive(const Rational& a, const Rational& b) {
  Kernel kernel{{1, 2}, Matrix<Rational>(4, 2)};
  for (int z = 0; z < 4; ++z) {
    const Rational one = Rational(1, 2) + a * (2 * (z / 2) - 1) + b * (2 * (z % 2) - 1);
    kernel.rows(z, 0) = 1 - one;
    kernel.rows(z, 1) = one;
  }
  return kernel;
}
/// That of the authors' notebook.
inline Kernel notebook() {
  return parse_kernel("0.4992,0.5008;0.0081,0.9919;0.8004,0.1996;0.1080,0.8920", {1, 2});
}
/// Three symbols, never the same one again.
inline Kernel no_repeats() { return parse_kernel("0,1/2,1/2;1/2,0,1/2;1/4,3/4,0", {1}); }

}  // namespace lemmascope::ngram
