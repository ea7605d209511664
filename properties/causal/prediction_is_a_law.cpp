// The output of the reduced model needs no softmax: it already is a probability vector.
#include "properties/causal/instances/model_instance.hpp"
#include "properties/causal/model_routes.hpp"
#include "properties/claim/claim_about.hpp"

namespace lemmascope::causal {
namespace {

constexpr ModelExtents kExtents{{24, 3, 5}, {200, 4, 6}, {1000, 4, 7}};

// Everything but the sum over tokens: each entry is non-negative.
template <class N>
void add_entries(const Vector<N>& prediction, claim::Findings<N>& findings) {
  for (Eigen::Index s = 0; s < prediction.size(); ++s) {
    findings.add(claim::at_least(prediction[s], N(0)), claim::site("token", static_cast<int>(s)));
  }
}

template <class N>
N sum_of(const Vector<N>& values) {
  N sum(0);
  for (Eigen::Index k = 0; k < values.size(); ++k) sum += values[k];
  return sum;
}

claim::CaseOutcome prediction_is_a_law(const ModelInstance& at) {
  const auto weights = in_arithmetic<Interval>(at);
  claim::Findings<Interval> findings;
  for_each_sequence(at.length(), at.states(), [&](const std::vector<int>& tokens) {
    const auto pass = forward(weights, tokens);
    findings.add(agree(sum_of(pass.prediction), Interval(1)));
    add_entries(pass.prediction, findings);
  });
  return findings.outcome();
}

claim::CaseOutcome by_formula(const ModelInstance& at) {
  const auto weights = in_arithmetic<Real100>(at);
  claim::Findings<Real100> findings;
  for_each_sequence(at.length(), at.states(), [&](const std::vector<int>& tokens) {
    const auto pass = by_printed_formula(weights, tokens);
    findings.add(agree(sum_of(pass.prediction), Real100(1)));
    add_entries(pass.prediction, findings);
  });
  return findings.outcome();
}

// Wrong: forgets that the query is itself a key.
claim::CaseOutcome nodes_alone_sum_to_one(const ModelInstance& at) {
  const auto weights = in_arithmetic<Interval>(at);
  claim::Findings<Interval> findings;
  for_each_sequence(at.length(), at.states(), [&](const std::vector<int>& tokens) {
    const auto pass = forward(weights, tokens);
    const Vector<Interval> nodes = pass.weights.head(at.length() - 1);
    findings.add(agree(sum_of(nodes), Interval(1)));
  });
  return findings.outcome();
}

// Wrong by one part in a million.
claim::CaseOutcome sum_is_a_little_more(const ModelInstance& at) {
  const auto weights = in_arithmetic<Interval>(at);
  claim::Findings<Interval> findings;
  for_each_sequence(at.length(), at.states(), [&](const std::vector<int>& tokens) {
    findings.add(claim::equals(sum_of(forward(weights, tokens).prediction), Interval("1.000001")));
  });
  return findings.outcome();
}

}  // namespace

claim::Claim prediction_is_a_law_claim() {
  return claim::ClaimAbout<ModelInstance>("causal/prediction-is-a-law")
      .states(
          "The reduced transformer predicts a probability law, without a softmax at its output.")
      .latex(R"(f_\theta(s_{1:T})_{s'}\ge 0,\qquad \sum_{s'} f_\theta(s_{1:T})_{s'} = 1)")
      .from({"arXiv 2402.14735", "the reparameterised model of the theory"})
      .formally(
          "For every A1 and A2: f is non-negative and its sum is within 10^-40 of one, enclosed "
          "with outward rounding, on every sequence of the given length.")
      .differs(std::string("the paper takes it as evident; ") + kCertifiedRadius)
      .tagged({"model"})
      .proved_by({"causal/PredictionIsALaw"},
                 "The exponential of the theorem is any positive function; the weights may be "
                 "any numbers. No certificate: enclosures of exponentials are no rational "
                 "numbers to evaluate.")
      .over(sampled_models(kExtents))
      .mathematics({"theory/causal/reduced_model.hpp: forward"})
      .tested_by(
          {"tests/theory/causal/reduced_model_test.cpp: ReducedModel.PredictsAProbabilityVector",
           "tests/properties/causal/model_routes_test.cpp: "
           "PrintedFormula.OverlapsTheForwardPassOnEverySequence"})
      .law(claim::Evidence::interval, prediction_is_a_law)
      .confirmed_by(kFormulaRoute, by_formula)
      .twin("the weights of the nodes alone sum to one", nodes_alone_sum_to_one)
      .twin("it sums to one part in a million more than one", sum_is_a_little_more)
      .example({{Matrix<Rational>::Identity(3, 3), Matrix<Rational>::Identity(2, 2)}});
}

}  // namespace lemmascope::causal
