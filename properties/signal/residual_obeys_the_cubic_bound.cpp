// The bound on rank collapse without residuals, attacked: one layer and two.
#include "properties/signal/layer_instance.hpp"
#include "properties/signal/other_softmax.hpp"
#include "properties/signal/tokens_instance.hpp"
#include "theory/signal/composed_norm.hpp"

namespace lemmascope::signal {
namespace {

using Balls = domain::SideList<Interval>;
using Attended = Matrix<Interval> (*)(const Matrix<Interval>&, const Matrix<Interval>&,
                                      const Matrix<Interval>&);

// lhs <= rhs in squares: a lower bound of the residual after one and two layers; (4 beta)^2 r^6 and
// (4 beta)^8 r^18 with r^2 an upper bound of the residual of X (its mean taken away). 1/sqrt(d_qk)
// is in M. Two layers need as many outputs as entries.
Balls bounded(const LayerInstance& at, Attended attended, const Interval& constant) {
  const Matrix<Interval> form = enclosed(at.form), value = enclosed(at.value);
  const Interval beta =
      pow(constant * column_norm(form), 2) * squared_composed_norm(value);  // (4 beta)^2
  const Interval start = squared_composed_norm(residual_of(enclosed(at.input)));
  const Matrix<Interval> first = attended(enclosed(at.input), form, value);
  Balls all{{least_squared_residual(first), beta * pow(start, 3), claim::site("layers", 1)}};
  if (at.value.cols() == at.value.rows()) {
    const Matrix<Interval> second = attended(first, form, value);
    all.push_back(
        {least_squared_residual(second), pow(beta, 4) * pow(start, 9), claim::site("layers", 2)});
  }
  return all;
}

Balls by_softmax(const LayerInstance& at) { return bounded(at, attended_by_softmax, Interval(4)); }

Balls by_differences(const LayerInstance& at) {
  return bounded(at, attended_by_differences, Interval(4));
}

// Wrong: one half, the least constant for two tokens of one entry, less two per cent.
Balls below_one_half(const LayerInstance& at) {
  return bounded(at, attended_by_softmax, Interval("49/100"));
}

claim::Hypothesis<LayerInstance> different_tokens() {
  return {
      "different tokens", "tokens differ and neither form nor value matrix is zero",
      [](const LayerInstance& at) {
        const auto is_zero = [](const Matrix<Rational>& m) {
          return m == Matrix<Rational>::Constant(m.rows(), m.cols(), Rational(0));
        };
        return truth(!is_zero(residual_of(at.input)) && !is_zero(at.form) && !is_zero(at.value));
      }};
}

}  // namespace

claim::Claim residual_obeys_the_cubic_bound_claim() {
  return claim::ClaimAbout<LayerInstance>("signal/residual-obeys-the-cubic-bound")
      .states(
          "Without residuals the distance of the tokens from equal ones after L layers of one head "
          "is at most (4 beta/sqrt(d_qk))^((3^L-1)/2) times the (3^L)-th power of the first.")
      .latex(
          R"(\|\mathrm{res}(\mathrm{SAN}(X))\|_{1,\infty}\le\Big(\frac{4\beta}{\sqrt{d_{qk}}}\Big)^{\frac{3^L-1}2}\|\mathrm{res}(X)\|_{1,\infty}^{3^L})")
      .from({"arXiv 2103.03404", "theorem on rank collapse of pure attention, single head"})
      .formally(
          "L = 1 and 2, squares of both sides in intervals: a lower bound of the left (over all x "
          "in X - 1 x^T), an upper bound of the right. The same form and value matrix in both "
          "layers.")
      .differs(
          "no counterexample found is not a proof. The constant 4 is not sharp for two tokens of "
          "one entry: one half is enough there and is the limit for small differences. One note "
          "prints the exponent as (3L-1)/2, which is wrong")
      .uncertain("the paper was read in a third party's summary")
      .assumes(different_tokens())
      .uses({"signal/residual-shrinks-cubically", "signal/composed-norm-is-submultiplicative"})
      .tagged({"signal", "rank collapse"})
      .over(every_scalar_layer())
      .over(sampled_layers("fractional-layers", 3, 4))
      .mathematics({"theory/signal/composed_norm.hpp: least_squared_residual",
                    "theory/signal/self_attention.hpp: attended_by_softmax"})
      .tested_by({"tests/theory/signal/composed_norm_test.cpp: "
                  "CubicBound.IsEightTimesTooLargeForTwoTokensOfOneEntry"})
      .law(claim::Evidence::interval, domain::at_most_at_each(by_softmax))
      .confirmed_by("weights from differences of scores", domain::at_most_at_each(by_differences))
      .twin("a constant of 0.49 in place of 4", domain::at_most_at_each(below_one_half))
      .example([] {
        LayerInstance at = general_layer();
        at.input = at.input * Rational(1, 2);
        return at;
      }());
}

}  // namespace lemmascope::signal
