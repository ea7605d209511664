// Derivative-free minimisation over the unit cube, the same steps on every machine and for any
// number of threads: deterministic optimisers (NLopt) from fixed or keyed starting points, counted
// in evaluations and never in seconds.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <vector>

namespace lemmascope::attack {

/// What is minimised: a point of [0, 1]^n to a finite number.
using Objective = std::function<double(const std::vector<double>&)>;

struct Minimum {
  double value = 0;
  std::vector<double> at;
  std::int64_t evaluations = 0;
};

/// Looks over the whole cube: points near its corners, then subdivision (DIRECT-L). Stops at the
/// first value below `enough` and after `evaluations`. Throws PreconditionError for an empty cube
/// or no evaluation.
Minimum explore(int dimension, const Objective& objective, std::int64_t evaluations, double enough);

/// Walks downhill from `start` (subplexes of Nelder and Mead), under the same limits.
Minimum descend(const std::vector<double>& start, const Objective& objective,
                std::int64_t evaluations, double enough);

/// The k-th starting point of a key, uniform over the cube.
std::vector<double> keyed_point(const std::array<std::uint64_t, 4>& key, std::int64_t k,
                                int dimension);

}  // namespace lemmascope::attack
