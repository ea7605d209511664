// Why stage 1 is T independent flows: whatever A1 becomes, small beta0 keeps the second layer near
// uniform.
#include <algorithm>

#include "properties/causal/instances/model_instance.hpp"
#include "properties/causal/model_routes.hpp"
#include "properties/claim/claim_about.hpp"

namespace lemmascope::causal {
namespace {

constexpr ModelExtents kExtents{{40, 3, 4}, {300, 3, 6}, {2000, 4, 6}};

/// A quantity of one sequence that should be near its value at beta0 = 0, and e^{beta0} - 1.
template <class N>
struct Deviation {
  N value;
  N growth;
  int length;
};

template <class N>
claim::Relation<N> at_most_growth(const Deviation<N>& at) {
  return claim::at_most(at.value, at.growth);
}

// Wrong: as if the sum over keys would not add up.
template <class N>
claim::Relation<N> at_most_growth_per_key(const Deviation<N>& at) {
  return claim::at_most(at.value, N(at.growth / N(at.length)));
}

Rational strength_of(const ModelInstance& at) { return at.weights.token_match(0, 0); }

template <class N, class Pass>
void add_deviations(const ModelInstance& at, const std::vector<int>& tokens, const Pass& pass,
                    const N& growth, claim::Relation<N> (*law)(const Deviation<N>&),
                    claim::Findings<N>& findings) {
  const int length = at.length();
  for (int i = 0; i < length; ++i) {
    const N scaled = N(length) * pass.weights[i] - N(1);
    findings.add(law({absolute(scaled), growth, length}), claim::site("key", i));
  }
  for (int s = 0; s < at.states(); ++s) {
    const auto count = static_cast<int>(std::count(tokens.begin(), tokens.end(), s));
    const N difference = pass.prediction[s] - from_rational<N>(Rational(count, length));
    findings.add(law({absolute(difference), growth, length}), claim::site("token", s));
  }
}

template <class N, class Forward>
claim::Evaluation<ModelInstance> at_every_deviation(claim::Relation<N> (*law)(const Deviation<N>&),
                                                    Forward forward_pass) {
  return [=](const ModelInstance& at) {
    const auto weights = in_arithmetic<N>(at);
    const N growth = exp(from_rational<N>(strength_of(at))) - N(1);
    claim::Findings<N> findings;
    for_each_sequence(at.length(), at.states(), [&](const std::vector<int>& tokens) {
      add_deviations<N>(at, tokens, forward_pass(weights, tokens), growth, law, findings);
    });
    return findings.outcome();
  };
}

ReducedPass<Interval> by_theory(const ReducedWeights<Interval>& weights,
                                const std::vector<int>& tokens) {
  return forward(weights, tokens);
}
FormulaPass<Real100> by_formula(const ReducedWeights<Real100>& weights,
                                const std::vector<int>& tokens) {
  return by_printed_formula(weights, tokens);
}

claim::Hypothesis<ModelInstance> untrained_match() {
  return {"A2 = beta0 I", "the second layer is as stage 1 keeps it, with beta0 > 0",
          [](const ModelInstance& at) {
            const Matrix<Rational> identity = Matrix<Rational>::Identity(at.states(), at.states());
            const Matrix<Rational> expected = identity * strength_of(at);
            return truth(strength_of(at) > 0 && at.weights.token_match == expected);
          }};
}

ModelInstance example() {
  ModelInstance instance{ReducedWeights<Rational>::initial(3, 2, Rational(1, 2))};
  instance.weights.position_scores(1, 0) = 4;
  return instance;
}

}  // namespace

claim::Claim stage_one_decoupling_claim() {
  return claim::ClaimAbout<ModelInstance>("causal/stage-one-decoupling")
      .states(
          "During stage 1 every key's second-layer weight stays within a relative e^{beta0} - 1 of "
          "1/T and the prediction within e^{beta0} - 1 of the unigram counts, for every "
          "first-layer matrix: near both as beta0 -> 0.")
      .latex(R"(|T p_i - 1| \le e^{\beta_0}-1,\qquad \|f_\theta-\hat\mu\|_\infty \le e^{\beta_0}-1
  \quad\text{for every } A^{(1)})")
      .from({"arXiv 2402.14735", "decoupling of the two stages of Algorithm 1"})
      .formally(
          "A2 = beta0 I puts every score in [0, beta0]; both inequalities are enclosed on every "
          "sequence, for random A1 from uniform to nearly hard attention and beta0 up to 2.")
      .differs(
          "the two exact inequalities are ours; the paper's perturbation lemma is asymptotic. The "
          "bound on the driving vector that follows from them is not claimed")
      .uncertain("the paper's own form of this lemma and its constants")
      .assumes(untrained_match())
      .uses({"causal/prediction-is-a-law"})
      .tagged({"stage-one"})
      .proved_by({"causal/UntrainedMatchDecouples"},
                 "The exponential of the theorem is any positive non-decreasing function that is "
                 "one at zero. No certificate: enclosures of exponentials are no rational numbers "
                 "to evaluate.")
      .proved_in_part(
          {"causal/DriveIsK", "causal/LeadingOrderGradient", "causal/LeadingOrderRemainder"})
      .over(sampled_stage_one_models(kExtents))
      .mathematics({"theory/causal/reduced_model.hpp: forward"})
      .tested_by(
          {"tests/theory/causal/reduced_model_test.cpp: ReducedModel.PredictsAProbabilityVector"})
      .law(claim::Evidence::interval,
           at_every_deviation<Interval>(at_most_growth<Interval>, by_theory))
      .confirmed_by(kFormulaRoute, at_every_deviation<Real100>(at_most_growth<Real100>, by_formula))
      .twin("the deviation is T times smaller",
            at_every_deviation<Interval>(at_most_growth_per_key<Interval>, by_theory))
      .example(example());
}

}  // namespace lemmascope::causal
