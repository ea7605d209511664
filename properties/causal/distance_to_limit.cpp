#include "properties/causal/distance_to_limit.hpp"

#include <map>
#include <mutex>
#include <utility>

#include "theory/causal/leading_gradient.hpp"

namespace lemmascope::causal {
namespace {

constexpr int kLength = 21;  // T; the middle position has neighbours of every lag on both sides
constexpr int kLongerLength = 41;  // about twice as long, again with a middle position
constexpr int kLags = 4;

Rational epsilon_at(Smoothing smoothing, int length) {
  switch (smoothing) {
    case Smoothing::one_over_length:
      return Rational(1, length);
    case Smoothing::one_hundredth:
      return Rational(1, 100);
    case Smoothing::one_tenth:
      return Rational(1, 10);
  }
  return Rational(1, length);
}

// The rule is the same for every chain, and dearer than the drive of one.
const ReciprocalRule<Interval>& shared_rule(int length, const Rational& epsilon) {
  static std::mutex mutex;
  static std::map<std::pair<int, Rational>, ReciprocalRule<Interval>> rules;
  const std::lock_guard lock(mutex);
  const auto [rule, is_new] = rules.try_emplace({length, epsilon});
  if (is_new) rule->second = reciprocal_rule<Interval>(length, epsilon);
  return rule->second;
}

Interval distance(const ForestInstance& at, int length, Smoothing smoothing, bool counting) {
  const auto& exact = at.prior().atoms().front().chain;
  const auto chain = markov::in_arithmetic<Interval>(exact);
  const KinshipTable<Rational> limit(exact, kLags);
  const Rational epsilon = epsilon_at(smoothing, length);
  const int middle = (length - 1) / 2;
  const Matrix<Interval> drive = counting ? drive_by_counting(chain, length - 1, epsilon)
                                          : chain_drive_columns(chain, shared_rule(length, epsilon),
                                                                {middle - kLags, middle + 1});
  Interval sum(0);
  for (int lag = 0; lag <= kLags; ++lag) {
    sum += abs(Interval(at.states()) * drive(middle, middle - lag) - Interval(limit.drive(0, lag)));
  }
  return sum;
}

}  // namespace

claim::Evaluation<ForestInstance> at_doubled_length(DistanceLaw law,
                                                    std::vector<Smoothing> smoothings,
                                                    bool counting) {
  return claim::at_every<Interval, ForestInstance>(
      [smoothings = std::move(smoothings), counting](const ForestInstance& at, const auto& visit) {
        for (const Smoothing smoothing : smoothings) {
          visit(Distance{distance(at, kLength, smoothing, counting),
                         distance(at, kLongerLength, smoothing, counting)});
        }
      },
      law);
}

claim::Relation<Interval> falls_like_one_over_length(const Distance& at) {
  return claim::at_most(at.at_longer_length, Interval(Rational(5, 8)) * at.at_length);
}

}  // namespace lemmascope::causal
