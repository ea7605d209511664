// At beta -> 0 symbols and positions are not looked at: with the identity equality still is.
#include "properties/templates/equality_instance.hpp"
#include "properties/templates/strings_instance.hpp"
#include "theory/templates/conditioning.hpp"
#include "theory/templates/identity_limit.hpp"

namespace lemmascope::templates {
namespace {

int others_than_last(const Symbols& symbols) {
  int others = 0;
  for (const int symbol : symbols) others += symbol != symbols.back() ? 1 : 0;
  return others;
}

// With e_i the number of positions that hold the last symbol: weights q/(q e + k - e) and 1/(...).
// N_12 = sum over positions by what both hold there.
Rational product_of_attentions(const Symbols& x, const Symbols& y, const Rational& q) {
  const int k = static_cast<int>(x.size());
  const Rational mass_x = q * (k - others_than_last(x)) + others_than_last(x);
  const Rational mass_y = q * (k - others_than_last(y)) + others_than_last(y);
  Rational sum(0);
  for (int i = 0; i < k; ++i) {
    sum += (x[i] == x.back() ? q : Rational(1)) * (y[i] == y.back() ? q : Rational(1));
  }
  return sum / (mass_x * mass_y);
}

// det N/gamma^4 of the kernel, and tanh(a/2)^2/4 with tanh(a/2) = (q - 1)/(q + 1).
Sides formula(const EqualityInstance& at, const Rational& found, const Rational& least) {
  const Rational tangent = (at.factor - 1) / (at.factor + least);
  return {{found, Rational(tangent * tangent / 4), {}}};
}

Sides law(const EqualityInstance& at) {
  return formula(at, determinant(kernel_by_equality({at.first, at.second}, at.factor)), 1);
}
Sides other_route(const EqualityInstance& at) {
  const auto n = [&](const Symbols& x, const Symbols& y) {
    return product_of_attentions(x, y, at.factor);
  };
  const Rational mixed = n(at.first, at.second);
  const Rational gram = n(at.first, at.first) * n(at.second, at.second) - mixed * mixed;
  const Rational odds = (at.factor - 1) / (at.factor + 1);
  return {{gram, Rational(odds * odds / 4), {}}};
}
// Wrong: tanh of a rational form that is off by its pole.
Sides other_pole(const EqualityInstance& at) {
  return formula(at, determinant(kernel_by_equality({at.first, at.second}, at.factor)),
                 Rational(9, 8));
}
// Wrong: nothing is told apart.
Sides nothing(const EqualityInstance& at) {
  return {{determinant(kernel_by_equality({at.first, at.second}, at.factor)), Rational(0), {}}};
}

claim::Hypothesis<EqualityInstance> same_and_different() {
  return {"same and different", "the templates are aa and ab", [](const EqualityInstance& at) {
            return truth(renamed(at.first) == Symbols{0, 0} && renamed(at.second) == Symbols{0, 1});
          }};
}

}  // namespace

claim::Claim identity_separates_without_symbols_claim() {
  return claim::ClaimAbout<EqualityInstance>("templates/identity-separates-without-symbols")
      .states(
          "At beta -> 0 the kernel matrix of aa and ab has determinant gamma^4 tanh(a/2)^2 / 4: "
          "singular without the identity, regular with any multiple of it.")
      .latex(R"(\lim_{\beta\to0}\det N=\tfrac{\gamma^4}4\tanh^2\tfrac a2)")
      .from({kPaper, "identity reparametrisation; derived here"})
      .formally(
          "Exact in q = e^a: the softmax of a times equality with the last token. Without the "
          "identity det N = beta^6 gamma^6 / 32 + ..., so that small beta is hopeless.")
      .differs("a limit that the paper does not state")
      .uncertain(kNotRead)
      .tagged({"templates", "identity"})
      .assumes(same_and_different())
      .over(same_or_different_by_equality())
      .over(every_pair_by_equality())
      .mathematics({"theory/templates/identity_limit.hpp: kernel_by_equality",
                    "theory/templates/conditioning.hpp: determinant"})
      .tested_by({"tests/theory/templates/identity_limit_test.cpp: "
                  "KernelByEquality.TellsSameFromDifferent"})
      .law(claim::Evidence::exact, domain::equal_at_each(law))
      .confirmed_by("masses by what both hold at a position", domain::equal_at_each(other_route))
      .twin("another pole", domain::equal_at_each(other_pole))
      .twin("nothing is told apart", domain::equal_at_each(nothing))
      .twin("any templates", claim::without("same and different"))
      .example({{0, 0}, {0, 1}, Rational(3)});
}

}  // namespace lemmascope::templates
