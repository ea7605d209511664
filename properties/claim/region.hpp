// Inequalities over a continuum: a box of two parameters covered by subdivision and outward
// rounding.
#pragma once

#include <array>
#include <functional>
#include <string>

#include "properties/claim/claim.hpp"
#include "theory/numeric/number.hpp"

namespace lemmascope::claim {

/// A box of two parameters.
struct Box {
  std::array<Rational, 2> lower;
  std::array<Rational, 2> upper;
};

/// What can be said about every point of a box.
struct RegionAnswer {
  Truth hypotheses = Truth::unknown;
  Truth law = Truth::unknown;
  /// An enclosure of the margin over the box (positive: holds).
  Interval margin;
};
using RegionLaw = std::function<RegionAnswer(const Box&)>;

struct Region {
  std::string name;
  std::string description;  ///< says what the region leaves out
  std::array<const char*, 2> axes;
  Box box;
  /// Bisections of one axis before a piece is given up and counted as undecided.
  int deepest = 24;
};

/// Covers the region: a piece is done when its hypotheses certainly fail or the law certainly
/// holds, split along its longer side otherwise. Verdict `holds` (interval, region) when nothing is
/// left; `refuted` when on some piece the hypotheses certainly hold and the law certainly fails;
/// `undecided` with the share of the area left otherwise. Pieces are processed level by level, so
/// the result does not depend on threads.
CheckResult cover(const Region& region, const RegionLaw& law, const RunContext& context);

}  // namespace lemmascope::claim
