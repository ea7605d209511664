// On in-context Markov chains Algorithm 1 builds an induction head.
#include <cmath>
#include <functional>

#include "properties/causal/instances/forest_domains.hpp"
#include "properties/causal/training_sites.hpp"
#include "theory/causal/exact_training.hpp"
#include "theory/markov/stationary_law.hpp"

namespace lemmascope::causal {
namespace {

using markov::Prior;

constexpr Extents kExtents{{4, 4}, {5, 4}, {5, 5}};
constexpr long kSecondSteps =
    60;  // of size one; the match score saturates by then at these lengths

Rational initial_match() { return Rational(1, 100); }

// eta1 beta0 / T is the rate of stage 1; tau1 is the time bound with half the gap, for delta = 1/T.
template <class N>
TrainingPlan<N> plan_for(const ForestInstance& at, DriveMethod method) {
  const int length = at.forest.size() + 1;
  TrainingPlan<N> plan;
  plan.initial_match = from_rational<N>(initial_match());
  plan.first_step_size = from_rational<N>(Rational(stage_one_rate(at) * length / initial_match()));
  const Rational gap = least_parent_gap(finite_drive(at, method), at.forest);
  plan.first_steps = steps_to_parent(at, Rational(gap / 2), Rational(1, length));
  plan.second_step_size = N(1);
  plan.second_steps = kSecondSteps;
  return plan;
}

/// Least attention of a position to the one before it, over all but the first.
template <class N>
N previous_token_score(const Matrix<N>& position_scores, int nodes) {
  const Matrix<N> attention = attention::causal_attention(position_scores);
  N least = attention(1, 0);
  for (Position i = 2; i < nodes; ++i) {
    if (attention(i, i - 1) < least) least = attention(i, i - 1);
  }
  return least;
}

/// How much more weight a matching key gets than one that does not match, over their sum:
/// (e^beta - 1) / (e^beta + 1), beta the mean of the diagonal of A2 less the mean of the rest.
template <class N>
N match_score(const N& match) {
  const N growth = exp(match);
  return N((growth - N(1)) / (growth + N(1)));
}

/// The two scores at the end of a run; `grew` is told the match score before and after each step of
/// stage 2.
template <class N>
struct Scores {
  N previous_token;
  N match;
};
template <class N>
Scores<N> scores_after(const TrainingPlan<N>& plan, const markov::CausalForest& forest,
                       const Prior& prior,
                       const std::function<void(long, const N&, const N&)>& grew = {}) {
  N last_match = plan.initial_match;
  const auto run = train_exactly<N>(plan, forest, prior, finite_length_epsilon(),
                                    [&](const TrainingPoint<N>& point, const auto&) {
                                      if (grew && point.stage == 2 && point.step > 0) {
                                        grew(point.step, match_score(last_match),
                                             match_score(point.match_strength));
                                      }
                                      last_match = point.match_strength;
                                    });
  return {previous_token_score(run.weights.position_scores, forest.size()),
          match_score(last_match)};
}

// Independent tokens with the stationary law of the chain, as the orbit prior.
Prior without_memory(const ForestInstance& at) {
  const Vector<Rational> mu = markov::stationary_law(at.prior().atoms().front().chain);
  Matrix<Rational> rows(at.states(), at.states());
  for (int s = 0; s < at.states(); ++s) rows.row(s) = mu.transpose();
  return Prior::orbit(markov::Chain(rows));
}

// Trains under `prior` and asks for the head.
template <class N>
claim::CaseOutcome head_after(const TrainingPlan<N>& plan, const ForestInstance& at,
                              const Prior& prior) {
  claim::Findings<N> findings;
  const int length = at.forest.size() + 1;
  const Scores<N> trained =
      scores_after<N>(plan, at.forest, prior, [&](long step, const N& before, const N& after) {
        findings.add(claim::is_greater(after, before),
                     claim::site("match score grows, step", static_cast<int>(step)));
      });
  findings.add(claim::at_least(trained.previous_token, N(N(1) - N(1) / N(length))),
               claim::site("previous-token score, T", length));
  return findings.outcome();
}

template <class N>
claim::Evaluation<ForestInstance> head_forms(DriveMethod method) {
  return [method](const ForestInstance& at) {
    return head_after(plan_for<N>(at, method), at, at.prior());
  };
}

// Wrong: the head forms when tokens are independent, with the same stationary law and the same
// plan.
claim::CaseOutcome head_forms_without_chain(const ForestInstance& at) {
  const auto plan = plan_for<double>(at, DriveMethod::quadrature);
  claim::Findings<double> findings;
  const int length = at.forest.size() + 1;
  findings.add(
      claim::at_least(scores_after<double>(plan, at.forest, without_memory(at)).previous_token,
                      1 - 1.0 / length),
      claim::site("previous-token score, T", length));
  return findings.outcome();
}

claim::Hypothesis<ForestInstance> at_least_three_nodes() {
  return {"T at least 4", "some position has a predecessor that is not its parent",
          [](const ForestInstance& at) { return truth(at.forest.size() >= 3); }};
}

ForestInstance sticky_orbit_on_four_positions() {
  return forest_instance(markov::CausalForest::chain(4),
                         Prior::orbit(markov::two_state_chain(Rational(1, 4), Rational(1, 3))));
}

}  // namespace

claim::Claim induction_head_forms_claim() {
  return claim::ClaimAbout<ForestInstance>("causal/induction-head-forms")
      .states(
          "On in-context Markov chains Algorithm 1 ends as an induction head: the first layer "
          "looks at the previous token, the second has come to weigh keys that match the query "
          "more "
          "than others, by an amount that grew with every step and is not bounded below here.")
      .latex(
          R"(\mathcal{S}(\hat A^{(1)}) \approx S^*\ (S^*_{i,i-1}=1),\qquad \hat A^{(2)} \approx \beta I)")
      .from({"arXiv 2402.14735", "corollary on induction heads"})
      .formally(
          "Algorithm 1 with exact population gradients at beta0 = 1/100, smoothing 1/100, both "
          "stages. Previous-token score: least a_{i,i-1} over positions 2..T-1; shown to be at "
          "least 1 - 1/T. Match score: (e^beta - 1)/(e^beta + 1), beta the mean diagonal of A2 "
          "less the mean of the rest; shown to grow with every step of stage 2.")
      .differs(
          "tiny T, double precision (fifty digits on the example); tau1 from the time bound with "
          "half the gap; eta2 = 1 and 60 steps are ours, and so are the two scores. At these "
          "lengths beta stops near a finite optimum, and even independent tokens raise it a "
          "little, because the query and the first position vote for themselves. At T = 3, which "
          "is left out, that vote can win: the orbit of [[1/2,1/2],[1/4,3/4]] ends with beta = "
          "0.117, independent tokens with 0.133")
      .uncertain("the order of beta that the paper's corollary states")
      .assumes(chain_graph())
      .assumes(at_least_three_nodes())
      .assumes(constant_mean())
      .assumes(gamma_at_least(Rational(1, 4)))
      .uses({"causal/main-theorem"})
      .tagged({"main-theorem", "induction-head"})
      .over(every_chain_graph_and_two_state_chain(PriorKind::orbit, kExtents))
      .mathematics({"theory/causal/exact_training.hpp: train_exactly"})
      .tested_by({"tests/theory/causal/training_test.cpp: TrainExactly.LearnsTheChainInTwoStages"})
      .costs(
          [](const ForestInstance& at) { return 1000 / claim::kIntervalTerm * gradient_work(at); })
      .law(claim::Evidence::precise, head_forms<double>(DriveMethod::quadrature))
      .confirmed_by("the same training in 50-digit arithmetic, step count from K by enumeration",
                    head_forms<Real50>(DriveMethod::enumeration))
      .twin("the head forms when tokens are independent", head_forms_without_chain)
      .example(sticky_orbit_on_four_positions());
}

}  // namespace lemmascope::causal
