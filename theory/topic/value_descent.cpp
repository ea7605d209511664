#include "theory/topic/value_descent.hpp"

#include "theory/numeric/instantiate.hpp"
#include "theory/numeric/product.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::topic {
namespace {

template <Field N>
N integer_power(const N& base, int exponent) {
  N result(1);
  N square = base;
  for (int left = exponent; left > 0; left /= 2) {
    if (left % 2 == 1) result *= square;
    square *= square;
  }
  return result;
}

}  // namespace

template <Field N>
SpectralValueMatrix<N> descended_value_matrix(const TopicParametersOf<N>& at, const N& eta,
                                              int steps) {
  require(steps >= 0, "the number of descent steps must not be negative");
  const N unigram_rate = mean_norm_squared(at);
  const N contrast_left = integer_power(N(N(1) - N(2) * eta * contrast_strength(at)), steps);
  const N unigram_left = integer_power(N(N(1) - N(2) * eta * unigram_rate), steps);
  return {(N(1) - unigram_left) / unigram_rate, (N(1) - contrast_left) / at.true_share()};
}

template <Field N>
Matrix<N> descend_value_matrix(const Moments<N>& moments, const N& eta, int steps) {
  const auto tokens = moments.second.rows();
  Matrix<N> value = Matrix<N>::Constant(tokens, tokens, N(0));
  const N twice = N(2) * eta;
  for (int step = 0; step < steps; ++step) {
    const Matrix<N> gradient = product(value, moments.second) - moments.cross;
    value -= gradient * twice;
  }
  return value;
}

template <Elementary N>
SpectralValueMatrix<N> flowed_value_matrix(const TopicParametersOf<N>& at, const N& time) {
  const N unigram_rate = mean_norm_squared(at);
  const N unigram_left = exp(N(N(-2) * unigram_rate * time));
  const N contrast_left = exp(N(N(-2) * contrast_strength(at) * time));
  return {(N(1) - unigram_left) / unigram_rate, (N(1) - contrast_left) / at.true_share()};
}

#define LEMMASCOPE_INSTANTIATE(N)                                                               \
  template SpectralValueMatrix<N> descended_value_matrix(const TopicParametersOf<N>&, const N&, \
                                                         int);                                  \
  template Matrix<N> descend_value_matrix(const Moments<N>&, const N&, int);
LEMMASCOPE_FIELDS(LEMMASCOPE_INSTANTIATE)
#undef LEMMASCOPE_INSTANTIATE

#define LEMMASCOPE_INSTANTIATE(N) \
  template SpectralValueMatrix<N> flowed_value_matrix(const TopicParametersOf<N>&, const N&);
LEMMASCOPE_ELEMENTARY(LEMMASCOPE_INSTANTIATE)
#undef LEMMASCOPE_INSTANTIATE

}  // namespace lemmascope::topic
