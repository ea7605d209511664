// The paper's text is not at hand: its abstract, its published scripts and a remembered theorem.
// The claims are a rigorous surrogate for that theorem, marked so in each of them.
#include "properties/graphdepth/statements.hpp"

namespace lemmascope::graphdepth {

std::vector<catalogue::Statement> statements() {
  return {
      {"Capacity vanishes with depth",
       "theorem as remembered, not read",
       "The difference between attention patterns on different substructures is bounded by a "
       "product of factors, one a layer, and so falls exponentially.",
       {"graphdepth/contraction-is-submultiplicative", "graphdepth/oscillation-contracts",
        "graphdepth/substructures-forget-each-other", "graphdepth/bounded-scores-contract",
        "graphdepth/score-bound-is-attained", "graphdepth/residual-mixing-slows-collapse",
        "graphdepth/features-inherit-the-distance"},
       ""},
      {"Local attention on substructures",
       "abstract: the remedy",
       "Tokens for substructures with local attention keep their capacity at depth.",
       {"graphdepth/local-attention-forgets-at-a-known-rate"},
       ""},
      {"More layers help at last",
       "abstract and scripts: 48 layers on ZINC, CLUSTER, PATTERN, PCQM4M",
       "With the remedy graph transformers improve beyond twelve layers.",
       {},
       "needs the graph data and deep networks, which are not at hand"},
      {"Accuracy on PATTERN",
       "a third party's table: 90.657 +- 0.062",
       "What 48 layers reach.",
       {},
       "needs the data; the number was read in a third party's table only"},
      {"Samplers of substructures",
       "scripts: cycles, paths, stars, neighbourhoods",
       "Substructures are sampled with redundancy six.",
       {},
       "a recipe without a statement; the claims take every small connected substructure instead"},
  };
}

}  // namespace lemmascope::graphdepth
