// The copiers of an instance: heads of small sets of lags, each with its signal of stage II.
#pragma once

#include "properties/ngram/kernel_instance.hpp"

namespace lemmascope::ngram {

struct CopierSite {
  LagSet set;
  int head;
  int number;
};

/// Every head of every non-empty set of at most two lags.
inline std::vector<CopierSite> copier_sites(const KernelInstance& at) {
  std::vector<CopierSite> all;
  for (const LagSet& set : lag_sets(at.window, 2)) {
    for (const int head : set) all.push_back({set, head, static_cast<int>(all.size())});
  }
  return all;
}

inline Matrix<Rational> signal_by_laws(const LagLaw& law, const CopierSite& site) {
  return copier_matrix(law, site.set, site.head);
}

/// The same, each entry an expectation over two independent windows.
inline Matrix<Rational> signal_by_pairs(const LagLaw& law, const CopierSite& site) {
  const auto reads = [&](int lag) {
    std::vector<int> lags = site.set;
    for (int& read : lags) read = read == site.head ? lag : read;
    return lags;
  };
  Matrix<Rational> j(law.lags, law.lags);
  for (int i = 0; i < law.lags; ++i) {
    for (int k = 0; k < law.lags; ++k) {
      j(i, k) = shared_signal_by_pairs(law, reads(i + 1), reads(k + 1));
    }
  }
  return j;
}

}  // namespace lemmascope::ngram
