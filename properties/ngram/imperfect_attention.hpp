// Heads biased to their own lags: logit log p there and 0 elsewhere.
#pragma once

#include "properties/ngram/kernel_instance.hpp"

namespace lemmascope::ngram {

/// Column h: attention p : 1 : ... on lag set[h] and the others.
inline Matrix<Rational> biased_attention(const TunedInstance& at, const LagSet& set) {
  const int lags = at.of.window;
  Matrix<Rational> attention = Matrix<Rational>::Constant(
      lags, static_cast<Eigen::Index>(set.size()), Rational(1 / (at.power + lags - 1)));
  for (std::size_t h = 0; h < set.size(); ++h) {
    attention(set[h] - 1, static_cast<Eigen::Index>(h)) *= at.power;
  }
  return attention;
}

/// The signal of every set of at most two heads in stage I; number s is that of lag_sets(M, 2)[s].
inline std::vector<Rational> blurred_signals(const TunedInstance& at) {
  const LagLaw law = lag_law(at.of.kernel, at.of.window);
  std::vector<Rational> signals;
  for (const LagSet& set : lag_sets(at.of.window, 2)) {
    signals.push_back(modified_information(blurred_law(law, biased_attention(at, set))));
  }
  return signals;
}

/// The same as forms of degree two in each head's attention, from pairs of windows.
inline std::vector<Rational> blurred_signals_by_pairs(const TunedInstance& at) {
  const LagLaw law = lag_law(at.of.kernel, at.of.window);
  std::vector<Rational> signals;
  for (const LagSet& set : lag_sets(at.of.window, 2)) {
    signals.push_back(blurred_signal_by_pairs(law, biased_attention(at, set)));
  }
  return signals;
}

}  // namespace lemmascope::ngram
