// What claims about attention by equality quantify over: two templates and q = e^a.
#pragma once

#include "properties/domain/sides.hpp"
#include "theory/templates/template_strings.hpp"

namespace lemmascope::templates {

struct EqualityInstance {
  Symbols first, second;
  Rational factor{2};  ///< q
};

using EqualityDomain = claim::ProfiledDomain<EqualityInstance>;

/// aa beside ab, q of 1/3, 9/10, 1, 11/10, 3 and 100; a chart over q.
EqualityDomain same_or_different_by_equality();
/// Every two templates of lengths two and three, q of 1/3, 1 and 3.
EqualityDomain every_pair_by_equality();

}  // namespace lemmascope::templates

namespace lemmascope::claim {

template <>
struct InstanceTraits<templates::EqualityInstance> {
  /// "aa,ab,q=3".
  static std::string summary(const templates::EqualityInstance& at);
  static nlohmann::json to_json(const templates::EqualityInstance& at);
  static templates::EqualityInstance from_json(const nlohmann::json& json);
  /// The first position left out; q of two.
  static std::vector<templates::EqualityInstance> simpler(const templates::EqualityInstance& at);
};

}  // namespace lemmascope::claim
