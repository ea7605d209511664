// Grassmann-Taksar-Heyman elimination on the closed class of the chain.
#include "theory/markov/stationary_law.hpp"

#include <fmt/format.h>

#include <vector>

#include "theory/numeric/instantiate.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::markov {
namespace {

using States = std::vector<int>;

/// May this entry be positive? Exact but for Interval, where an enclosure that reaches above zero
/// counts.
template <Field N>
bool may_be_positive(const N& entry) {
  return less_equal(entry, N(0)) != Truth::yes;
}

/// reach[s][t]: may t be reached from s in any number of steps, none included? (Warshall's
/// closure.)
template <Field N>
std::vector<std::vector<bool>> reachability(const TransitionMatrix<N>& chain) {
  const int n = chain.states();
  std::vector<std::vector<bool>> reach(n, std::vector<bool>(n, false));
  for (int s = 0; s < n; ++s) {
    for (int t = 0; t < n; ++t) reach[s][t] = s == t || may_be_positive(chain(s, t));
  }
  for (int via = 0; via < n; ++via) {
    for (int s = 0; s < n; ++s) {
      if (!reach[s][via]) continue;
      for (int t = 0; t < n; ++t) {
        if (reach[via][t]) reach[s][t] = true;
      }
    }
  }
  return reach;
}

/// The states of each closed class: every state reached from one of them reaches it back.
template <Field N>
std::vector<States> closed_classes(const TransitionMatrix<N>& chain) {
  const auto reach = reachability(chain);
  const int n = chain.states();
  std::vector<States> classes;
  std::vector<bool> seen(n, false);
  for (int s = 0; s < n; ++s) {
    if (seen[s]) continue;
    States members;
    bool closed = true;
    for (int t = 0; t < n; ++t) {
      if (!reach[s][t]) continue;
      closed = closed && reach[t][s];
      members.push_back(t);
    }
    if (!closed) continue;
    for (const int t : members) seen[t] = true;
    classes.push_back(std::move(members));
  }
  return classes;
}

template <Field N>
States only_closed_class(const TransitionMatrix<N>& chain) {
  const std::vector<States> classes = closed_classes(chain);
  if (classes.size() == 1) return classes.front();
  std::string found;
  for (const States& members : classes) found += fmt::format(" {{{}}}", fmt::join(members, ","));
  refuse(fmt::format("reducible chain: expected one closed class of states, found {}:{}",
                     classes.size(), found));
}

/// The sum of row k left of the diagonal: the probability to leave k for a state not yet
/// eliminated.
template <Field N>
N pivot(const Matrix<N>& a, int k) {
  N sum = a(k, 0);
  for (int j = 1; j < k; ++j) sum += a(k, j);
  if (less(N(0), sum) != Truth::yes) {
    refuse(
        fmt::format("stationary law: expected a certainly positive pivot, found {} (enclosure too "
                    "wide, or probabilities underflow: use rationals or more digits)",
                    lemmascope::to_text(sum)));
  }
  return sum;
}

/// GTH on an irreducible block: censor the chain on ever fewer states, then substitute back.
template <Field N>
Vector<N> eliminate(Matrix<N> a) {
  const int n = static_cast<int>(a.rows());
  for (int k = n - 1; k > 0; --k) {
    const N leave = pivot(a, k);
    for (int i = 0; i < k; ++i) {
      a(i, k) /= leave;
      for (int j = 0; j < k; ++j) a(i, j) += a(i, k) * a(k, j);
    }
  }
  // a(i, k) is now the expected number of visits to k between visits to the states before it, from
  // i.
  Vector<N> law(n);
  law(0) = N(1);
  N total(1);
  for (int k = 1; k < n; ++k) {
    law(k) = N(0);
    for (int i = 0; i < k; ++i) law(k) += law(i) * a(i, k);
    total += law(k);
  }
  for (int k = 0; k < n; ++k) law(k) /= total;
  return law;
}

}  // namespace

template <Field N>
Vector<N> stationary_law(const TransitionMatrix<N>& chain) {
  const States members = only_closed_class(chain);
  const int n = static_cast<int>(members.size());
  Matrix<N> block(n, n);
  for (int s = 0; s < n; ++s) {
    for (int t = 0; t < n; ++t) block(s, t) = chain(members[s], members[t]);
  }
  const Vector<N> inside = eliminate(std::move(block));
  Vector<N> law = Vector<N>::Constant(chain.states(), N(0));
  for (int s = 0; s < n; ++s) law(members[s]) = inside(s);
  return law;
}

#define LEMMASCOPE_INSTANTIATE(N) template Vector<N> stationary_law<N>(const TransitionMatrix<N>&);
LEMMASCOPE_FIELDS(LEMMASCOPE_INSTANTIATE)
#undef LEMMASCOPE_INSTANTIATE

}  // namespace lemmascope::markov
