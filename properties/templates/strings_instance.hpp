// What claims about two strings quantify over: two strings of one length, or two templates.
#pragma once

#include "properties/domain/sides.hpp"
#include "theory/templates/template_strings.hpp"

namespace lemmascope::templates {

struct StringPair {
  Symbols first, second;
};

using StringPairDomain = claim::ProfiledDomain<StringPair>;
using Sides = domain::SideList<Rational>;

/// Every pair of strings of length one and two up to renaming, overlapping and disjoint.
StringPairDomain every_short_pair();
/// Random pairs of length three over four symbols. quick 8; pr 100; nightly 1000.
StringPairDomain sampled_pairs();
/// Every two templates of one length, two and three, each pair once; a template with itself too.
StringPairDomain pairs_of_templates();

/// Every two strings of length two over wildcards 0 and 1 and regular tokens 100 and 101.
StringPairDomain pairs_with_regular_tokens();

/// 0 1 beside 11 10: nothing in common.
StringPair disjoint_pair();

inline constexpr const char* kPaper = "arXiv 2310.09753";
inline constexpr const char* kNotRead =
    "number and wording of the printed statement are not confirmed";

}  // namespace lemmascope::templates

namespace lemmascope::claim {

template <>
struct InstanceTraits<templates::StringPair> {
  /// "k=2".
  static std::string summary(const templates::StringPair& at);
  static nlohmann::json to_json(const templates::StringPair& at);
  static templates::StringPair from_json(const nlohmann::json& json);
  /// The last position left out, then symbols of the first string made 0.
  static std::vector<templates::StringPair> simpler(const templates::StringPair& at);
};

}  // namespace lemmascope::claim
