// Where laws about a forest are read off: edges, rivals of a parent, roots. Laws are pure functions
// of one site; these structures give them the numbers under their textbook names.
#pragma once

#include "properties/causal/instances/forest_instance.hpp"
#include "properties/claim/claim_about.hpp"

namespace lemmascope::causal {

using markov::Position;

/// Double-precision multiply-adds (see claim::kExactTerm) of a sum over all S^T token sequences of
/// nodes and query with `each` of them a sequence, and of one population gradient in enclosures
/// from one sequence of every relabelling class.
double sequence_work(const ForestInstance& at, double each);
double gradient_work(const ForestInstance& at);

/// A non-root position i, its parent p and another earlier position j (j != p, j < i), with the
/// prior means of the limiting gradient g_ij and of the chi-squared information. Unrelated pairs
/// have both zero.
struct Rival {
  Position i, parent, j;
  Rational parent_drive, rival_drive, self_drive;
  Rational parent_information, rival_information;
  /// The drive of the grandparent (zero when there is none): what wrong twins confuse with the
  /// parent.
  Rational grandparent_drive;
  Rational gamma;
  claim::Site where() const { return claim::site("i", i, "j", j); }
};

/// An edge p(i) -> i.
struct Edge {
  Position i, parent;
  Rational parent_drive, self_drive, parent_information;
  Rational gamma;
  claim::Site where() const { return claim::site("i", i); }
};

/// A pair j < i of positions in one tree, with the depths below the lowest common ancestor.
struct Relatives {
  Position i, j;
  int up, down;
  Rational drive;
  Rational second_eigenvalue;  ///< tr(pi) - 1; meaningful for two states
  claim::Site where() const { return claim::site("i", i, "j", j); }
};

/// A root r and an earlier position j.
struct RootPair {
  Position root, j;
  Rational drive;
  claim::Site where() const { return claim::site("i", root, "j", j); }
};

/// The limiting gradient and information of one instance as matrices indexed (i, j), j <= i. Two
/// routes produce it: the tables of common ancestors, and enumeration of token sequences.
struct ForestNumbers {
  Matrix<Rational> drive;
  Matrix<Rational> information;
};
using Route = ForestNumbers (*)(const ForestInstance&);

/// Through lowest common ancestors and shared tables.
ForestNumbers by_kinship(const ForestInstance& instance);
/// From the pair law of every pair, related or not (drives only; informations are left zero).
ForestNumbers by_pair_laws(const ForestInstance& instance);
/// S K at finite length T = nodes + 1 with smoothing 1/100, in polynomial time, in place of its
/// limit g.
ForestNumbers by_finite_length(const ForestInstance& instance);
/// The same by enumerating every sequence, query included.
ForestNumbers by_finite_length_enumeration(const ForestInstance& instance);
/// By summing over every token sequence.
ForestNumbers by_enumeration(const ForestInstance& instance);

/// Loss smoothing of every finite-length claim.
Rational finite_length_epsilon();

inline constexpr const char* kFiniteEnumerationRoute =
    "the same law with K summed over all sequences of nodes and query";
inline constexpr const char* kEnumerationRoute =
    "the same law with every pair law summed over all token sequences";

template <class SiteType>
using Law = claim::Relation<Rational> (*)(const SiteType&);

/// A law over all rivals (edges, relatives, root pairs) of an instance, with numbers from `route`.
claim::Evaluation<ForestInstance> at_every_rival(Law<Rival> law, Route route = by_kinship);
/// The same with the position itself among the rivals, as the mask allows.
claim::Evaluation<ForestInstance> at_every_rival_or_self(Law<Rival> law, Route route = by_kinship);
claim::Evaluation<ForestInstance> at_every_edge(Law<Edge> law, Route route = by_kinship);
claim::Evaluation<ForestInstance> at_every_pair_of_relatives(Law<Relatives> law,
                                                             Route route = by_kinship);
claim::Evaluation<ForestInstance> at_every_root(Law<RootPair> law, Route route = by_kinship);

/// Hypotheses with their checkers.
claim::Hypothesis<ForestInstance> irreducible();
claim::Hypothesis<ForestInstance> single_chain();
claim::Hypothesis<ForestInstance> two_states();
claim::Hypothesis<ForestInstance> constant_mean();
claim::Hypothesis<ForestInstance> regular_with_gamma();
claim::Hypothesis<ForestInstance> informative_edges();

/// The example most claims share: the chain on three positions with pi = [[7/10,3/10],[4/10,6/10]].
ForestInstance two_state_chain_on_three_positions();
/// The same graph with the orbit prior of pi.
ForestInstance two_state_orbit_on_three_positions();

}  // namespace lemmascope::causal
