#include "theory/evolution/bilinear_tensor.hpp"

#include "theory/markov/stationary_law.hpp"
#include "theory/numeric/product.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::evolution {
namespace {

Rational power(const Rational& base, int exponent) {
  Rational value(1);
  for (int e = 0; e < exponent; ++e) value *= base;
  return value;
}

void require_two_states(const Rational& a, const Rational& b, int length) {
  const Rational lambda = a + b - 1;
  require(lambda != 0 && lambda != 1, "expected an eigenvalue other than 0 and 1");
  require(length >= 1, "expected a length of at least one");
}

/// beta and gamma of the paper: (P^n)_ij = (beta_ij lambda^n + gamma_ij) / (lambda - 1).
struct Spectral {
  Rational lambda;
  Rational beta[2][2], gamma[2][2], pi[2], p[2][2];
};

Spectral spectral(const Rational& a, const Rational& b) {
  const Rational lambda = a + b - 1;
  return {lambda,
          {{a - 1, 1 - a}, {1 - b, b - 1}},
          {{b - 1, a - 1}, {b - 1, a - 1}},
          {(b - 1) / (lambda - 1), (a - 1) / (lambda - 1)},
          {{a, 1 - a}, {1 - b, b}}};
}

}  // namespace

template <Field N>
Matrix<N> Tensor<N>::along_weights(const std::vector<N>& v) const {
  Matrix<N> step = Matrix<N>::Constant(states_, states_, N(0));
  for (int m = 0; m < states_; ++m) {
    for (int l = 0; l < states_; ++l) {
      for (int j = 1; j <= length_; ++j) step(m, l) += v[j - 1] * (*this)(m, l, j);
    }
  }
  return step;
}

template <Field N>
std::vector<N> Tensor<N>::along_lags(const Matrix<N>& w) const {
  std::vector<N> step(static_cast<std::size_t>(length_), N(0));
  for (int j = 1; j <= length_; ++j) {
    for (int m = 0; m < states_; ++m) {
      for (int l = 0; l < states_; ++l) step[j - 1] += w(m, l) * (*this)(m, l, j);
    }
  }
  return step;
}

template <Field N>
Tensor<N> bilinear_tensor(const markov::TransitionMatrix<N>& chain, int length) {
  require(length >= 1, "expected a length of at least one");
  const int k = chain.states();
  const Vector<N> pi = markov::stationary_law(chain);
  std::vector<Matrix<N>> powers{Matrix<N>::Identity(k, k)};
  for (int n = 1; n < length; ++n) powers.push_back(product(powers.back(), chain.matrix()));
  // sums[n] = sum_{r < n} (n - r) P^r, from sums[n-1] + sum_{r < n} P^r.
  std::vector<Matrix<N>> sums{Matrix<N>::Constant(k, k, N(0))};
  Matrix<N> all = sums[0];
  for (int n = 1; n <= length; ++n) {
    for (Eigen::Index e = 0; e < all.size(); ++e) all.data()[e] += powers[n - 1].data()[e];
    Matrix<N> next = sums.back();
    for (Eigen::Index e = 0; e < all.size(); ++e) next.data()[e] += all.data()[e];
    sums.push_back(std::move(next));
  }
  Tensor<N> tensor(k, length);
  for (int m = 0; m < k; ++m) {
    for (int l = 0; l < k; ++l) {
      for (int j = 1; j <= length; ++j) {
        N sum(0);
        for (int i = 0; i < k; ++i) {
          sum += (chain(m, i) - N(1) / N(k)) * powers[j - 1](l, i) * sums[length - j + 1](i, m);
        }
        tensor(m, l, j) = pi(l) / N(length) * sum;
      }
    }
  }
  return tensor;
}

Tensor<Rational> tensor_by_enumeration(const markov::Chain& chain, int length) {
  require(length >= 1, "expected a length of at least one");
  const int k = chain.states();
  const Vector<Rational> pi = markov::stationary_law(chain);
  Tensor<Rational> tensor(k, length);
  std::vector<int> x(static_cast<std::size_t>(length));
  // f_{p,i} = sum_{q <= p} 1{x_q = i} sum_{s <= q} v_{q-s+1} W[x_p, x_s]; -L averages f at the next
  // token less the mean over all.
  const auto add = [&](const Rational& probability) {
    for (int p = 0; p < length; ++p) {
      for (int q = 0; q <= p; ++q) {
        const Rational weight = probability * (chain(x[p], x[q]) - Rational(1, k)) / length;
        for (int s = 0; s <= q; ++s) tensor(x[p], x[s], q - s + 1) += weight;
      }
    }
  };
  const auto extend = [&](auto&& self, int position, const Rational& probability) -> void {
    if (position == length) {
      add(probability);
      return;
    }
    for (int token = 0; token < k; ++token) {
      const Rational& step = position == 0 ? pi(token) : chain(x[position - 1], token);
      if (step == 0) continue;
      x[position] = token;
      self(self, position + 1, probability * step);
    }
  };
  extend(extend, 0, Rational(1));
  return tensor;
}

Matrix<Rational> printed_weight_step(const Rational& a, const Rational& b, int length) {
  require_two_states(a, b, length);
  const Spectral s = spectral(a, b);
  const Rational& x = s.lambda;
  const Rational t(length), rest = 1 - x, last = power(x, length);
  const Rational one = (x - (t + 1) * last * x + t * last * x * x) / (rest * rest) -
                       (1 - last) / ((1 - 1 / x) * rest) + t / (x - 1);
  const Rational two = x * x * (1 - last) / rest - x * t * (t + 3) / 2 + t * (t + 1) / 2;
  const Rational three = t * x / rest - (x * x - last * x * x) / (rest * rest) - t * (t + 1) / 2;
  const Rational four = t * (t + 1) * (t + 2) / 6;
  Matrix<Rational> step(2, 2);
  for (int m = 0; m < 2; ++m) {
    for (int l = 0; l < 2; ++l) {
      const auto& be = s.beta;
      const auto& ga = s.gamma;
      const Rational sum = (be[0][m] * be[l][0] - be[1][m] * be[l][1]) / (x - 1) * one +
                           (be[0][m] * ga[l][0] - be[1][m] * ga[l][1]) / ((x - 1) * (x - 1)) * two +
                           (be[l][0] * ga[0][m] - be[l][1] * ga[1][m]) / (x - 1) * three +
                           (ga[0][m] * ga[l][0] - ga[1][m] * ga[l][1]) * four;
      step(m, l) = s.pi[l] * (s.p[m][0] - Rational(1, 2)) / (t * (x - 1) * (x - 1)) * sum;
    }
  }
  return step;
}

std::vector<Rational> printed_lag_step(const Rational& a, const Rational& b, int length) {
  require_two_states(a, b, length);
  const Rational x = a + b - 1, squares = (a - 1) * (a - 1) + (b - 1) * (b - 1);
  std::vector<Rational> step;
  for (int j = 1; j <= length; ++j) {
    const Rational n(length - j + 1);
    const Rational mixed = 2 * x * (a - 1) * (b - 1) / power(x - 1, 3) *
                           ((x - power(x, length - j + 2)) / (1 - x) - n);
    step.push_back((n * (n + 1) / 2 * (squares / ((x - 1) * (x - 1)) - Rational(1, 2)) + mixed) /
                   length);
  }
  return step;
}

#define LEMMASCOPE_INSTANTIATE(N) \
  template class Tensor<N>;       \
  template Tensor<N> bilinear_tensor(const markov::TransitionMatrix<N>&, int);
LEMMASCOPE_INSTANTIATE(Rational)
LEMMASCOPE_INSTANTIATE(double)
LEMMASCOPE_INSTANTIATE(Real50)
LEMMASCOPE_INSTANTIATE(Interval)
#undef LEMMASCOPE_INSTANTIATE

}  // namespace lemmascope::evolution
