// Two matrices of one square shape: what claims about norms quantify over.
#pragma once

#include "properties/domain/sides.hpp"

namespace lemmascope::signal {

struct PairInstance {
  Matrix<Rational> first, second;
};

/// e_1 1^T and 1 e_1^T for n of 1 to 6, the second with each sign.
claim::ProfiledDomain<PairInstance> crossed_pairs();

/// Random pairs of n of 1 to 4, entries whole and up to 2. quick 200 cases; pr 2000; nightly 20000.
/// Its charts move every entry of two and of three rows between -1 and 1.
claim::ProfiledDomain<PairInstance> sampled_pairs();

/// e_1 1^T and 1 e_1^T of n rows.
PairInstance crossed_pair(int n);

}  // namespace lemmascope::signal

namespace lemmascope::claim {

template <>
struct InstanceTraits<signal::PairInstance> {
  /// "n=2".
  static std::string summary(const signal::PairInstance& at);
  static nlohmann::json to_json(const signal::PairInstance& at);
  static signal::PairInstance from_json(const nlohmann::json& json);
  /// The last row and column left out, simpler entries.
  static std::vector<signal::PairInstance> simpler(const signal::PairInstance& at);
};

}  // namespace lemmascope::claim
