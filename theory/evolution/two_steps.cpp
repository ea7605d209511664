#include "theory/evolution/two_steps.hpp"

#include "theory/numeric/require.hpp"

namespace lemmascope::evolution {

template <Field N>
Steps<N> two_steps(const Tensor<N>& mean, const N& start, const N& rate) {
  const int k = mean.states();
  Steps<N> steps{Matrix<N>::Constant(k, k, start), {}, {}, {}};
  steps.v1.assign(static_cast<std::size_t>(mean.length()), start);
  const auto step = [&](Matrix<N>& w, std::vector<N>& v) {
    const Matrix<N> dw = mean.along_weights(v);
    const std::vector<N> dv = mean.along_lags(w);
    for (Eigen::Index e = 0; e < w.size(); ++e) w.data()[e] += rate * dw.data()[e];
    for (std::size_t j = 0; j < v.size(); ++j) v[j] += rate * dv[j];
  };
  step(steps.w1, steps.v1);
  steps.w2 = steps.w1;
  steps.v2 = steps.v1;
  step(steps.w2, steps.v2);
  return steps;
}

template <Field N>
Steps<N> curriculum(const Tensor<N>& first, const N& first_rate, const Tensor<N>& second,
                    const N& second_rate) {
  const int k = first.states();
  require(second.states() == k && second.length() == first.length(),
          "expected priors over chains of one size and sequences of one length");
  const std::vector<N> ones(static_cast<std::size_t>(first.length()), N(1));
  const Matrix<N> start = Matrix<N>::Constant(k, k, N(1));
  Steps<N> steps{first.along_weights(ones), {}, first.along_lags(start), {}};
  for (Eigen::Index e = 0; e < start.size(); ++e) {
    steps.w1.data()[e] = N(1) + first_rate * steps.w1.data()[e];
  }
  for (N& v : steps.v1) v = N(1) + first_rate * v;
  steps.w2 = second.along_weights(steps.v1);
  for (Eigen::Index e = 0; e < start.size(); ++e) {
    steps.w2.data()[e] = second_rate * steps.w2.data()[e];
  }
  steps.v2 = second.along_lags(steps.w1);
  for (N& v : steps.v2) v = second_rate * v;
  return steps;
}

template <Field N>
StepTerms<N> step_terms(const Tensor<N>& mean) {
  const int k = mean.states();
  const std::vector<N> ones(static_cast<std::size_t>(mean.length()), N(1));
  return {mean.along_lags(Matrix<N>::Constant(k, k, N(1))),
          mean.along_lags(mean.along_weights(ones))};
}

std::optional<Interval> rate_threshold(const StepTerms<Interval>& terms) {
  require(terms.g.size() >= 2, "expected a length of at least two");
  std::optional<Interval> most;
  for (std::size_t j = 0; j < terms.g.size(); ++j) {
    if (j == 1) continue;
    if (!certainly_less(terms.h[j], terms.h[1])) return std::nullopt;
    const Interval rate = Interval(2) * (terms.g[j] - terms.g[1]) / (terms.h[1] - terms.h[j]);
    most = most ? maximum(*most, rate) : rate;
  }
  return most;
}

Tensor<Interval> enclosed_prior_tensor(int length) {
  const std::vector<WithLog> exact = prior_tensor(length);
  Tensor<Interval> tensor(2, length);
  for (int m = 0; m < 2; ++m) {
    for (int l = 0; l < 2; ++l) {
      for (int j = 1; j <= length; ++j) {
        tensor(m, l, j) = enclosed(exact[place_of(m, l, j, length)]);
      }
    }
  }
  return tensor;
}

Rational flip_moment(const Rational& width, int n) {
  if (n % 2 == 1) return 0;
  Rational moment(1, n + 1);
  for (int e = 0; e < n; ++e) moment *= 2 * width;
  return moment;
}

Tensor<Rational> flip_tensor(const Rational& width, int length) {
  require(length >= 1, "expected a length of at least one");
  Tensor<Rational> tensor(2, length);
  std::vector<Rational> moments;
  for (int n = 0; n <= length; ++n) moments.push_back(flip_moment(width, n));
  for (int j = 1; j <= length; ++j) {
    const int n = length - j + 1;
    Rational shared(0);
    for (int r = 0; r < n; ++r) shared += (n - r) * moments[r + 1];
    const Rational own = moments[j] * n * (n + 1) / 2;
    for (int m = 0; m < 2; ++m) {
      for (int l = 0; l < 2; ++l) {
        tensor(m, l, j) = (shared + (m == l ? own : Rational(-own))) / (8 * length);
      }
    }
  }
  return tensor;
}

#define LEMMASCOPE_INSTANTIATE(N)                                                       \
  template Steps<N> two_steps(const Tensor<N>&, const N&, const N&);                    \
  template Steps<N> curriculum(const Tensor<N>&, const N&, const Tensor<N>&, const N&); \
  template StepTerms<N> step_terms(const Tensor<N>&);
LEMMASCOPE_INSTANTIATE(Rational)
LEMMASCOPE_INSTANTIATE(double)
LEMMASCOPE_INSTANTIATE(Real50)
LEMMASCOPE_INSTANTIATE(Interval)
#undef LEMMASCOPE_INSTANTIATE

}  // namespace lemmascope::evolution
