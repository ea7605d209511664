// Numbers as coordinates of a chart: where the ends of the unit interval lie and how it runs
// between them.
#pragma once

#include <vector>

#include "properties/attack/chart.hpp"
#include "theory/numeric/rational.hpp"

namespace lemmascope::attack {

/// The fraction with the least denominator in [low, high], the least one of those. Throws
/// PreconditionError unless 0 <= low <= high.
Rational simplest_between(const Rational& low, const Rational& high);

/// A number in (0, 1): the coordinate runs over its log-odds, from 1/kMostSkew to 1 - 1/kMostSkew.
Rational probability(double unit, Level level);
/// A positive number between `low` and `high`; the coordinate runs over its logarithm.
Rational scaled(double unit, double low, double high, Level level);
/// `entries` positive numbers that sum to one from `entries - 1` coordinates, which run over the
/// logarithms of ratios to the last one.
std::vector<Rational> shares(const double* unit, int entries, Level level);
/// A whole number in [low, high], each with an equal part of the coordinate.
int whole(double unit, int low, int high);

/// The largest ratio that the ends of a coordinate reach.
inline constexpr double kMostSkew = 1000;

}  // namespace lemmascope::attack
