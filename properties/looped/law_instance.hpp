// What claims about expected losses quantify over: sizes, loops, weights and one more matrix.
#pragma once

#include "properties/domain/sides.hpp"
#include "properties/looped/loop_instance.hpp"
#include "theory/looped/isotropic.hpp"

namespace lemmascope::looped {

struct LawInstance {
  LoopSetting setting;
  Matrix<Rational> a;     ///< A, d x d
  Matrix<Rational> root;  ///< B, symmetric, covariance B^2
  Rational number{1};     ///< a step, or a scale, as the claim says
};

using LawDomain = claim::ProfiledDomain<LawInstance>;

/// d of 1 and 2, n of 1 to 4 and 10, L of 1 and 2 (and 3 in nightly), random A and B. quick 12; pr
/// 120; nightly 1200; with charts over the entries of A.
LawDomain sampled_laws(int dimension);

/// Every (d, n, L) of the lists, with A = B = I.
LawDomain every_setting(const char* name, std::vector<int> dimensions, std::vector<int> contexts,
                        std::vector<int> loops);

LawInstance plain(int dimension, int context, int loops);

}  // namespace lemmascope::looped

namespace lemmascope::claim {

template <>
struct InstanceTraits<looped::LawInstance> {
  /// "d=2,n=20,L=2".
  static std::string summary(const looped::LawInstance& at);
  static nlohmann::json to_json(const looped::LawInstance& at);
  static looped::LawInstance from_json(const nlohmann::json& json);
  /// Fewer loops, examples (by one, and halves) and coordinates, simpler matrices, a number of one.
  static std::vector<looped::LawInstance> simpler(const looped::LawInstance& at);
};

}  // namespace lemmascope::claim
