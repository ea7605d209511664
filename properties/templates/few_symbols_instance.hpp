// What claims about few symbols quantify over: templates, a kernel, labels and numbers of symbols
// and samples.
#pragma once

#include "properties/domain/sides.hpp"
#include "theory/templates/few_symbols.hpp"

namespace lemmascope::templates {

using FewSymbolsInstance = FewSymbols;
using FewSymbolsDomain = claim::ProfiledDomain<FewSymbolsInstance>;

/// aa beside ab over two to four symbols (pr and nightly: five) and two templates of length three
/// over three, one, five and a million samples, two kernels; with a chart over kernels of aa and ab
/// over three symbols.
FewSymbolsDomain every_small_pool();
/// Every two templates of lengths two and three over a million symbols, three kernels, labels 1 and
/// -1; with charts over kernels and labels of aa and ab over ten and 1000 symbols.
FewSymbolsDomain large_pools();
/// aa beside ab over three symbols.
FewSymbolsInstance three_symbols();

}  // namespace lemmascope::templates

namespace lemmascope::claim {

template <>
struct InstanceTraits<templates::FewSymbolsInstance> {
  /// "aa,ab,m=3,n=5".
  static std::string summary(const templates::FewSymbolsInstance& at);
  static nlohmann::json to_json(const templates::FewSymbolsInstance& at);
  static templates::FewSymbolsInstance from_json(const nlohmann::json& json);
  /// One symbol less, one sample, a ridge of one, weights of one, labels of one.
  static std::vector<templates::FewSymbolsInstance> simpler(
      const templates::FewSymbolsInstance& at);
};

}  // namespace lemmascope::claim
