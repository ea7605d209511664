// The paper's closed forms of the first step on one chain, (A.25) and (A.36).
#include "properties/evolution/evolution_instance.hpp"

namespace lemmascope::evolution {
namespace {

Sides against(const ChainOfLength& at, const Tensor<Rational>& tensor, int shift) {
  const Rational a = at.of.chain(0, 0), b = at.of.chain(1, 1);
  const int t = length_of(at);
  Sides sides = domain::entries(
      printed_weight_step(a, b, t),
      tensor.along_weights(std::vector<Rational>(static_cast<std::size_t>(t), Rational(1))), "m",
      "l");
  const auto printed = printed_lag_step(a, b, t + shift);
  const auto lags = tensor.along_lags(Matrix<Rational>::Constant(2, 2, Rational(1)));
  for (int j = 1; j <= t; ++j) sides.push_back({printed[j - 1], lags[j - 1], claim::site("j", j)});
  return sides;
}

Sides by_formula(const ChainOfLength& at) {
  return against(at, bilinear_tensor(at.of.chain, length_of(at)), 0);
}

Sides by_enumeration(const ChainOfLength& at) {
  return against(at, tensor_by_enumeration(at.of.chain, length_of(at)), 0);
}

// Wrong: one token more behind each lag.
Sides a_token_more(const ChainOfLength& at) {
  return against(at, bilinear_tensor(at.of.chain, length_of(at)), 1);
}

claim::Hypothesis<ChainOfLength> has_two_states_that_mix() {
  return {"two mixing states", "two states with an eigenvalue other than 0 and 1",
          [](const ChainOfLength& at) {
            if (at.of.chain.states() != 2) return Truth::no;
            const Rational lambda = at.of.chain(0, 0) + at.of.chain(1, 1) - 1;
            return truth(lambda != 0 && lambda != 1);
          }};
}

}  // namespace

claim::Claim first_step_has_closed_forms_claim() {
  return claim::ClaimAbout<ChainOfLength>("evolution/first-step-has-closed-forms")
      .states(
          "On one chain of two states the first gradient step from constant weights is given by "
          "(A.25) for W and (A.36) for v.")
      .latex(
          R"(-\nabla_vL[j]=\frac ct\Big[\tfrac{n_0(n_0+1)}2\Big(\tfrac{(a-1)^2+(b-1)^2}{(\lambda-1)^2}-\tfrac12\Big)+\tfrac{2\lambda(a-1)(b-1)}{(\lambda-1)^3}\Big(\tfrac{\lambda-\lambda^{n_0+1}}{1-\lambda}-n_0\Big)\Big])")
      .from({kPaper, "(A.25), (A.36)"})
      .formally("Both as printed, against contractions of the tensor.")
      .differs("none")
      .assumes(has_whole_length())
      .assumes(has_two_states_that_mix())
      .uses({"evolution/tensor-is-the-gradient"})
      .tagged({"evolution", "gradient"})
      .over(every_small_chain())
      .mathematics({"theory/evolution/bilinear_tensor.hpp: printed_weight_step",
                    "theory/evolution/bilinear_tensor.hpp: printed_lag_step"})
      .tested_by({"tests/theory/evolution/bilinear_tensor_test.cpp: "
                  "ThePrintedFirstStep.IsThatOfTheTensor"})
      .law(claim::Evidence::exact, domain::equal_at_each(by_formula))
      .confirmed_by("every sequence", domain::equal_at_each(by_enumeration))
      .twin("a token more behind each lag", domain::equal_at_each(a_token_more))
      .attacked({0, 0, 0})
      .example({{markov::two_state_chain(Rational(2, 5), Rational(3, 4))}, 3});
}

}  // namespace lemmascope::evolution
