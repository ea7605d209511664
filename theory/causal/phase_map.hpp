// Where the parent really is the largest entry of the exact finite-length gradient, and by how
// much.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "theory/causal/leading_gradient.hpp"

namespace lemmascope::causal {

/// Margins of the parent over its rivals in S K, the scale on which K tends to the limiting
/// gradient g, least over all nodes with a parent. Nothing where no such node has a rival.
template <Field N>
struct DominanceMargins {
  struct Margin {
    N value{0};
    markov::Position node = 0;  ///< where the least margin is attained (the first such)
    markov::Position rival = 0;
  };
  std::optional<Margin> strict;     ///< over earlier positions other than the parent
  std::optional<Margin> with_self;  ///< over those and the node itself
};

/// Margins of one drive matrix. In Interval the value encloses the least margin, and `node` and
/// `rival` are those of the margin with the smallest middle.
template <Field N>
DominanceMargins<N> dominance_margins(const Matrix<N>& drive, const CausalForest& forest,
                                      int states);

/// Of every node with a parent and a rival, in order: K_ip less the largest K_ij of the other j <=
/// i, the node itself included, as it is in K. In Interval the value encloses that margin, and
/// `rival` is the one with the smallest middle.
template <Field N>
std::vector<typename DominanceMargins<N>::Margin> margins_by_node(const Matrix<N>& drive,
                                                                  const CausalForest& forest);

/// Is every margin positive? yes when there is no rival at all.
template <Field N>
Truth dominates(const std::optional<typename DominanceMargins<N>::Margin>& margin);

/// The graph families of the map, by name: "chain", "pairs", "star", "binary-tree" (parent (i - 1)
/// / 2). Throws PreconditionError for another name.
CausalForest graph_family(const std::string& name, int nodes);

/// One cell of the map: many chains on one graph.
struct PhaseCell {
  int states = 0;
  int length = 0;  ///< T
  int chains = 0;
  int strict_holds = 0;      ///< chains whose parent beats every earlier rival in every row
  int with_self_holds = 0;   ///< and itself
  int strict_undecided = 0;  ///< chains whose least margin no arithmetic tried could tell from zero
  int with_self_undecided = 0;
  double least_strict = 0;  ///< least margin over the chains (NaN if there is no rival)
  double least_with_self = 0;
  Truth strict = Truth::unknown;  ///< does every chain hold?
  Truth with_self = Truth::unknown;
  double mean_drive_strict = 0;  ///< margin of the average of the drives: the prior's own map
  double mean_drive_with_self = 0;
  Truth mean_strict = Truth::unknown;  ///< is it positive?
  Truth mean_with_self = Truth::unknown;
};

/// Evaluates one cell; `rule.length` is T. Margins are those of double precision where they exceed
/// a bound on its error, and decide there; smaller ones are enclosed with fifty digits, and on
/// small instances that still straddle zero computed in fractions. Throws PreconditionError when
/// there is no chain or sizes differ.
PhaseCell phase_cell(const CausalForest& forest, std::span<const markov::Chain> chains,
                     const ReciprocalRule<double>& rule, int threads = 1);

/// A bound on the error of a margin of S K in double precision, of either sign: every pair sum is a
/// sum of products of non-negative numbers, at most 4 T (S + 2) roundings deep, and is at most T.
double margin_error_bound(int length, int states);

/// A failure of dominance for a single chain, exact.
struct DominanceFailure {
  int length = 0;  ///< T
  DominanceMargins<Rational> margins;
};

/// The smallest T in [from, to] at which the parent fails to have the strictly largest entry (among
/// earlier positions, or with self), in exact arithmetic; nothing if there is none.
std::optional<DominanceFailure> smallest_failing_length(const markov::Chain& chain,
                                                        const std::string& family,
                                                        const Rational& epsilon, int from, int to,
                                                        bool with_self);

}  // namespace lemmascope::causal
