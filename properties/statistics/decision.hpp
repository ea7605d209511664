// What a statistical assertion concludes, with both error rates.
#pragma once

#include <cstdint>

namespace lemmascope::statistics {

/// A closed interval that holds the unknown number with the stated confidence.
struct ConfidenceInterval {
  double lower = 0;
  double upper = 1;
};

/// A claim "quantity >= bound" against a confidence interval: `shown` when the whole interval is on
/// the right side (a false claim is shown with at most the error rate), `refuted` when it is on the
/// wrong side (a true claim is refuted with at most the error rate), `open` otherwise.
enum class Decision { shown, refuted, open };

inline Decision at_least(const ConfidenceInterval& interval, double bound) {
  if (interval.lower >= bound) return Decision::shown;
  return interval.upper < bound ? Decision::refuted : Decision::open;
}

inline Decision at_most(const ConfidenceInterval& interval, double bound) {
  if (interval.upper <= bound) return Decision::shown;
  return interval.lower > bound ? Decision::refuted : Decision::open;
}

}  // namespace lemmascope::statistics
