// A step of gradient ascent on the selector adds exactly the square of its length to |c|^2.
#include "properties/ngram/ngram_certificates.hpp"
#include "properties/ngram/selector_instance.hpp"

namespace lemmascope::ngram {
namespace {

Sides norms(const SelectorInstance& at, const std::vector<Rational>& gradient,
            const Rational& factor) {
  Rational before(0), after(0), length(0);
  for (std::size_t s = 0; s < gradient.size(); ++s) {
    const Rational moved = at.weights[s] + at.rate * gradient[s];
    before += at.weights[s] * at.weights[s];
    after += moved * moved;
    length += gradient[s] * gradient[s];
  }
  return {{after, Rational(before + factor * at.rate * at.rate * length)}};
}

Sides by_formula(const SelectorInstance& at) {
  return norms(at, selector_gradient(at.weights, at.signals, 1), 1);
}

/// The gradient from the exact increment of the reward along each weight by +1 and -1: with f the
/// reward, f(c + h) C(c + h) is a polynomial of degree two in h.
Sides by_increments(const SelectorInstance& at) {
  std::vector<Rational> gradient;
  Rational norm(0), reward(0);
  for (std::size_t s = 0; s < at.weights.size(); ++s) {
    norm += at.weights[s] * at.weights[s];
    reward += at.weights[s] * at.weights[s] * at.signals[s];
  }
  for (std::size_t s = 0; s < at.weights.size(); ++s) {
    // Central differences of quadratics are exact: (fC)' = 2 c G and C' = 2 c, so f' = ((fC)' - f
    // C') / C.
    const auto square = [&](int h) { return Rational((at.weights[s] + h) * (at.weights[s] + h)); };
    const Rational slope = (square(1) - square(-1)) / 2;
    gradient.push_back((slope * at.signals[s] - reward / norm * slope) / norm);
  }
  return norms(at, gradient, 1);
}

// Wrong: a discrete step conserves the norm as the flow does.
Sides conserved(const SelectorInstance& at) {
  return norms(at, selector_gradient(at.weights, at.signals, 1), 0);
}

// Wrong: it adds the square twice.
Sides twice(const SelectorInstance& at) {
  return norms(at, selector_gradient(at.weights, at.signals, 1), 2);
}

}  // namespace

claim::Claim selector_steps_add_their_square_claim() {
  return claim::ClaimAbout<SelectorInstance>("ngram/selector-steps-add-their-square")
      .states(
          "The gradient of the selector is orthogonal to its weights: a step of gradient descent "
          "adds exactly eta^2 |gradient|^2 to |c|^2, which never falls.")
      .latex(R"(\|c_{t+1}\|^2=\|c_t\|^2+\eta^2\|\nabla_c\mathcal L\|^2)")
      .from({kPaper, "stage I by gradient descent"})
      .formally("One step at a = 1 with the rate of the instance.")
      .differs("derived for this check; the fall of |c|^2 in the authors' run is rounding")
      .uncertain(kNotRead)
      .assumes(selects())
      .uses({"ngram/selector-is-a-replicator"})
      .tagged({"ngram", "selector"})
      .over(sampled_selectors())
      .mathematics({"theory/ngram/selector.hpp: selector_gradient"})
      .tested_by({"tests/theory/ngram/copier_test.cpp: TheSelector.HasTheReferenceValue"})
      .proved_by({"ngram/SelectorConservesItsNorm"},
                 "None in substance: any weights that are not all zero, any signals and rate.")
      .proved_in_part({"ngram/CertifiedSelector"})
      .certified_by(selector_certificates)
      .law(claim::Evidence::exact, domain::equal_at_each(by_formula))
      .confirmed_by("increments of the reward", domain::equal_at_each(by_increments))
      .twin("the norm is conserved", domain::equal_at_each(conserved))
      .twin("the square twice", domain::equal_at_each(twice))
      .example(four_sets());
}

}  // namespace lemmascope::ngram
