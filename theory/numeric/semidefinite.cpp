// Positive semidefiniteness by symmetric elimination (LDL^T) with diagonal pivoting.
#include "theory/numeric/semidefinite.hpp"

#include <vector>

#include "theory/numeric/instantiate.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope {
namespace {

/// Entry (i, j) of the symmetric matrix held in a lower triangle.
template <Field N>
N& entry(Matrix<N>& a, int i, int j) {
  return i >= j ? a(i, j) : a(j, i);
}

/// What the diagonal of the remaining block says before any elimination.
struct Diagonal {
  bool negative = false;    // some entry is certainly negative
  int positive_index = -1;  // first place in `rest` whose entry is certainly positive
};

template <Field N>
Diagonal look_at_diagonal(Matrix<N>& a, const std::vector<int>& rest) {
  Diagonal seen;
  for (int place = 0; place < static_cast<int>(rest.size()); ++place) {
    const N& d = a(rest[place], rest[place]);
    seen.negative = seen.negative || less(d, N(0)) == Truth::yes;
    if (seen.positive_index < 0 && less(N(0), d) == Truth::yes) seen.positive_index = place;
  }
  return seen;
}

/// No diagonal entry is certainly positive or negative. With a zero on the diagonal x^T A x >= 0
/// needs zeros beside it: [[0, b], [b, d]] has determinant -b^2.
template <Field N>
Truth decide_without_pivot(Matrix<N>& a, const std::vector<int>& rest) {
  Truth answer = Truth::yes;
  for (std::size_t p = 0; p < rest.size(); ++p) {
    for (std::size_t q = 0; q <= p; ++q) {
      answer = answer & equal(entry(a, rest[p], rest[q]), N(0));
    }
  }
  if constexpr (std::same_as<N, Interval>) {
    // An enclosed diagonal entry may be positive after all, and then its row need not vanish.
    if (answer == Truth::no) return Truth::unknown;
  }
  return answer;
}

/// Replaces the block `rest` by its Schur complement with respect to index k.
template <Field N>
void eliminate(Matrix<N>& a, const std::vector<int>& rest, int k) {
  for (std::size_t p = 0; p < rest.size(); ++p) {
    const N factor = entry(a, rest[p], k) / a(k, k);
    for (std::size_t q = 0; q <= p; ++q) {
      entry(a, rest[p], rest[q]) -= factor * entry(a, rest[q], k);
    }
  }
}

}  // namespace

template <Field N>
Truth is_positive_semidefinite(Matrix<N> symmetric) {
  if (symmetric.rows() != symmetric.cols()) {
    refuse(
        fmt::format("expected a square matrix, found {} x {}", symmetric.rows(), symmetric.cols()));
  }
  std::vector<int> rest;
  for (int i = 0; i < static_cast<int>(symmetric.rows()); ++i) rest.push_back(i);
  while (!rest.empty()) {
    const Diagonal seen = look_at_diagonal(symmetric, rest);
    if (seen.negative) return Truth::no;
    if (seen.positive_index < 0) return decide_without_pivot(symmetric, rest);
    const int k = rest[seen.positive_index];
    rest.erase(rest.begin() + seen.positive_index);
    eliminate(symmetric, rest, k);
  }
  return Truth::yes;
}

#define LEMMASCOPE_INSTANTIATE(N) template Truth is_positive_semidefinite<N>(Matrix<N>);
LEMMASCOPE_FIELDS(LEMMASCOPE_INSTANTIATE)
#undef LEMMASCOPE_INSTANTIATE

}  // namespace lemmascope
