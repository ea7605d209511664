// The slope of the loss in the match strength after stage 1, by counts and by every sequence.
#pragma once

#include "properties/causal/instances/forest_instance.hpp"
#include "properties/claim/claim_about.hpp"

namespace lemmascope::causal {

/// dL/dbeta at beta = 1/100, hard adjacency with the query's row uniform, smoothing 1/T: is it
/// negative, so that the second layer learns to match?
claim::CaseOutcome loss_falls_with_match_strength(const ForestInstance& at);
/// The same slope by summing over every sequence and chain of the prior. On the chain graph.
claim::CaseOutcome loss_falls_by_enumeration(const ForestInstance& at);

/// Nodes of the chain graph of these claims: T = 11.
inline constexpr int kLearningNodes = 10;

}  // namespace lemmascope::causal
