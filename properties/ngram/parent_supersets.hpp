// The parents of a token, with every set of further lags.
#pragma once

#include "properties/ngram/kernel_instance.hpp"

namespace lemmascope::ngram {

/// Sets of further lags of an instance whose window holds the parents, by number.
inline std::vector<LagSet> further_sets(const KernelInstance& at) {
  std::vector<LagSet> further;
  for (const LagSet& set : sets_of(at)) {
    if (!set.empty() && joined(set, at.kernel.lags).size() == set.size() + at.kernel.lags.size()) {
      further.push_back(set);
    }
  }
  return further;
}

/// The law of the parents' history with that at `further` lags.
inline Matrix<Rational> law_with(const KernelInstance& at, const LagLaw& law,
                                 const LagSet& further) {
  return read_law(law, joined(at.kernel.lags, further));
}

/// The modified information with `further` lags from that of each context: a context's share grows
/// by the sum of squares of mu(t | z).
inline Rational information_by_contexts(const KernelInstance& at, const LagLaw& law,
                                        const LagSet& further) {
  std::vector<int> order = at.kernel.lags;
  order.insert(order.end(), further.begin(), further.end());
  const auto both = read_law(law, order), joint = read_law(law, at.kernel.lags);
  const Vector<Rational> mu = token_law(joint), m = histories_law(joint), t = histories_law(both);
  const Eigen::Index per_context = both.rows() / joint.rows();
  Rational sum(0);
  for (Eigen::Index z = 0; z < joint.rows(); ++z) {
    if (m(z) == 0) continue;
    Rational squares(0), divergence(-1);
    for (Eigen::Index i = 0; i < per_context; ++i) {
      squares += t(z * per_context + i) * t(z * per_context + i);
    }
    for (Eigen::Index k = 0; k < joint.cols(); ++k) {
      if (mu(k) != 0) divergence += at.kernel.rows(z, k) * at.kernel.rows(z, k) / mu(k);
    }
    sum += squares * divergence;
  }
  return sum;
}

/// The window reaches beyond the parents' lags or between them, so that there is something to add.
inline claim::Hypothesis<KernelInstance> has_further_lags() {
  return {"further lags", "the window holds the parents and another lag",
          [](const KernelInstance& at) {
            return truth(at.kernel.order() <= at.window &&
                         at.window > static_cast<int>(at.kernel.lags.size()));
          }};
}

}  // namespace lemmascope::ngram
