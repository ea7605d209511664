// How far the exact gradient of a Markov chain is from its limit of long sequences.
#pragma once

#include "properties/causal/forest_sites.hpp"

namespace lemmascope::causal {

/// The sum over lags 0 to 4 of |S K_ij - g_ij|, i the middle of a Markov chain and j = i - lag, at
/// T = 21 and T = 41, enclosed.
struct Distance {
  Interval at_length, at_longer_length;
  claim::Site where() const { return claim::site("T", 41); }
};
using DistanceLaw = claim::Relation<Interval> (*)(const Distance&);

/// How the smoothing of the loss depends on the length.
enum class Smoothing {
  one_over_length,  ///< 1/T
  one_hundredth,    ///< 1/100 whatever T
  one_tenth,
};

/// The law on the first chain of the prior, for each of these smoothings. `counting` takes K from
/// the dynamic programme over counts instead of the quadrature.
claim::Evaluation<ForestInstance> at_doubled_length(DistanceLaw law,
                                                    std::vector<Smoothing> smoothings,
                                                    bool counting);

/// An error of order 1/T falls to about 21/41; 5/8 leaves room for the next order and excludes
/// T^(-2/3).
claim::Relation<Interval> falls_like_one_over_length(const Distance& at);

}  // namespace lemmascope::causal
