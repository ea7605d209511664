// How long stage 1 takes: polynomial in 1/delta, with an explicit bound.
#include "properties/causal/instances/forest_domains.hpp"
#include "properties/causal/training_sites.hpp"
#include "properties/domain/simpler_matrix.hpp"
#include "theory/causal/stage_one_flow.hpp"

namespace lemmascope::causal {
namespace {

constexpr Extents kExtents{{4, 3}, {4, 4}, {5, 5}};
// Steps of the coarse integration; the fine one takes twice as many. The bound spans at most about
// a hundred units of inverse fitness, so a step is below one.
constexpr int kSteps = 100;

/// A node with a parent, its exact fitness vector and what is asked of it.
struct Race {
  Position i, parent;
  Vector<Rational> fitness;
  Rational gap, delta;
  claim::Site where() const {
    return claim::site("i", i, "1/delta", static_cast<int>(to_double(Rational(1 / delta))));
  }
};

template <class N>
N attention_after(const Race& at, const N& time, int steps) {
  Vector<N> fitness(at.fitness.size()), scores = Vector<N>::Constant(at.fitness.size(), N(0));
  for (Eigen::Index j = 0; j < fitness.size(); ++j) fitness[j] = from_rational<N>(at.fitness[j]);
  for (int step = 0; step < steps; ++step)
    scores = flow_step<N>(scores, fitness, N(time / N(steps)));
  return attention::softmax<N>(scores)[at.parent];
}

// The attention of the fine integration, less its distance from the coarse one: fifteen times the
// error that Richardson extrapolation expects of a method of fourth order.
template <class N>
N attention_with_allowance(const Race& at, const N& time) {
  const N coarse = attention_after(at, time, kSteps);
  const N fine = attention_after(at, time, 2 * kSteps);
  return N(fine - absolute(N(fine - coarse)));
}

template <class N>
N bound_of(const Race& at) {
  return parent_time_bound<N>(static_cast<int>(at.fitness.size()), from_rational<N>(at.gap), N(1),
                              from_rational<N>(at.delta));
}

template <class N>
claim::Relation<N> reached_by_the_bound(const Race& at) {
  return claim::at_least(attention_with_allowance(at, bound_of<N>(at)),
                         from_rational<N>(Rational(1 - at.delta)));
}

// Wrong: as if the approach were exponential, with 2 ln(n / delta) alone.
claim::Relation<double> reached_in_logarithmic_time(const Race& at) {
  const double gap = to_double(at.gap), delta = to_double(at.delta);
  const double time = 2 * std::log(static_cast<double>(at.fitness.size()) / delta) / gap;
  return claim::at_least(attention_with_allowance(at, time), 1 - delta);
}

template <class N>
claim::Evaluation<ForestInstance> at_every_race(claim::Relation<N> (*law)(const Race&),
                                                DriveMethod method) {
  return claim::at_every<N, ForestInstance>(
      [method](const ForestInstance& at, const auto& visit) {
        const Matrix<Rational> k = finite_drive(at, method);
        for (Position i = 0; i < at.forest.size(); ++i) {
          if (at.forest.is_root(i)) continue;
          const Vector<Rational> fitness = k.row(i).head(i + 1).transpose();
          const Rational gap = parent_gap(k, at.forest, i);
          for (const int inverse : {4, 20}) {
            visit(Race{i, at.forest.parent(i), fitness, gap, Rational(1, inverse)});
          }
        }
      },
      law);
}

}  // namespace

claim::Claim parent_time_bound_claim() {
  return claim::ClaimAbout<ForestInstance>("causal/parent-time-bound")
      .states(
          "The flow of stage 1 puts at least 1 - delta on the parent by a time that is linear in "
          "1/delta, in the number of positions and in the inverse of the gap.")
      .latex(R"(\kappa\Delta\,t \ge i + \tfrac1\delta + 2\ln\tfrac i\delta
  \ \Longrightarrow\ a_{i,p(i)}(t) \ge 1-\delta)")
      .from({"arXiv 2402.14735", "dynamics of stage 1 in the proof of Theorem 4.4"})
      .formally(
          "The gradient flow of one row under the exact K of finite length, gap = K at the parent "
          "minus the largest other entry, delta = 1/4 and 1/20. Integrated twice with Runge-Kutta "
          "steps; the difference of the two runs is subtracted from the attention.")
      .differs(
          "the constants are ours, from a' >= kappa Delta a^2 (1 - a)^2. A Runge-Kutta run is no "
          "enclosure, so the evidence is agreement of two step sizes (and of two precisions on the "
          "example)")
      .uncertain("the constants of the paper's own bound")
      .assumes(irreducible())
      .assumes(constant_mean())
      .assumes(informative_edges())
      .assumes(degrees_below_threshold())
      .uses({"causal/parent-dominates-below-degree-threshold", "causal/parent-attention-grows"})
      .tagged({"stage-one"})
      .proved_in_part({"causal/AttentionRecursion", "causal/LeadGrowsUnderAnyDrive"})
      .over(every_forest_and_two_state_chain(PriorKind::orbit, kExtents))
      .attacked({200, 8000, 160000})
      .mathematics({"theory/causal/stage_one_flow.hpp: parent_time_bound",
                    "theory/causal/stage_one_flow.hpp: flow_step"})
      .tested_by({"tests/theory/causal/training_test.cpp: "
                  "StageOneFlow.ReachesTheParentWithinTheTimeBound"})
      .law(claim::Evidence::precise,
           at_every_race(reached_by_the_bound<double>, DriveMethod::quadrature))
      .confirmed_by("K by enumeration and the flow in 50-digit arithmetic",
                    at_every_race(reached_by_the_bound<Real50>, DriveMethod::enumeration))
      .twin("the approach is exponential: 2 ln(i / delta) suffices",
            at_every_race(reached_in_logarithmic_time, DriveMethod::quadrature))
      .example(two_state_orbit_on_three_positions());
}

}  // namespace lemmascope::causal
