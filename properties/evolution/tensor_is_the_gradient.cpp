// In the linear regime the gradient of the minimal model is one tensor, for any number of states.
#include "properties/evolution/tensor_certificates.hpp"
#include "theory/markov/stationary_law.hpp"
#include "theory/numeric/product.hpp"

namespace lemmascope::evolution {
namespace {

template <class Left>
Sides every_entry(const ChainOfLength& at, const Left& left) {
  Sides sides;
  const int t = length_of(at), k = at.of.chain.states();
  const auto summed = tensor_by_enumeration(at.of.chain, t);
  for (int m = 0; m < k; ++m) {
    for (int l = 0; l < k; ++l) {
      for (int j = 1; j <= t; ++j) {
        sides.push_back({left(m, l, j), summed(m, l, j), claim::site("m", m, "l", l, "j", j)});
      }
    }
  }
  return sides;
}

Sides by_formula(const ChainOfLength& at) {
  const auto tensor = bilinear_tensor(at.of.chain, length_of(at));
  return every_entry(at, tensor);
}

/// Position by position: x_s = l, j - 1 steps to x_q = i, on to x_p = m, which predicts i.
Sides by_positions(const ChainOfLength& at) {
  const auto& chain = at.of.chain;
  const int t = length_of(at), k = chain.states();
  const Vector<Rational> pi = markov::stationary_law(chain);
  std::vector<Matrix<Rational>> powers{Matrix<Rational>::Identity(k, k)};
  for (int n = 1; n < t; ++n) powers.push_back(product(powers.back(), chain.matrix()));
  return every_entry(at, [&](int m, int l, int j) {
    Rational sum(0);
    for (int s = 0; s + j <= t; ++s) {
      for (int p = s + j - 1; p < t; ++p) {
        for (int i = 0; i < k; ++i) {
          sum += pi(l) * powers[j - 1](l, i) * powers[p - (s + j - 1)](i, m) *
                 (chain(m, i) - Rational(1, k));
        }
      }
    }
    return Rational(sum / t);
  });
}

// Wrong: the mean over the other symbols is not taken off.
Sides without_the_mean(const ChainOfLength& at) {
  const auto tensor = bilinear_tensor(at.of.chain, length_of(at));
  return every_entry(at, [&](int m, int l, int j) {
    return Rational(tensor(m, l, j) + Rational(1, at.of.chain.states()));
  });
}

// Wrong: the roles of the token that predicts and the one that is compared are exchanged.
Sides exchanged(const ChainOfLength& at) {
  const auto tensor = bilinear_tensor(at.of.chain, length_of(at));
  return every_entry(at, [&](int m, int l, int j) { return tensor(l, m, j); });
}

}  // namespace

claim::Claim tensor_is_the_gradient_claim() {
  return claim::ClaimAbout<ChainOfLength>("evolution/tensor-is-the-gradient")
      .states(
          "Where every hinge of the margin loss is active, the loss of the minimal model is a "
          "constant less sum W[m,l] v_j T[m,l,j], for any number of states.")
      .latex(
          R"(T[m,l,j]=\frac{\pi_l}{t}\sum_i(P_{mi}-\tfrac1k)(P^{j-1})_{li}\sum_{r=0}^{t-j}(t-j+1-r)(P^r)_{im})")
      .from({kPaper, "appendix A, for two states"})
      .formally("Every entry, against the sum over every sequence.")
      .differs("for any number of states, as one tensor")
      .assumes(has_whole_length())
      .tagged({"evolution", "gradient"})
      .over(every_small_chain())
      .over(sampled_chain_lengths())
      .proved_by({"evolution/TensorIsTheGradient"},
                 "None in substance: any number of states and any stationary law, zeros included; "
                 "the sequence has one token more, the next one, which the sum over every sequence "
                 "averages out.")
      .proved_in_part({"evolution/CertifiedTensor"})
      .certified_by(tensor_certificates)
      .mathematics({"theory/evolution/bilinear_tensor.hpp: bilinear_tensor",
                    "theory/evolution/bilinear_tensor.hpp: tensor_by_enumeration"})
      .tested_by({"tests/theory/evolution/bilinear_tensor_test.cpp: "
                  "TheTensor.IsTheSumOverEverySequence"})
      .law(claim::Evidence::exact, domain::equal_at_each(by_formula))
      .confirmed_by("position by position", domain::equal_at_each(by_positions))
      .twin("without the mean", domain::equal_at_each(without_the_mean))
      .twin("tokens exchanged", domain::equal_at_each(exchanged))
      .attacked({0, 0, 0})
      .example({{markov::two_state_chain(Rational(2, 5), Rational(3, 4))}, 3});
}

}  // namespace lemmascope::evolution
