// Construction 6.2 on one DAG: what it predicts, by the transformer and from the definition of hard
// attention.
#pragma once

#include <functional>
#include <vector>

#include "properties/causal/instances/dag_instance.hpp"
#include "properties/claim/claim_about.hpp"
#include "theory/numeric/number.hpp"

namespace lemmascope::causal {

/// Which keys of the construction are silenced.
enum class Muting {
  query_and_other_degrees,  ///< the repaired construction
  other_degrees,            ///< the query still votes for itself
};

/// A prediction from the T input tokens.
using DagPrediction = std::function<Vector<Rational>(const std::vector<int>&)>;
using DagRoute = DagPrediction (*)(const DagInstance&, Muting);

/// The two-layer transformer with hard attention.
DagPrediction by_transformer(const DagInstance& instance, Muting muting);
/// The votes of the highest-scoring keys.
DagPrediction by_votes(const DagInstance& instance, Muting muting);

/// What the prediction is compared with: the k-gram counts over nodes before the query position,
/// plus `votes_for_query` extra votes for the token at the query position.
claim::Evaluation<DagInstance> equals_counts(DagRoute route, Muting muting, int votes_for_query);

inline constexpr const char* kVotesRoute =
    "votes of the highest-scoring keys, from the definition of hard attention";

/// Two tokens and a chain of second order: parents (i-1, i-2), target included, T = 4.
DagInstance second_order_chain();

}  // namespace lemmascope::causal
