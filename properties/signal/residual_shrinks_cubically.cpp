// Near equal tokens one layer without residual shrinks the differences to their cube.
#include "properties/signal/layer_instance.hpp"
#include "properties/signal/other_softmax.hpp"
#include "properties/signal/tokens_instance.hpp"
#include "theory/signal/uniform_gradients.hpp"

namespace lemmascope::signal {
namespace {

using Balls = domain::SideList<Interval>;
using Attended = Matrix<Interval> (*)(const Matrix<Interval>&, const Matrix<Interval>&,
                                      const Matrix<Interval>&);

// eps = 2^-40: the next term of the expansion is below 10^-6 by far for entries of a few units.
Rational epsilon() { return Rational(Integer(1), Integer(Integer(1) << 40)); }

// Tokens x + eps r_i with x the first row of X and r_i its rows.
Matrix<Rational> near_equal(const LayerInstance& at) {
  Matrix<Rational> input(at.input.rows(), at.input.cols());
  for (int i = 0; i < input.rows(); ++i) {
    for (int b = 0; b < input.cols(); ++b) {
      input(i, b) = at.input(0, b) + epsilon() * at.input(i, b);
    }
  }
  return input;
}

// lhs <= rhs: the residual over eps^3 within 10^-6 of the coefficient.
Balls within(const LayerInstance& at, Attended attended, const Matrix<Rational>& coefficient) {
  const Matrix<Interval> residual =
      residual_of(attended(enclosed(near_equal(at)), enclosed(at.form), enclosed(at.value)));
  const Interval cube(Rational(epsilon() * epsilon() * epsilon())), room("1/1000000");
  Balls all;
  for (int i = 0; i < residual.rows(); ++i) {
    for (int o = 0; o < residual.cols(); ++o) {
      const Interval scaled = residual(i, o) / cube, limit(coefficient(i, o));
      all.push_back({scaled - room, limit, claim::site("token", i, "output", o, "bound", 0)});
      all.push_back({limit, scaled + room, claim::site("token", i, "output", o, "bound", 1)});
    }
  }
  return all;
}

Balls by_softmax(const LayerInstance& at) {
  return within(at, attended_by_softmax, cubic_coefficient(at.input, at.form, at.value));
}

// Other route: the coefficient from inner products r_i M (r_j - mean) and tokens r_j, summed over
// j.
Balls by_sums(const LayerInstance& at) {
  const Matrix<Rational> centred = residual_of(at.input);
  const Matrix<Rational> scores =
      product(product(centred, at.form), Matrix<Rational>(centred.transpose()));
  const Matrix<Rational> coefficient =
      product(product(scores, centred), at.value) * Rational(1, at.input.rows());
  return within(at, attended_by_differences, coefficient);
}

// Wrong: the scatter about zero.
Balls uncentred(const LayerInstance& at) {
  const Matrix<Rational> scatter = product(Matrix<Rational>(at.input.transpose()), at.input);
  const Matrix<Rational> coefficient =
      product(product(product(residual_of(at.input), at.form), scatter), at.value) *
      Rational(1, at.input.rows());
  return within(at, attended_by_softmax, coefficient);
}

// Wrong: one per cent more.
Balls one_per_cent_more(const LayerInstance& at) {
  return within(at, attended_by_softmax,
                cubic_coefficient(at.input, at.form, at.value) * Rational(101, 100));
}

}  // namespace

claim::Claim residual_shrinks_cubically_claim() {
  return claim::ClaimAbout<LayerInstance>("signal/residual-shrinks-cubically")
      .states(
          "One layer of attention without residual takes tokens 1x^T + eps R to differences of "
          "order eps^3, with coefficient (1/n) R~ M C W: doubly exponential collapse.")
      .latex(
          R"(\mathrm{res}(\mathrm{SA}(\mathbf 1x^\top+\epsilon R))=\tfrac{\epsilon^3}n\,\tilde RMC_RW+O(\epsilon^4))")
      .from({"arXiv 2103.03404", "cubic convergence of attention to rank one"})
      .formally(
          "At eps = 2^-40 every entry of the residual over eps^3 is within 10^-6 of the "
          "coefficient, in intervals; x is the first of the tokens R.")
      .differs("the paper has an upper bound of that order; the coefficient is ours")
      .uncertain("the paper was read in a third party's summary")
      .tagged({"signal", "rank collapse"})
      .over(every_scalar_layer())
      .over(sampled_layers("small-layers", 2, 1))
      .mathematics({"theory/signal/self_attention.hpp: cubic_coefficient",
                    "theory/signal/self_attention.hpp: attended_by_softmax"})
      .tested_by({"tests/theory/signal/self_attention_test.cpp: "
                  "Residual.ShrinksWithSlopeThree"})
      .law(claim::Evidence::interval, domain::at_most_at_each(by_softmax))
      .confirmed_by("weights from differences of scores, coefficient from inner products",
                    domain::at_most_at_each(by_sums))
      .twin("the scatter about zero", domain::at_most_at_each(uncentred))
      .twin("one per cent more", domain::at_most_at_each(one_per_cent_more))
      .example(general_layer());
}

}  // namespace lemmascope::signal
