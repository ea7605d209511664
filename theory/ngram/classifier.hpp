// Stage III of arXiv 2409.10559: the strength a of the classifier with exact copiers and an exact
// selector, as the prompt grows long. Everything is a rational function of u = exp(a) but for
// logarithms in the loss (D6).
#pragma once

#include <optional>
#include <vector>

#include "theory/ngram/lag_information.hpp"

namespace lemmascope::ngram {

/// y_k given history z: ((u - 1) mu(k, z) + mu(k)) / ((u - 1) mu(z) + 1). Rows of histories of
/// probability zero are mu.
template <Field N>
Matrix<N> classifier_output(const Matrix<Rational>& joint, const N& u);

/// da/dt = Phi = sum_{z,k} mu(k,z) (u mu(k,z) / ((u-1) mu(k,z) + mu(k)) - u mu(z) / ((u-1) mu(z) +
/// 1)).
template <Field N>
N classifier_drift(const Matrix<Rational>& joint, const N& u);

/// The loss -sum mu(k,z) log y_k, and the entropy of the token given the history, where it ends.
template <Elementary N>
N classifier_loss(const Matrix<Rational>& joint, const N& u);
template <Elementary N>
N limit_loss(const Matrix<Rational>& joint);

/// Phi = kappa_1 / u + ..., and kappa_2 / u^2 + ... where kappa_1 = 0: sum_z mu{k : mu(k|z) = 0}
/// and sum_z (1/mu(z)) (sum_k mu(k)^2 / mu(k|z) - 1).
struct LateDrift {
  Rational first;
  std::optional<Rational> second;  ///< only where the first is zero
};
LateDrift late_drift(const Matrix<Rational>& joint);
/// The coefficients of 1/u and 1/u^2 in Phi, by arithmetic with power series in 1/u.
std::pair<Rational, Rational> late_drift_by_series(const Matrix<Rational>& joint);

/// The same for the criterion of the authors' program, -y_x + log sum_k exp(y_k).
template <Elementary N>
N released_drift(const Matrix<Rational>& joint, const N& u);
template <Elementary N>
N released_loss(const Matrix<Rational>& joint, const N& u);
template <Elementary N>
N released_limit_loss(const Matrix<Rational>& joint);
/// Phi u as u grows: sum_z (1 - mu(z)) <mu_z - softmax(mu_z), mu_z - mu_{not z}>.
template <Elementary N>
N released_late_drift(const Matrix<Rational>& joint);

/// The time in which a grows from 0 to `until`: the integral of da / Phi, by Gauss' rule on panels
/// of a quarter; nothing when Phi is not positive at a node. `apart` says how far rules of 24 and
/// 30 points part.
struct ClimbingTime {
  Real50 time, apart;
};
std::optional<ClimbingTime> climbing_time(const Matrix<Rational>& joint, const Rational& until,
                                          bool released);

}  // namespace lemmascope::ngram
