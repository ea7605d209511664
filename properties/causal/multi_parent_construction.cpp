// Construction 6.2, repaired: heads distribute the parents, the second layer matches them all.
#include "properties/causal/dag_sites.hpp"

namespace lemmascope::causal {

claim::Claim multi_parent_construction_claim() {
  return claim::ClaimAbout<DagInstance>("causal/multi-parent-construction")
      .states(
          "One first-layer head per parent and a second layer that matches all of them predict the "
          "in-context k-gram frequencies, once the query position and nodes of another in-degree "
          "are silenced.")
      .latex(
          R"(f \to \frac{\#\{i<T: s_{p(i)}=s_{p(T+1)},\ s_i=s'\}}{\#\{i<T: s_{p(i)}=s_{p(T+1)}\}})")
      .from({"arXiv 2402.14735", "Construction 6.2"})
      .formally(
          "Head l of node i attends to p(i)_l, the last input position to the target's parents; "
          "match score: number of slots that agree. A penalty in the position x position block of "
          "the second layer silences keys. Hard attention, exact rationals, every sequence in "
          "which a node agrees with the target.")
      .differs(
          "the penalty is ours: without it the query votes for itself "
          "(causal/query-votes-for-itself) and heads without a parent attend uniformly and can "
          "match by accident. The node at the query position is never counted, even when its own "
          "parents agree")
      .uncertain("how the paper handles the query key and nodes of another in-degree")
      .tagged({"construction", "multi-parent"})
      .over(every_small_dag())
      .over(chains_of_higher_order())
      .over(sampled_dags())
      .mathematics({"theory/causal/constructions.hpp: multi_parent_construction"})
      .tested_by({"tests/theory/causal/constructions_test.cpp: "
                  "MultiParentConstruction.RepairedItIsTheEmpiricalConditionalExactly"})
      .law(claim::Evidence::exact,
           equals_counts(by_transformer, Muting::query_and_other_degrees, 0))
      .confirmed_by(kVotesRoute, equals_counts(by_votes, Muting::query_and_other_degrees, 0))
      .twin("the query's own vote is part of the counts",
            equals_counts(by_transformer, Muting::query_and_other_degrees, 1))
      .example(second_order_chain());
}

}  // namespace lemmascope::causal
