#include "properties/causal/learning_slope.hpp"

#include "properties/causal/instances/model_instance.hpp"
#include "theory/causal/stage_two_loss.hpp"
#include "theory/markov/stationary_law.hpp"

namespace lemmascope::causal {
namespace {

using markov::Position;

Rational strength() { return Rational(1, 100); }

claim::CaseOutcome is_negative(const ForestInstance& at, const Interval& slope) {
  claim::Findings<Interval> findings;
  findings.add(claim::is_less(slope, Interval(0)), claim::site("T", at.forest.size() + 1));
  return findings.outcome();
}

// The share of the query token in what key i attends to: its parent, or all before it.
Rational matched_share(const markov::CausalForest& forest, const std::vector<int>& s, Position i) {
  const int query = s.back();
  if (i < forest.size() && !forest.is_root(i)) return s[forest.parent(i)] == query ? 1 : 0;
  int copies = 0;
  for (Position j = 0; j <= i; ++j) copies += s[j] == query ? 1 : 0;
  return Rational(copies, i + 1);
}

/// f and df/dbeta on one sequence.
struct Prediction {
  Vector<Interval> value, slope;
};
Prediction predict(const markov::CausalForest& forest, const std::vector<int>& s, int states) {
  Prediction f{Vector<Interval>::Constant(states, Interval(0)),
               Vector<Interval>::Constant(states, Interval(0))};
  Interval mass(0), mass_slope(0);
  for (Position i = 0; i <= forest.size(); ++i) {
    const Rational share = matched_share(forest, s, i);
    const Interval vote = exp(Interval(Rational(strength() * share)));
    f.value[s[i]] += vote;
    f.slope[s[i]] += vote * Interval(share);
    mass += vote;
    mass_slope += vote * Interval(share);
  }
  for (int t = 0; t < states; ++t) {
    f.value[t] /= mass;
    f.slope[t] = f.slope[t] / mass - f.value[t] * mass_slope / mass;
  }
  return f;
}

}  // namespace

claim::CaseOutcome loss_falls_with_match_strength(const ForestInstance& at) {
  const auto law = hard_adjacency_law<Interval>(at.prior(), at.forest);
  return is_negative(
      at, stage_two_loss(law, Interval(strength()), Rational(1, at.forest.size() + 1)).slope);
}

claim::CaseOutcome loss_falls_by_enumeration(const ForestInstance& at) {
  const int length = at.forest.size() + 1;
  const Interval smoothing(Rational(1, length));
  Interval slope(0);
  for_each_sequence(length, at.states(), [&](const std::vector<int>& s) {
    const Prediction f = predict(at.forest, s, at.states());
    for (const auto& atom : at.prior().atoms()) {
      const Vector<Rational> mu = markov::stationary_law(atom.chain);
      Rational p = atom.weight / at.states();
      for (Position i = 0; i < at.forest.size(); ++i) {
        p *= at.forest.is_root(i) ? mu[s[i]] : atom.chain(s[at.forest.parent(i)], s[i]);
      }
      for (int t = 0; t < at.states(); ++t) {
        slope -=
            Interval(Rational(p * atom.chain(s.back(), t))) * f.slope[t] / (f.value[t] + smoothing);
      }
    }
  });
  return is_negative(at, slope);
}

}  // namespace lemmascope::causal
