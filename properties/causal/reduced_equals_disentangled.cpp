// The two-matrix model of the theory is a disentangled transformer with all but two blocks zero.
#include "properties/causal/instances/model_instance.hpp"
#include "properties/causal/model_routes.hpp"
#include "properties/claim/claim_about.hpp"
#include "theory/attention/disentangled_transformer.hpp"

namespace lemmascope::causal {
namespace {

constexpr ModelExtents kExtents{{10, 3, 3}, {100, 3, 4}, {400, 4, 5}};

// Compares the output of the disentangled transformer made from `rewritten` weights with
// `prediction`.
template <class N, class Prediction>
claim::CaseOutcome compared(const ModelInstance& at, const ReducedWeights<N>& rewritten,
                            const Prediction& prediction) {
  const auto full = as_disentangled(rewritten);
  claim::Findings<N> findings;
  for_each_sequence(at.length(), at.states(), [&](const std::vector<int>& tokens) {
    const Vector<N> expected = prediction(tokens);
    const Vector<N> output =
        attention::run(full, attention::one_hot_input<N>(tokens, at.states())).output;
    for (int s = 0; s < at.states(); ++s) {
      findings.add(agree(output[s], expected[s]), claim::site("token", s, "query", tokens.back()));
    }
  });
  return findings.outcome();
}

claim::CaseOutcome reduced_equals_disentangled(const ModelInstance& at) {
  const auto weights = in_arithmetic<Interval>(at);
  return compared(at, weights, [&](const std::vector<int>& tokens) {
    return forward(weights, tokens).prediction;
  });
}

claim::CaseOutcome by_formula(const ModelInstance& at) {
  const auto weights = in_arithmetic<Real100>(at);
  return compared(at, weights, [&](const std::vector<int>& tokens) {
    return by_printed_formula(weights, tokens).prediction;
  });
}

// Wrong: the match block written with query and key exchanged.
claim::CaseOutcome match_transposed(const ModelInstance& at) {
  const auto weights = in_arithmetic<Interval>(at);
  ReducedWeights<Interval> exchanged = weights;
  exchanged.token_match.transposeInPlace();
  return compared(at, exchanged, [&](const std::vector<int>& tokens) {
    return forward(weights, tokens).prediction;
  });
}
// Wrong: one entry of the match block one per cent larger, and exact equality asked for.
claim::CaseOutcome one_entry_larger(const ModelInstance& at) {
  const auto weights = in_arithmetic<Interval>(at);
  ReducedWeights<Interval> larger = weights;
  larger.token_match(0, 0) *= Interval("1.01");
  claim::Findings<Interval> findings;
  for_each_sequence(at.length(), at.states(), [&](const std::vector<int>& tokens) {
    findings.add(claim::equals(forward(larger, tokens).prediction[0],
                               forward(weights, tokens).prediction[0]));
  });
  return findings.outcome();
}

ModelInstance asymmetric_example() {
  ModelInstance instance{ReducedWeights<Rational>::initial(3, 2, Rational(1))};
  instance.weights.position_scores(1, 0) = Rational(3, 2);
  instance.weights.position_scores(2, 1) = -1;
  instance.weights.token_match(0, 1) = Rational(1, 2);
  return instance;
}

}  // namespace

claim::Claim reduced_equals_disentangled_claim() {
  return claim::ClaimAbout<ModelInstance>("causal/reduced-equals-disentangled")
      .states(
          "The two-matrix model of the theory computes what the two-layer disentangled transformer "
          "with the stated block pattern computes.")
      .latex(R"(f_\theta = \tilde f_{\tilde\theta}\ \text{ for }\ \tilde A^{(1)} =
  \begin{pmatrix}0&0\\0&A^{(1)}\end{pmatrix},\ \tilde A^{(2)}\text{ zero but for the block } A^{(2)})")
      .from({"arXiv 2402.14735", "the reparameterised model of the theory"})
      .formally(
          "A1 stands in the position x position block of layer 1; A2 in the block of layer 2 that "
          "pairs the query's token with the token that layer 1 copied to the key; W_O reads the "
          "input token copied by layer 2. Outputs on every sequence are compared.")
      .differs(std::string("the printed model has no output softmax here, as in the theory; ") +
               kCertifiedRadius)
      .uncertain(
          "the notation of the paper's final formula (the block pattern is read off its plots and "
          "code)")
      .uses({"causal/prediction-is-a-law"})
      .tagged({"model"})
      .over(sampled_models(kExtents))
      .mathematics({"theory/causal/reduced_model.hpp: forward",
                    "theory/attention/disentangled_transformer.hpp: DisentangledTransformer"})
      .tested_by({"tests/theory/causal/reduced_model_test.cpp: "
                  "ReducedModel.EqualsTheDisentangledTransformerWithItsBlockPattern"})
      .law(claim::Evidence::interval, reduced_equals_disentangled)
      .confirmed_by(kFormulaRoute, by_formula)
      .twin("query and key of the match block are exchanged", match_transposed)
      .twin("an entry of the match block may be one per cent larger", one_entry_larger)
      .example(asymmetric_example());
}

}  // namespace lemmascope::causal
