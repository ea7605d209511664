// The optimal attention among the symmetric ones that descent from uniform attention stays in.
//
// Two numbers: rho, the ratio of attention per token on the query's own topic to any other topic,
// and kappa, the same for `[MASK]` keys. `[MASK]` queries stay uniform. That no asymmetric table of
// scores does better is not proved (the loss is not convex in the scores).
#pragma once

#include <vector>

#include "theory/topic/parameters.hpp"

namespace lemmascope::topic {

/// L(rho, kappa) on top of the limit value matrix, in closed form. rho >= 0, kappa >= 0. Throws
/// PreconditionError when tau = T. Parameters may be huge (T = 10^9): nothing is enumerated.
template <Field N>
N symmetric_attention_loss(const TopicParametersOf<N>& at, const N& ratio, const N& mask_weight);

/// Every rho > 0 at which dL/d rho vanishes for a given kappa, as isolating intervals of width at
/// most `width`, increasing. Exact: the derivative's numerator is a polynomial of degree at most
/// four, recovered by interpolation, and Sturm's theorem counts its roots. Empty when L does not
/// depend on rho.
struct IsolatedRoot {
  Rational lower;
  Rational upper;
};
std::vector<IsolatedRoot> critical_ratios(const TopicParameters& at, const Rational& mask_weight,
                                          const Rational& width);

/// The rho that minimises L over all rho > 0 for a given kappa, enclosed within
/// `width`, with
/// its loss. Global: L falls before its first critical point and rises after its last, and the
/// losses at all of them are compared as enclosures (with kappa = 0 and many topics there is a
/// second, worse local minimum). Throws PreconditionError when L has no minimum in rho > 0 or two
/// enclosures cannot be told apart.
struct OptimalRatio {
  Interval ratio;
  Interval loss;
};
OptimalRatio optimal_ratio(const TopicParameters& at, const Rational& mask_weight,
                           const Rational& width = parse_rational("1e-48"));

/// A critical point of L in (rho, kappa) with positive definite Hessian: the one that Newton's
/// method in (ln rho, ln kappa) reaches from uniform attention.
struct OptimalAttention {
  Interval ratio;
  Interval mask_weight;
  Interval loss;
};

/// The joint optimum, enclosed: a Krawczyk test proves that exactly one critical point lies in the
/// returned box and that the Hessian is positive definite on it. Throws PreconditionError when mu =
/// 0 (kappa does not enter), when tau = T, or when the search ends elsewhere (the minimum lies at
/// the boundary).
OptimalAttention optimal_attention(const TopicParameters& at);

/// p_r = 0, kappa = 0: rho* = (1 + (tau - 1) q) / (1 - q) for every T and v. Throws
/// PreconditionError when p_r is not 0 or q = 1.
template <Field N>
N optimal_ratio_without_random(const TopicParametersOf<N>& at);

/// lim_{T -> infinity} rho* at fixed tau, kappa:
/// (q (tau - 1 + c) + (tau - 1)/(tau - 1 + c)) / (1 - q), c = tau (p_m p_r + kappa mu) / q, for
/// every v. Throws PreconditionError when q = 1 or when tau - 1 + c = 0.
template <Field N>
N many_topics_ratio(const TopicParametersOf<N>& at, const N& mask_weight);

}  // namespace lemmascope::topic
