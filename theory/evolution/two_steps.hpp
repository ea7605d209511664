// Two steps of gradient descent on the minimal model of arXiv 2402.11004 over a prior, from W = c 1
// 1^T and v = c 1, both at one rate.
#pragma once

#include <optional>

#include "theory/evolution/prior_mean.hpp"

namespace lemmascope::evolution {

template <Field N>
struct Steps {
  Matrix<N> w1, w2;
  std::vector<N> v1, v2;
};

/// Both parameters step at once.
template <Field N>
Steps<N> two_steps(const Tensor<N>& mean, const N& start, const N& rate);

/// Two steps on two priors (Proposition A.3), from W = 1 1^T and v = 1: one on the first, then one
/// on the second whose weight decay of one erases the old weights.
template <Field N>
Steps<N> curriculum(const Tensor<N>& first, const N& first_rate, const Tensor<N>& second,
                    const N& second_rate);

/// v after two steps is c (1 + 2 rate g + rate^2 h): g and h of every lag.
template <Field N>
struct StepTerms {
  std::vector<N> g, h;
};
template <Field N>
StepTerms<N> step_terms(const Tensor<N>& mean);

/// The least rate from which lag 2 has the largest weight, max over j != 2 of 2 (g_j - g_2) / (h_2
/// - h_j); nothing unless h_2 is the largest. Certain where enclosures decide; nothing where they
/// do not. Throws PreconditionError for lengths below two.
std::optional<Interval> rate_threshold(const StepTerms<Interval>& terms);

/// The exact mean tensor of the uniform prior, enclosed.
Tensor<Interval> enclosed_prior_tensor(int length);

/// Chains that flip with one probability, a = b uniform on [1/2 - width, 1/2 + width]: E lambda^n,
/// (2 width)^n / (n + 1) for even n.
Rational flip_moment(const Rational& width, int n);
/// The mean tensor of that prior, from the moments.
Tensor<Rational> flip_tensor(const Rational& width, int length);

}  // namespace lemmascope::evolution
