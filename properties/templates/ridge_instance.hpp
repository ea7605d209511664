// What claims about ridge regression quantify over: a kernel matrix of templates in fractions, what
// a string has with itself beyond it, samples, labels and the ridge.
#pragma once

#include "properties/domain/sides.hpp"
#include "theory/templates/ridge.hpp"

namespace lemmascope::templates {

using RidgeInstance = RidgeProblem<Rational>;
using RidgeDomain = claim::ProfiledDomain<RidgeInstance>;

/// Two templates: N of (1, c; c, 1) for c of 0, 1/2 and 9/10, excesses 1/10 and 2 by turns, one to
/// three samples of each, labels 1 and -1 (once 0 and 0), ridges 0 and 1/3; with charts of positive
/// definite N of two templates, where an attack moves every entry.
RidgeDomain every_small_ridge();
/// Random N = A A^T + own of one to four templates, one to four samples of each. quick 40; pr 400;
/// nightly 4000.
RidgeDomain sampled_ridges();
/// N = c 1 1^T: kernels of templates without regular tokens under inner products. Two templates,
/// balanced and not, c of 1/2 and 1, labels apart and equal, and two that are not of this kind;
/// with charts.
RidgeDomain rank_one_ridges();

/// 1 and 9/10 between strings, two and three samples, labels 1 and -1.
RidgeInstance two_templates();

}  // namespace lemmascope::templates

namespace lemmascope::claim {

template <>
struct InstanceTraits<templates::RidgeInstance> {
  /// "r=2,n=5".
  static std::string summary(const templates::RidgeInstance& at);
  static nlohmann::json to_json(const templates::RidgeInstance& at);
  static templates::RidgeInstance from_json(const nlohmann::json& json);
  /// The last template left out, samples of one, no ridge, excesses of one, labels of one.
  static std::vector<templates::RidgeInstance> simpler(const templates::RidgeInstance& at);
};

}  // namespace lemmascope::claim
