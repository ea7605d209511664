// A copier that reads two lags, its own h and another o, with attention p : 1 on them.
#pragma once

#include "properties/ngram/kernel_instance.hpp"

namespace lemmascope::ngram {

struct TwoLagCopier {
  Rational own, shared, other;  ///< J_hh, J_ho, J_oo
  Rational sigma;               ///< on its own lag
};

/// The copier of lag 1, beside lag 2; `power` is exp(w_1 - w_2).
inline TwoLagCopier two_lag_copier(const TunedInstance& at) {
  const Matrix<Rational> j = copier_matrix(lag_law(at.of.kernel, 2), {1}, 1);
  return {j(0, 0), j(0, 1), j(1, 1), Rational(at.power / (at.power + 1))};
}

/// The same with the signals as expectations over two independent windows.
inline TwoLagCopier two_lag_copier_by_pairs(const TunedInstance& at) {
  const LagLaw law = lag_law(at.of.kernel, 2);
  return {shared_signal_by_pairs(law, {1}, {1}), shared_signal_by_pairs(law, {1}, {2}),
          shared_signal_by_pairs(law, {2}, {2}), Rational(at.power / (at.power + 1))};
}

/// d sigma / dt at a = 1, from the drift of both weights.
inline Rational drift_of_weights(const TwoLagCopier& c) {
  Matrix<Rational> j(2, 2);
  j << c.own, c.shared, c.shared, c.other;
  Vector<Rational> sigma(2);
  sigma << c.sigma, Rational(1 - c.sigma);
  const Vector<Rational> w = copier_drift(j, Rational(1), sigma);
  return c.sigma * (1 - c.sigma) * (w(0) - w(1));
}

/// The same as the slope of the reward along w_1 - w_2, twice: sigma' = s (1 - s) (dw_1 - dw_2)
/// with dw_1 = -dw_2 = dR/dw_1 = s (1 - s) R'(s).
inline Rational drift_of_reward(const TwoLagCopier& c) {
  const Rational& s = c.sigma;
  const Rational slope = 2 * (s * c.own + (1 - 2 * s) * c.shared - (1 - s) * c.other);
  return 2 * s * s * (1 - s) * (1 - s) * slope;
}

}  // namespace lemmascope::ngram
