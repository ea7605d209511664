#include "properties/causal/match_strength_sites.hpp"

#include "properties/causal/forest_sites.hpp"
#include "theory/causal/population_gradient.hpp"

namespace lemmascope::causal {
namespace {

Interval match_strength() { return Interval(Rational(1, 10)); }

Matrix<Interval> gradient_of_classes(const ForestInstance& at) {
  const int length = at.forest.size() + 1;
  return symmetric_population_gradient(Matrix<Interval>(Matrix<Interval>::Zero(length, length)),
                                       match_strength(), at.forest, at.prior(),
                                       finite_length_epsilon())
      .position_scores;
}

Matrix<Interval> gradient_of_sequences(const ForestInstance& at) {
  const auto start =
      ReducedWeights<Interval>::initial(at.forest.size() + 1, at.states(), match_strength());
  return population_gradient(start, at.forest, at.prior(), finite_length_epsilon()).position_scores;
}

}  // namespace

claim::Evaluation<ForestInstance> at_every_descent(DescentLaw law, bool by_relabelling_classes) {
  return claim::at_every<Interval, ForestInstance>(
      [by_relabelling_classes](const ForestInstance& at, const auto& visit) {
        const Matrix<Interval> gradient =
            by_relabelling_classes ? gradient_of_classes(at) : gradient_of_sequences(at);
        for (Position i = 0; i < at.forest.size(); ++i) {
          const Position p = at.forest.parent(i);
          if (p == markov::kNoParent) continue;
          for (Position j = 0; j <= i; ++j) {
            if (j != p) visit(Descent{i, j, -gradient(i, p), -gradient(i, j)});
          }
        }
      },
      law);
}

}  // namespace lemmascope::causal
