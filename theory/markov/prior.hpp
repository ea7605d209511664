// Priors over chains with finite support.
#pragma once

#include <vector>

#include "theory/markov/transition_matrix.hpp"

namespace lemmascope::markov {

/// A law over chains: finitely many rational chains of one size with positive weights that sum to
/// one.
class Prior {
 public:
  struct Atom {
    Rational weight;
    Chain chain;
  };

  /// Throws PreconditionError when sizes differ, a weight is not positive or the sum is not one.
  explicit Prior(std::vector<Atom> atoms);

  static Prior single(Chain chain);
  /// Uniform over {P_r pi P_c}: all row and column permutations, duplicates merged. Permutation
  /// symmetric with constant mean 1/S (assumptions 3 and 4 of arXiv 2402.14735).
  static Prior orbit(const Chain& chain);
  /// Uniform over {P pi P^T}: the same relabelling of rows and columns. Permutation symmetric; the
  /// mean need not be constant.
  static Prior symmetrised(const Chain& chain);

  int states() const { return atoms_.front().chain.states(); }
  const std::vector<Atom>& atoms() const { return atoms_; }

  /// E[pi].
  Matrix<Rational> mean() const;
  /// Is E[pi] = (1/S) 1 1^T (assumption 4)?
  bool has_constant_mean() const;
  /// Is the law invariant under relabelling of states (assumption 3)?
  bool is_permutation_symmetric() const;

 private:
  std::vector<Atom> atoms_;
};

}  // namespace lemmascope::markov
