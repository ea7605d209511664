// Exact confidence limits of a proportion from independent trials.
#pragma once

#include <cstdint>

#include "properties/statistics/decision.hpp"

namespace lemmascope::statistics {

/// Clopper-Pearson: holds p with probability at least 1 - error_rate for every p (error_rate / 2 a
/// side). Throws PreconditionError unless 0 <= successes <= trials and trials > 0.
ConfidenceInterval clopper_pearson(std::int64_t successes, std::int64_t trials, double error_rate);

/// The largest p below `bound` that `trials` trials would refute "p >= bound" for with probability
/// at least `power`: bound minus this is the smallest detectable discrepancy. 0 when no p is low
/// enough.
double largest_detectable_proportion(double bound, std::int64_t trials, double error_rate,
                                     double power);

/// The least number of trials that shows "p >= bound" with probability at least `power` when the
/// true proportion is `truth`. The power is a saw tooth in the number of trials: up to 2^15 the
/// number is the least of all, beyond it the least next to one that fails. Throws PreconditionError
/// unless truth > bound, and when 2^40 trials do not do.
std::int64_t trials_needed(double truth, double bound, double error_rate, double power);

}  // namespace lemmascope::statistics
