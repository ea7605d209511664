// The loss on the line A = a I, exact for every d, n and L, its minimiser, and its limit for many
// examples.
#pragma once

#include "theory/regression/real_roots.hpp"

namespace lemmascope::looped {

/// d, n and L.
struct LoopSetting {
  int dimension = 1;
  int context = 1;
  int loops = 1;
};

/// E tr (I - a S)^(2L) in a, covariance I. Throws PreconditionError beyond 12 loops or for sizes
/// below one.
Polynomial isotropic_loss(const LoopSetting& setting);

/// The best a; the loss is convex in it.
regression::Least best_isotropic(const LoopSetting& setting);

/// The loss of `test_loops` loops with a trained for setting.loops.
Interval loss_at_test(const LoopSetting& setting, int test_loops);

/// (16 |grad L|^2)^L - L^(2L-1) on the line A = a I, in a: the gradient of the loss by all of A is
/// L'(a) / d times I there. Not negative where |grad L|^2 >= L^((2L-1)/L) / 16.
Polynomial dominance_gap(const LoopSetting& setting);

/// Mean of the second variation of the loss of two loops at a I along B, antisymmetric with
/// independent standard normal entries above the diagonal, as a polynomial in a: with R = I - a S,
/// E (d - 2) tr R^2 S^2 + 2 tr R tr R S^2 + tr R^2 tr S^2 - 2 tr S tr R^2 S. E |B|^2 is d (d - 1).
Polynomial turned_variation(int dimension, int context);
/// The same with every expectation by pairings.
Polynomial turned_variation_by_pairings(int dimension, int context);

/// Coefficients of 1, 1/n, 1/n^2, ... of E tr (I - (1 - x/n) S)^(2L): the first L vanish and the
/// next is E tr G^(2L) whatever x is.
Polynomial expansion(int dimension, int loops, const Rational& x);

/// lim n (1 - a_opt): the x that makes the coefficient of 1/n^(L+1) least.
Rational limit_shift(int dimension, int loops);

/// The loss of gradient flow on A = a for d = 1 and n = infinity: (L_0^(-(L-1)/L) + 4 L (L - 1)
/// t)^(-L/(L-1)), from alpha = 1 - a = 1/p; q^(-2L) at the time when alpha = 1/q.
Rational flow_time(int loops, const Rational& p, const Rational& q);

/// Coefficients of t^0, t^1, ... of alpha(t), alpha' = -2L alpha^(2L-1), alpha(0) = 1/p.
Polynomial flow_series(int loops, const Rational& p, int terms);

/// (8 L d^2 8^(2L))^2: the bound c on |A_opt - I| is below one only for more examples.
Rational examples_for_closeness(int dimension, int loops);

/// The largest d with 4 L^2 d^(-(1 - 1/L)) >= 1/16, that is d^(L-1) <= (64 L^2)^L. Throws
/// PreconditionError for one loop, where every d will do.
int most_dimensions_for_dominance(int loops);

}  // namespace lemmascope::looped
