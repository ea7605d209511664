#include "theory/causal/certified_training.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "theory/causal/bayes.hpp"
#include "theory/causal/log_integral_loss.hpp"
#include "theory/causal/relabelling.hpp"
#include "theory/numeric/interruption.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::causal {
namespace {

using markov::Chain;
using markov::Position;
using markov::Prior;

Interval point(const Real50& value) { return Interval(value); }

Interval hull(const Real50& lower, const Real50& upper) {
  return Interval::with_endpoints(lower.backend().data(), upper.backend().data());
}

// Z weighed from above and Z_{s'} from below, or the other way round: a match scores between (1 -
// delta) beta and beta, a mismatch between 0 and delta beta, of either sign.
Interval bounding_loss(const Prior& prior, const CausalForest& tree, const Interval& beta,
                       const Interval& missing, const Rational& epsilon, bool from_above) {
  const Interval hard = exp(beta), soft = exp(Interval((Interval(1) - missing) * beta));
  KeyWeights above{hard, exp(Interval(missing * beta)), hard};
  KeyWeights below{soft, Interval(1), soft};
  if (beta.lower() < 0) std::swap(above, below);
  return from_above ? log_integral_loss(prior, tree, above, below, epsilon)
                    : log_integral_loss(prior, tree, below, above, epsilon);
}

struct MatchRange {
  Real50 lower, upper;
};

/// Link 4: both ends move by the hard slope, less or more what soft attention can add to it.
class StageTwo {
 public:
  StageTwo(const Prior& prior, const CausalForest& tree, const Interval& missing,
           const Rational& step, const Rational& epsilon, const Rational& beta0)
      : loss_(prior, tree, epsilon),
        missing_(missing),
        step_(step),
        range_{Interval(beta0).lower(), Interval(beta0).upper()} {}

  void advance() {
    const Interval lower = loss_.at(point(range_.lower)).slope;
    const Interval upper =
        range_.lower == range_.upper ? lower : loss_.at(point(range_.upper)).slope;
    range_ = {moved(range_.lower, lower, 1).lower(), moved(range_.upper, upper, -1).upper()};
  }
  const MatchRange& range() const { return range_; }

 private:
  Interval moved(const Real50& from, const Interval& slope, int sign) const {
    const Interval allowance = missing_ * (abs(point(from)) + Interval(2));
    return point(from) - step_ * (slope + Interval(sign) * allowance);
  }

  HardLossByIntegral loss_;
  Interval missing_, step_;
  MatchRange range_;
};

// The soft loss over the range: L'' in [-1/4, 1/4] holds for both bounds too, so between two points
// w apart the upper one exceeds the larger of its values by at most w^2/32, and the lower one falls
// below the smaller by no more.
Interval loss_over(const Prior& prior, const CausalForest& tree, const MatchRange& range,
                   const Interval& missing, const Rational& epsilon) {
  constexpr int kPieces = 8;
  const Interval width = (point(range.upper) - point(range.lower)) / Interval(kPieces);
  std::optional<Real50> least, most;
  for (int k = 0; k <= kPieces; ++k) {
    const Interval beta = point(Real50((point(range.lower) + Interval(k) * width).middle()));
    const Real50 above = bounding_loss(prior, tree, beta, missing, epsilon, true).upper();
    const Real50 below = bounding_loss(prior, tree, beta, missing, epsilon, false).lower();
    if (!most || above > *most) most = above;
    if (!least || below < *least) least = below;
  }
  const Interval between = width * width / Interval(32);
  return hull((point(*least) - between).lower(), (point(*most) + between).upper());
}

// ratio exp(-c ratio/(1 + ratio)^2), rounded up: exp(-x) <= 1/(1 + x + .. + x^24/24!), and the
// forty roundings of x and of the series, x <= 5/2, together with the others are below 2^-45.
double next_ratio(double ratio, double c) {
  const double x = c * ratio / ((1 + ratio) * (1 + ratio));
  double series = 1;
  for (int k = 24; k > 0; --k) series = 1 + series * x / k;
  return ratio / series * (1 + 0x1p-45);
}

double share_missing(double ratio) { return ratio / (1 + ratio) * (1 + 0x1p-45); }

// c of the recursion, from below.
double recursion_strength(const Real50& gap, const Rational& rate) {
  require(gap > 0 && rate > 0, "expected a gap and a rate, both positive");
  // R exp(-c R/(1+R)^2) increases in R for c <= 6 sqrt 3 and decreases in c, so end points do.
  const Real50 product = (point(gap) * Interval(rate)).lower();
  return std::min(static_cast<double>(product) * (1 - 0x1p-50), 10.0);
}

Real50 least_of(const std::vector<std::optional<Real50>>& gaps, bool with_query) {
  std::optional<Real50> least;
  for (std::size_t i = 0; i < gaps.size() - (with_query ? 0 : 1); ++i) {
    if (gaps[i] && (!least || *gaps[i] < *least)) least = gaps[i];
  }
  require(least.has_value(), "expected a node with a parent");
  return *least;
}

Matrix<Interval> nothing_like(const Matrix<Interval>& drive) {
  return Matrix<Interval>::Constant(drive.rows(), drive.cols(), Interval(0));
}

// A whole number near four over the gap, at least one.
Rational rate_for(const Real50& gap) {
  const Real50 rate = 4 / gap;
  if (rate < 1) return Rational(1);
  return Rational(static_cast<long long>(rate < Real50("1e15") ? rate : Real50("1e15")));
}

CertifiedAttention attention_from(const Matrix<Interval>& drive, const CausalForest& forest,
                                  int states, const Rational& target, bool with_query) {
  const int length = forest.size() + 1;
  const Rational epsilon(1, length);
  const Real50 at_zero = least_of(certified_gaps(drive, nothing_like(drive), forest), with_query);
  if (at_zero <= 0) refuse("a target is not certainly the largest of its row at beta0 = 0");
  CertifiedAttention result;
  for (result.beta0 = Rational(1, 100);; result.beta0 /= 2) {
    require(result.beta0 * Rational(1LL << 40) >= 1, "expected a gap that some beta0 leaves");
    const auto remainder = drive_remainder(drive, states, result.beta0, epsilon);
    result.least_gap = least_of(certified_gaps(drive, remainder, forest), with_query);
    if (10 * result.least_gap >= 9 * at_zero) break;
  }
  result.rate = rate_for(result.least_gap);
  result.steps = steps_to_attention(length, result.least_gap, result.rate, target);
  result.missing = missing_attention(length, result.least_gap, result.rate, result.steps);
  return result;
}

/// Stage 2 and the loss from what stage 1 misses.
CertifiedTraining second_stage(const Prior& prior, const CausalForest& tree,
                               CertifiedTraining result, bool until_it_stalls) {
  constexpr long kMostSteps = 1000;
  const int length = tree.size() + 1, states = prior.states();
  const Rational epsilon(1, length);
  const Interval delta = point(result.missing);
  TrainingSettings& settings = result.settings;
  StageTwo stage(prior, tree, delta, settings.second_step, epsilon, settings.beta0);
  const Real50 enough = log(Interval(length)).lower();
  for (long n = 0; until_it_stalls ? n < kMostSteps : n < settings.second_steps; ++n) {
    give_up_if_asked();
    const Real50 before = stage.range().lower;
    stage.advance();
    if (!until_it_stalls) continue;
    settings.second_steps = n + 1;
    const Real50& now = stage.range().lower;
    if (now - before < Real50(1) / 500 || now >= enough) break;
  }
  const MatchRange& range = stage.range();
  const Interval oracle = oracle_loss<Interval>(prior);
  result.gap = loss_over(prior, tree, range, delta, epsilon) +
               log(Interval(Rational(1 + states * epsilon))) - oracle;
  result.match_lower = range.lower;
  result.match_upper = range.upper;
  result.uniform_gap = log(Interval(states)) - oracle;
  result.share_of_rate = result.gap / (log(Interval(length)) / Interval(length));
  return result;
}

// Relabelled chains give the same numbers: one of each class.
Prior merged(const Prior& prior) { return Prior(merged_by_relabelling(prior)); }

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
  require(entries >= 1, "expected a row with an entry");
  const double c = recursion_strength(gap, rate);
  double ratio = entries - 1;
  for (long n = 0; n < steps; ++n) ratio = next_ratio(ratio, c);
  return Real50(share_missing(ratio));
}

long steps_to_attention(int entries, const Real50& gap, const Rational& rate,
                        const Rational& target) {
  constexpr long kMostSteps = 10'000'000;
  require(entries >= 1 && target > 0, "expected a row with an entry and a positive target");
  const double c = recursion_strength(gap, rate);
  const double enough = to_double(target) * (1 - 0x1p-50);
  double ratio = entries - 1;
  for (long n = 0; n <= kMostSteps; ++n) {
    if (share_missing(ratio) <= enough) return n;
    ratio = next_ratio(ratio, c);
  }
  refuse(fmt::format("stage 1 would take more than {} steps", kMostSteps));
}

Real50 least_gap_at_zero(const Prior& prior, const CausalForest& forest, bool with_query) {
  const auto k = drive<Interval>(prior, forest, Rational(1, forest.size() + 1));
  return least_of(certified_gaps(k, nothing_like(k), forest), with_query);
}

CertifiedAttention certified_attention(const Prior& prior, const CausalForest& forest,
                                       const Rational& target, bool with_query) {
  const auto k = drive<Interval>(prior, forest, Rational(1, forest.size() + 1));
  return attention_from(k, forest, prior.states(), target, with_query);
}

CertifiedTraining certified_training(const Prior& prior, const CausalForest& tree,
                                     const TrainingSettings& settings) {
  require(settings.second_step > 0 && settings.second_step <= 4,
          "expected a step of stage 2 in (0, 4], where its map is monotone");
  const int length = tree.size() + 1;
  const Rational epsilon(1, length);
  const Prior atoms = merged(prior);
  const auto k = drive<Interval>(atoms, tree, epsilon);
  const auto gaps =
      certified_gaps(k, drive_remainder(k, prior.states(), settings.beta0, epsilon), tree);
  for (std::size_t i = 0; i < gaps.size(); ++i) {
    if (gaps[i] && *gaps[i] <= 0) refuse(fmt::format("the gap of row {} cannot be certified", i));
  }
  CertifiedTraining result;
  result.settings = settings;
  result.least_gap = least_of(gaps, true);
  // The longest row with the least gap is the worst of all: the recursion is monotone in both.
  result.missing = missing_attention(length, result.least_gap, settings.rate, settings.first_steps);
  return second_stage(atoms, tree, std::move(result), false);
}

CertifiedTraining certified_training(const Prior& prior, const CausalForest& tree) {
  const int length = tree.size() + 1;
  const Prior atoms = merged(prior);
  const auto k = drive<Interval>(atoms, tree, Rational(1, length));
  const int scale = std::max(length, 8);  // short sequences have small slopes, too
  const auto first = attention_from(k, tree, prior.states(), Rational(1, 16 * scale * scale), true);
  CertifiedTraining result;
  result.settings = {first.beta0, first.rate, first.steps, Rational(4), 0};
  result.least_gap = first.least_gap;
  result.missing = first.missing;
  return second_stage(atoms, tree, std::move(result), true);
}

}  // namespace lemmascope::causal
