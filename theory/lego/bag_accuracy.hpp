// How well a predictor can do that sees which elements occur in a sentence but not how its clauses
// hang together: the shortcut.
#pragma once

#include "theory/lego/finite_group.hpp"
#include "theory/numeric/number.hpp"

namespace lemmascope::lego {

/// The best accuracy of a prediction of x_i from the bag of the n elements, over uniform sequences
/// g_1, ..., g_n with x_i = g_i ... g_1: the sum over bags of the likeliest value's probability. By
/// dynamic programming over bags and values, in time n * bags * |G|^2. Throws PreconditionError
/// unless 1 <= i <= n.
Rational bag_accuracy(const FiniteGroup& group, int clauses, int variable);

/// bag_accuracy for i = 1, ..., n.
std::vector<Rational> bag_accuracies(const FiniteGroup& group, int clauses);

/// The same for Z_2 in closed form: 2^-n sum_m max(e_m, C(n, m) - e_m) with e_m = sum over even j
/// of C(i, j) C(n - i, m - j).
Rational sign_bag_accuracy(int clauses, int variable);

/// The same by complete enumeration of |G|^n sequences. Throws PreconditionError beyond 10^7.
Rational bag_accuracy_by_enumeration(const FiniteGroup& group, int clauses, int variable);

/// The best accuracy of a prediction of x_n from the elements in the order in which the clauses are
/// written, without the names of variables; every order in `orders` is equally likely. By complete
/// enumeration.
Rational nameless_accuracy(const FiniteGroup& group, int clauses,
                           const std::vector<std::vector<int>>& orders);

/// How many bags of n elements there are: C(n + |G| - 1, n).
Integer bag_count(const FiniteGroup& group, int clauses);

}  // namespace lemmascope::lego
