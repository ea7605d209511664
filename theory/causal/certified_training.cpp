#include "theory/causal/certified_training.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "theory/causal/bayes.hpp"
#include "theory/causal/log_integral_loss.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::causal {
namespace {

using markov::Chain;
using markov::Position;
using markov::Prior;

Interval point(const Real50& value) { return Interval(value); }

// The upper bound of the soft loss: Z weighed from above, Z_{s'} from below.
Interval upper_loss(const Prior& prior, const CausalForest& tree, const Interval& beta,
                    const Interval& missing, const Rational& epsilon) {
  const Interval most = exp(beta);
  const Interval least = exp(Interval((Interval(1) - missing) * beta));
  const KeyWeights<Interval> in_z{most, exp(Interval(missing * beta)), most};
  const KeyWeights<Interval> in_target{least, Interval(1), least};
  return log_integral_loss<Interval>(prior, tree, in_z, in_target, epsilon);
}

struct MatchRange {
  Real50 lower, upper;
};

// Link 4: both ends move by the hard slope, less or more what soft attention can add to it.
MatchRange trained_match(const Prior& prior, const CausalForest& tree, const Interval& missing,
                         const TrainingSettings& settings, const Rational& epsilon) {
  const Interval h(settings.second_step);
  MatchRange range{Interval(settings.beta0).lower(), Interval(settings.beta0).upper()};
  const auto moved = [&](const Real50& from, int sign) {
    const Interval beta = point(from);
    const Interval slope = hard_loss_by_integral<Interval>(prior, tree, beta, epsilon).slope;
    const Interval allowance = missing * (abs(beta) + Interval(2));
    return Interval(beta - h * (slope + Interval(sign) * allowance));
  };
  for (long n = 0; n < settings.second_steps; ++n) {
    const bool same = range.lower == range.upper;
    const Interval down = moved(range.lower, 1);
    const Interval up = moved(same ? range.lower : range.upper, -1);
    range = {down.lower(), up.upper()};
  }
  return range;
}

// The largest upper loss over the range: L'' in [-1/4, 1/4] holds for the bound too, so between two
// points w apart it exceeds the larger of its values by at most w^2/32.
Real50 worst_loss(const Prior& prior, const CausalForest& tree, const MatchRange& range,
                  const Interval& missing, const Rational& epsilon) {
  constexpr int kPieces = 8;
  const Interval width = (point(range.upper) - point(range.lower)) / Interval(kPieces);
  std::optional<Real50> worst;
  for (int k = 0; k <= kPieces; ++k) {
    const Interval beta = point(range.lower) + Interval(k) * width;
    const Real50 here = upper_loss(prior, tree, beta, missing, epsilon).upper();
    if (!worst || here > *worst) worst = here;
  }
  return (point(*worst) + width * width / Interval(32)).upper();
}

}  // namespace

Prior shift_representatives(const Chain& chain) {
  const int states = chain.states();
  std::vector<Prior::Atom> atoms;
  for (int shift = 0; shift < states; ++shift) {
    Matrix<Rational> rows(states, states);
    for (int s = 0; s < states; ++s) {
      for (int t = 0; t < states; ++t) rows(s, (t + shift) % states) = chain(s, t);
    }
    atoms.push_back({Rational(1, states), Chain(rows)});
  }
  return Prior(std::move(atoms));
}

Matrix<Interval> drive_remainder(const Matrix<Interval>& drive, int states, const Rational& beta0,
                                 const Rational& epsilon) {
  require(beta0 > 0 && epsilon >= 0, "expected beta0 > 0 and a smoothing of at least 0");
  const auto length = static_cast<int>(drive.rows());
  const Interval beta(beta0), smoothing(epsilon);
  const Interval growth = exp(beta) - Interval(1);
  const Interval present = smoothing / (smoothing + exp(Interval(-beta)) / Interval(length));
  const Interval faster = exp(Interval((Interval(1) + present) * beta)) - Interval(1);
  Matrix<Interval> rho = Matrix<Interval>::Constant(length, length, Interval(0));
  for (int i = 0; i < length; ++i) {
    for (int j = 0; j <= i; ++j) {
      const Interval reach = j + 1 == length ? Interval(1) : Interval(Rational(1, states));
      rho(i, j) = growth * (drive(i, j) + reach) + faster * reach;
    }
  }
  return rho;
}

std::vector<std::optional<Real50>> certified_gaps(const Matrix<Interval>& drive,
                                                  const Matrix<Interval>& remainder,
                                                  const CausalForest& forest) {
  std::vector<std::optional<Real50>> gaps;
  for (Position i = 0; i <= forest.size(); ++i) {
    gaps.emplace_back();
    if (i < forest.size() && forest.is_root(i)) continue;
    const Position target = i < forest.size() ? forest.parent(i) : i;
    const Interval parent = drive(i, target) - remainder(i, target);
    for (Position j = 0; j <= i; ++j) {
      if (j == target) continue;
      const Real50 gap = (parent - drive(i, j) - remainder(i, j)).lower();
      if (!gaps.back() || gap < *gaps.back()) gaps.back() = gap;
    }
  }
  return gaps;
}

Real50 missing_attention(int entries, const Real50& gap, const Rational& rate, long steps) {
  require(entries >= 1 && gap > 0 && rate > 0, "expected a gap, a rate and a row, all positive");
  // R exp(-c R/(1+R)^2) increases in R for c <= 6 sqrt 3 and decreases in c, so end points do.
  const Real50 product = (point(gap) * Interval(rate)).lower();
  const Interval c = point(product < 10 ? product : Real50(10));
  Real50 ratio = entries - 1;
  for (long n = 0; n < steps; ++n) {
    const Interval r = point(ratio);
    const Interval next = r * exp(Interval(-(c * r / pow(Interval(Interval(1) + r), 2))));
    ratio = next.upper();
  }
  return (point(ratio) / (Interval(1) + point(ratio))).upper();
}

CertifiedTraining certified_training(const Chain& chain, const CausalForest& tree,
                                     const TrainingSettings& settings) {
  require(settings.second_step > 0 && settings.second_step <= 4,
          "expected a step of stage 2 in (0, 4], where its map is monotone");
  const int length = tree.size() + 1, states = chain.states();
  const Rational epsilon(1, length);
  const Prior prior = shift_representatives(chain);
  const auto k = drive<Interval>(prior, tree, epsilon);
  const auto gaps = certified_gaps(k, drive_remainder(k, states, settings.beta0, epsilon), tree);
  CertifiedTraining result;
  std::optional<Real50> least;
  for (std::size_t i = 0; i < gaps.size(); ++i) {
    if (!gaps[i]) continue;
    if (*gaps[i] <= 0) refuse(fmt::format("the gap of row {} cannot be certified", i));
    if (!least || *gaps[i] < *least) least = *gaps[i];
  }
  // The longest row with the least gap is the worst of all: the recursion is monotone in both.
  const Real50 missing = missing_attention(length, *least, settings.rate, settings.first_steps);
  const Interval delta = point(missing);
  const MatchRange range = trained_match(prior, tree, delta, settings, epsilon);
  const Interval oracle = oracle_loss<Interval>(prior);
  const Interval excess = point(worst_loss(prior, tree, range, delta, epsilon)) +
                          log(Interval(Rational(1 + states * epsilon))) - oracle;
  const Interval rate = log(Interval(length)) / Interval(length);
  result.least_gap = *least;
  result.missing = missing;
  result.match_lower = range.lower;
  result.match_upper = range.upper;
  result.gap = (point(excess.upper()) + abs(point(excess.upper()))) / Interval(2);
  result.uniform_gap = log(Interval(states)) - oracle;
  result.share_of_rate = result.gap / rate;
  return result;
}

}  // namespace lemmascope::causal
