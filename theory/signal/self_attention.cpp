#include "theory/signal/self_attention.hpp"

#include <algorithm>

#include "theory/attention/attention.hpp"
#include "theory/numeric/product.hpp"
#include "theory/numeric/require.hpp"
#include "theory/signal/uniform_gradients.hpp"

namespace lemmascope::signal {
namespace {

// 2^z for a whole z, |z| <= 4096.
Rational power_of_two(const Rational& z) {
  require(denominator(z) == 1 && z >= -4096 && z <= 4096,
          "expected whole scores from -4096 to 4096 for powers of two");
  const int exponent = static_cast<int>(numerator(z));
  const Rational power(Integer(Integer(1) << static_cast<unsigned>(std::abs(exponent))));
  return exponent < 0 ? Rational(1 / power) : power;
}

}  // namespace

Matrix<Rational> attention_in_powers(const Matrix<Rational>& scores) {
  Matrix<Rational> attention(scores.rows(), scores.cols());
  for (int i = 0; i < scores.rows(); ++i) {
    Rational total(0);
    for (int j = 0; j < scores.cols(); ++j) {
      total += attention(i, j) = power_of_two(Rational(scores(i, j) - scores(i, 0)));
    }
    for (int j = 0; j < scores.cols(); ++j) attention(i, j) /= total;
  }
  return attention;
}

Matrix<Interval> attention_by_softmax(const Matrix<Interval>& scores) {
  Matrix<Interval> attention(scores.rows(), scores.cols());
  for (int i = 0; i < scores.rows(); ++i) {
    attention.row(i) = attention::softmax<Interval>(scores.row(i).transpose()).transpose();
  }
  return attention;
}

template <Field N>
Matrix<N> scores_of(const Matrix<N>& input, const Matrix<N>& form) {
  return product(product(input, form), Matrix<N>(input.transpose()));
}

Matrix<Rational> attended_in_powers(const Matrix<Rational>& input, const Matrix<Rational>& form,
                                    const Matrix<Rational>& value) {
  return product(product(attention_in_powers(scores_of(input, form)), input), value);
}

Matrix<Interval> attended_by_softmax(const Matrix<Interval>& input, const Matrix<Interval>& form,
                                     const Matrix<Interval>& value) {
  return product(product(attention_by_softmax(scores_of(input, form)), input), value);
}

template <Field N>
Matrix<N> residual_of(const Matrix<N>& input) {
  Matrix<N> residual = input;
  for (int b = 0; b < input.cols(); ++b) {
    N mean(0);
    for (int i = 0; i < input.rows(); ++i) mean += input(i, b);
    mean = mean / N(static_cast<int>(input.rows()));
    for (int i = 0; i < input.rows(); ++i) residual(i, b) = input(i, b) - mean;
  }
  return residual;
}

Matrix<Rational> cubic_coefficient(const Matrix<Rational>& perturbation,
                                   const Matrix<Rational>& form, const Matrix<Rational>& value) {
  const Matrix<Rational> moved = product(
      product(product(residual_of(perturbation), form), centred_scatter(perturbation)), value);
  return moved * Rational(1, perturbation.rows());
}

template Matrix<Rational> scores_of<Rational>(const Matrix<Rational>&, const Matrix<Rational>&);
template Matrix<Interval> scores_of<Interval>(const Matrix<Interval>&, const Matrix<Interval>&);
template Matrix<Rational> residual_of<Rational>(const Matrix<Rational>&);
template Matrix<Interval> residual_of<Interval>(const Matrix<Interval>&);

}  // namespace lemmascope::signal
