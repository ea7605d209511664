#include "properties/attack/minimise.hpp"

#include <algorithm>
#include <limits>
#include <nlopt.hpp>

#include "theory/numeric/require.hpp"

namespace lemmascope::attack {
namespace {

// SplitMix64: a fixed function, so that starting points never change between builds.
std::uint64_t next(std::uint64_t& state) {
  std::uint64_t x = state += 0x9e3779b97f4a7c15ULL;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
  return x ^ (x >> 31);
}

// Counts evaluations and keeps the best point.
class Search {
 public:
  Search(const Objective& objective, std::int64_t most, double enough)
      : objective_(objective), most_(most), enough_(enough) {}

  double operator()(const std::vector<double>& at) {
    ++best_.evaluations;
    const double value = objective_(at);
    if (best_.at.empty() || value < best_.value) {
      best_.value = value;
      best_.at = at;
    }
    return value;
  }

  bool over() const {
    return best_.evaluations >= most_ || (!best_.at.empty() && best_.value < enough_);
  }
  std::int64_t left() const { return most_ - best_.evaluations; }
  Minimum& best() { return best_; }

 private:
  const Objective& objective_;
  std::int64_t most_;
  double enough_;
  Minimum best_;
};

// What NLopt calls back with.
struct Call {
  Search& search;
  nlopt::opt& optimiser;
};

double evaluate(const std::vector<double>& at, std::vector<double>&, void* data) {
  auto& [search, optimiser] = *static_cast<Call*>(data);
  // Some algorithms look at a stop only after a pair of points.
  if (search.over()) return std::numeric_limits<double>::max();
  const double value = search(at);
  if (search.over()) optimiser.force_stop();
  return value;
}

// One run of one algorithm; that it ran out of steps or precision is no failure.
void run(nlopt::algorithm algorithm, std::vector<double> start, double step, Search& search) {
  const auto dimension = static_cast<unsigned>(start.size());
  nlopt::opt optimiser(algorithm, dimension);
  optimiser.set_lower_bounds(std::vector<double>(dimension, 0.0));
  optimiser.set_upper_bounds(std::vector<double>(dimension, 1.0));
  optimiser.set_maxeval(
      static_cast<int>(std::min<std::int64_t>(search.left(), std::numeric_limits<int>::max())));
  // Steps below this change no fraction that a chart gives.
  constexpr double kShortestStep = 1e-6;
  optimiser.set_xtol_abs(kShortestStep);
  if (step > 0) optimiser.set_initial_step(step);
  Call call{search, optimiser};
  optimiser.set_min_objective(evaluate, &call);
  double value = 0;
  try {
    optimiser.optimize(start, value);
  } catch (const nlopt::forced_stop&) {
  } catch (const nlopt::roundoff_limited&) {
  }
}

// Points near the corners, while they take at most half of the evaluations. Coordinates stand at
// different distances from the walls: on many charts equal coordinates are degenerate.
void try_corners(int dimension, Search& search, std::int64_t evaluations) {
  constexpr int kMostDimensions = 20;
  if (dimension > kMostDimensions || (std::int64_t{2} << dimension) > evaluations) return;
  for (std::int64_t corner = 0; corner < (std::int64_t{1} << dimension) && !search.over();
       ++corner) {
    std::vector<double> at;
    for (int k = 0; k < dimension; ++k) {
      const double inset = 0.03 + 0.11 * k / dimension;
      at.push_back((corner >> k) % 2 == 0 ? inset : 1 - inset);
    }
    search(at);
  }
}

void require_effort(std::size_t dimension, std::int64_t evaluations) {
  require(dimension >= 1, "expected at least one coordinate to search over");
  require(evaluations >= 1, "expected at least one evaluation");
}

}  // namespace

Minimum explore(int dimension, const Objective& objective, std::int64_t evaluations,
                double enough) {
  require(dimension >= 0, "expected a dimension that is not negative");
  require_effort(static_cast<std::size_t>(dimension), evaluations);
  Search search(objective, evaluations, enough);
  try_corners(dimension, search, evaluations);
  if (!search.over()) {
    run(nlopt::GN_DIRECT_L, std::vector<double>(static_cast<std::size_t>(dimension), 0.5), 0,
        search);
  }
  return std::move(search.best());
}

Minimum descend(const std::vector<double>& start, const Objective& objective,
                std::int64_t evaluations, double enough) {
  require_effort(start.size(), evaluations);
  Search search(objective, evaluations, enough);
  constexpr double kFirstStep = 0.1;
  run(nlopt::LN_SBPLX, start, kFirstStep, search);
  return std::move(search.best());
}

std::vector<double> keyed_point(const std::array<std::uint64_t, 4>& key, std::int64_t k,
                                int dimension) {
  std::uint64_t state = 0;
  for (const std::uint64_t part : key) state = next(state) ^ part;
  state = next(state) + static_cast<std::uint64_t>(k);
  std::vector<double> point;
  for (int d = 0; d < dimension; ++d) {
    point.push_back(static_cast<double>(next(state) >> 11) * 0x1p-53);
  }
  return point;
}

}  // namespace lemmascope::attack
