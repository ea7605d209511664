// Laws that compare two numbers at each site: the sites of an instance as a list of both numbers,
// the law as a relation between them.
#pragma once

#include <utility>
#include <vector>

#include "properties/claim/claim_about.hpp"

namespace lemmascope::claim {

/// The two numbers that a law relates, and where.
template <class N>
struct Sides {
  Site site;
  N left, right;
};
template <class N>
using ListOfSides = std::vector<Sides<N>>;

/// Applies `law`, a function from both numbers to a relation (claim::equals<N>, say), at every site
/// that `sites(instance)` lists.
template <class N, class I, class Law>
Evaluation<I> at_every(ListOfSides<N> (*sites)(const I&), Law law) {
  return [sites, law = std::move(law)](const I& instance) {
    Findings<N> findings;
    for (const Sides<N>& at : sites(instance)) findings.add(law(at.left, at.right), at.site);
    return findings.outcome();
  };
}

}  // namespace lemmascope::claim
