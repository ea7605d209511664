// A trap in Construction 6.2: the query position always matches itself and adds a spurious vote.
// The run is green when the tool finds a counterexample to the unrepaired construction.
#include "properties/causal/dag_sites.hpp"

namespace lemmascope::causal {

claim::Claim query_votes_for_itself_claim() {
  return claim::ClaimAbout<DagInstance>("causal/query-votes-for-itself")
      .states(
          "The multi-parent construction predicts the k-gram frequencies although the query "
          "position is a key like any other (expected to be refuted).")
      .latex(R"(f \to \frac{\#\{i<T: s_{p(i)}=s_{p(T+1)},\ s_i=s'\}}{\#\{i<T: s_{p(i)}=s_{p(T+1)}\}}
  \quad\text{with key } T \text{ in place})")
      .from({"arXiv 2402.14735", "Construction 6.2"})
      .formally(
          "As causal/multi-parent-construction, with nodes of another in-degree silenced but not "
          "the query: its heads read the target's parents, so it agrees with itself in every slot.")
      .differs("the paper states the construction; that its query key votes is our observation")
      .uncertain("how the paper handles the query key")
      .uses({"causal/multi-parent-construction"})
      .tagged({"construction", "multi-parent"})
      .expects(claim::Verdict::refuted)
      .over(every_small_dag())
      .mathematics({"theory/causal/constructions.hpp: multi_parent_construction"})
      .tested_by({"tests/theory/causal/constructions_test.cpp: "
                  "MultiParentConstruction.UnrepairedTheQueryVotesForItself"})
      .law(claim::Evidence::exact, equals_counts(by_transformer, Muting::other_degrees, 0))
      .confirmed_by(kVotesRoute, equals_counts(by_votes, Muting::other_degrees, 0))
      .control("the counts with exactly one more vote for the query's token are what it predicts",
               equals_counts(by_transformer, Muting::other_degrees, 1))
      .control("silencing the query repairs it",
               equals_counts(by_transformer, Muting::query_and_other_degrees, 0))
      .example(second_order_chain());
}

}  // namespace lemmascope::causal
