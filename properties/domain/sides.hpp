// Laws written as two columns of numbers: a function of an instance lists what stands on either
// side at every site, one operator stands between them.
#pragma once

#include <utility>
#include <vector>

#include "properties/claim/claim_about.hpp"
#include "theory/numeric/number.hpp"

namespace lemmascope::domain {

/// The two sides of one relation and where it stands.
template <class N>
struct Sides {
  N lhs, rhs;
  claim::Site site = {};
};
template <class N>
using SideList = std::vector<Sides<N>>;

/// lhs op rhs at every site that `list(instance)` holds.
template <class I, class N>
claim::Evaluation<I> at_each(SideList<N> (*list)(const I&), claim::Op op) {
  return [list, op](const I& instance) {
    claim::Findings<N> findings;
    for (const auto& [lhs, rhs, site] : list(instance)) findings.add({lhs, op, rhs}, site);
    return findings.outcome();
  };
}
template <class I, class N>
claim::Evaluation<I> equal_at_each(SideList<N> (*list)(const I&)) {
  return at_each<I, N>(list, claim::Op::equal);
}
template <class I, class N>
claim::Evaluation<I> at_most_at_each(SideList<N> (*list)(const I&)) {
  return at_each<I, N>(list, claim::Op::less_equal);
}

/// The entries of two matrices of one shape, row by row, at sites (row, column) named so.
template <class N>
SideList<N> entries(const Matrix<N>& lhs, const Matrix<N>& rhs, const char* row = "row",
                    const char* column = "column") {
  SideList<N> all;
  for (int i = 0; i < lhs.rows(); ++i) {
    for (int j = 0; j < lhs.cols(); ++j) {
      all.push_back({lhs(i, j), rhs(i, j), claim::site(row, i, column, j)});
    }
  }
  return all;
}

}  // namespace lemmascope::domain
