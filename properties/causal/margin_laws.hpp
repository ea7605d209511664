// What laws over all two-state chains read: the margin of a parent over one rival as a polynomial,
// and the same margin at single chains by summing over sequences.
#pragma once

#include "properties/causal/instances/graph_instance.hpp"
#include "properties/claim/claim_about.hpp"
#include "theory/causal/two_state_margin.hpp"

namespace lemmascope::causal {

/// One rival on one graph.
struct MarginSite {
  const GraphInstance& instance;
  RivalPlace place;
  TwoStateMargin margin;
  /// [T - 2 c (deg p - deg j)/(c - 1)] / (4 (c - 2)(c - 3)).
  Rational corner;
  claim::Site where() const {
    return claim::site("i", place.i, "parent", place.parent, "j", place.j);
  }
};

using MarginLaw = claim::Relation<Rational> (*)(const MarginSite&);
using Places = std::vector<RivalPlace> (*)(const markov::CausalForest&);

/// The law at every place. `selects` may leave places out.
claim::Evaluation<GraphInstance> at_every_place(Places places, MarginLaw law,
                                                bool (*selects)(const MarginSite&) = nullptr);

/// One rival, one chain: rows (x, 1-x), (y, 1-y), x > y, x + y <= 1, and the prior mean of K_ip -
/// K_ij by enumeration of every sequence.
struct ChainSite {
  const GraphInstance& instance;
  RivalPlace place;
  Rational x, y;
  Rational margin;
  Rational corner;
  claim::Site where() const {
    return claim::site("i", place.i, "parent", place.parent, "j", place.j);
  }
};
using ChainLaw = claim::Relation<Rational> (*)(const ChainSite&);

/// The law at every place and each of seven chains from nearly independent to nearly periodic and
/// nearly reducible ones.
claim::Evaluation<GraphInstance> at_seven_chains(Places places, ChainLaw law,
                                                 bool (*selects)(const GraphInstance&,
                                                                 const RivalPlace&) = nullptr);

/// Positive exactly when `polynomial` has no negative coefficient and is certainly positive on the
/// triangle without its edge y = 0: the least coefficient if that is negative, else the least of
/// its values in the middle of the triangle and of the edges x + y = 1 and x = y. (A polynomial
/// with non-negative coefficients vanishes at an inner point of a face only if it does on all of
/// it.)
Rational strict_certificate(const TrianglePolynomial& polynomial);

inline constexpr const char* kSevenChains =
    "K summed over every sequence and chain of the prior, at seven chains up to the corners";

}  // namespace lemmascope::causal
