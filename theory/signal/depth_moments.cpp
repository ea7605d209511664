#include "theory/signal/depth_moments.hpp"

#include "theory/numeric/instantiate.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::signal {

DepthMoments moments_at(int tokens, const Rational& correlation) {
  require(tokens >= 2, "expected at least two tokens");
  require(correlation <= 1 && correlation * (tokens - 1) >= -1,
          "expected a correlation from -1/(n - 1) to 1");
  const Rational n(tokens);
  return {n, Rational(n * (1 + (n - 1) * correlation))};
}

DepthMoments attention_step(const DepthMoments& at, int tokens, const Rational& residual) {
  return {Rational(at.squared_norm + residual * at.squared_sum / tokens),
          Rational((1 + residual) * at.squared_sum)};
}

DepthMoments mlp_step(const DepthMoments& at, const Rational& residual) {
  return {Rational((1 + residual) * at.squared_norm), Rational((1 + residual) * at.squared_sum)};
}

Rational growth(const Rational& residual, int layers) {
  require(layers >= 0, "expected a number of layers");
  Rational result(1), power = 1 + residual;
  for (int rest = layers; rest > 0; rest /= 2, power *= power) {
    if (rest % 2 == 1) result *= power;
  }
  return result;
}

DepthMoments moments_after(const DepthMoments& start, int tokens, const Rational& attention,
                           const Rational& mlp, int layers) {
  const Rational q = growth(attention, layers), p = growth(mlp, layers);
  return {Rational(p * (start.squared_norm + start.squared_sum / tokens * (q - 1))),
          Rational(p * q * start.squared_sum)};
}

Rational mean_cosine(const DepthMoments& at, int tokens) {
  require(tokens >= 2, "expected at least two tokens");
  return (at.squared_sum / at.squared_norm - 1) / (tokens - 1);
}

template <Field N>
N cosine_at_growth(int tokens, const Rational& correlation, const N& growth) {
  moments_at(tokens, correlation);  // refuses what is impossible
  const N n(tokens), r = from_rational<N>(Rational(1 + (tokens - 1) * correlation));
  // (R - 1) / (n - 1) = 1 - n (n - r) / ((n - 1) (n + r (q - 1))): q occurs once.
  return N(1) - n * (n - r) / ((n - N(1)) * (n + r * (growth - N(1))));
}

#define LEMMASCOPE_INSTANTIATE(N) template N cosine_at_growth<N>(int, const Rational&, const N&);
LEMMASCOPE_FIELDS(LEMMASCOPE_INSTANTIATE)
#undef LEMMASCOPE_INSTANTIATE

}  // namespace lemmascope::signal
