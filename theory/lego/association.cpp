#include "theory/lego/association.hpp"

#include "theory/numeric/require.hpp"

namespace lemmascope::lego {
namespace {

void require_copies(int tokens, int copies) {
  if (copies < 1 || copies > tokens) {
    refuse(fmt::format("expected 1 to {} copies of a token, found {}", tokens, copies));
  }
}

}  // namespace

Rational association_leak(int tokens, int copies, const Rational& factor) {
  require_copies(tokens, copies);
  require(factor > 0, "expected a positive factor");
  return Rational(tokens - copies) / (copies * factor + tokens - copies);
}

Rational association_leak_by_weights(int tokens, int copies, const Rational& factor) {
  require_copies(tokens, copies);
  // Codes: e_0 for the copies, one axis for each other token; scores are their inner products.
  Matrix<Rational> codes = Matrix<Rational>::Constant(tokens, tokens, Rational(0));
  for (int t = 0; t < tokens; ++t) codes(t, t < copies ? 0 : t) = 1;
  Vector<Rational> weights(tokens);
  Rational total(0);
  for (int t = 0; t < tokens; ++t) {
    Rational score(0);
    for (int axis = 0; axis < tokens; ++axis) score += codes(0, axis) * codes(t, axis);
    weights[t] = score == 1 ? factor : Rational(1);
    total += weights[t];
  }
  Rational leak(0);
  for (int t = copies; t < tokens; ++t) leak += weights[t] / total;
  return leak;
}

Interval enclosed_association_leak(int tokens, int copies, const Rational& inverse_temperature) {
  require_copies(tokens, copies);
  if (tokens == copies) return Interval(0);
  // e^beta occurs once; e^-beta would do as well, but beta is what grows.
  const Rational ratio(copies, tokens - copies);
  return Interval(1) / (Interval(1) + Interval(ratio) * exp(Interval(inverse_temperature)));
}

Rational factor_for_leak(int tokens, int copies, const Rational& leak) {
  require_copies(tokens, copies);
  require(leak > 0 && leak <= 1, "expected a leak in (0, 1]");
  return (tokens - copies) * (1 - leak) / (copies * leak);
}

}  // namespace lemmascope::lego
