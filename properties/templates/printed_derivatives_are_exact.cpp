// The authors' printed Taylor coefficients against Gaussian moments of the softmax.
#include "properties/templates/strings_instance.hpp"
#include "theory/templates/kernel_derivatives.hpp"
#include "theory/templates/printed_derivatives.hpp"

namespace lemmascope::templates {
namespace {

constexpr std::pair<int, int> kPrintedOrders[] = {{0, 0}, {2, 2}, {4, 2}, {6, 4}};

template <class Printed>
Sides at_every_order(const StringPair& at, CoefficientRoute exact, Printed printed) {
  Sides all;
  for (const auto& [beta, gamma] : kPrintedOrders) {
    all.push_back({printed(at, beta, gamma),
                   derivative_from(exact(at.first, at.second, beta), beta, gamma),
                   claim::site("beta", beta, "gamma", gamma)});
  }
  return all;
}

Rational as_printed(const StringPair& at, int beta, int gamma) {
  return printed_derivative(at.first, at.second, beta, gamma);
}

Sides by_moments(const StringPair& at) {
  return at_every_order(at, kernel_coefficient, as_printed);
}

// Other route: coincidences counted, and every pairing of Wick's theorem.
Sides by_pairings(const StringPair& at) {
  return at_every_order(
      at, kernel_coefficient_by_pairings, [](const StringPair& pair, int beta, int gamma) {
        return printed_derivative_by_counting(pair.first, pair.second, beta, gamma);
      });
}

// Wrong: the term that tells patterns apart is left out.
Sides without_patterns(const StringPair& at) {
  return at_every_order(at, kernel_coefficient, [](const StringPair& pair, int beta, int gamma) {
    const int k = static_cast<int>(pair.first.size());
    const Rational term =
        17280 * pattern_product(pair.first, pair.second) / Rational(k * k * k * k);
    return Rational(as_printed(pair, beta, gamma) - (beta == 6 ? term : Rational(0)));
  });
}

// Wrong: no derivative at all.
Sides nothing(const StringPair& at) {
  return at_every_order(at, kernel_coefficient,
                        [](const StringPair&, int, int) { return Rational(0); });
}

}  // namespace

claim::Claim printed_derivatives_are_exact_claim() {
  return claim::ClaimAbout<StringPair>("templates/printed-derivatives-are-exact")
      .states(
          "The printed derivatives of the attention kernel at beta = gamma = 0, of orders (0, 0), "
          "(2, 2), (4, 2) with 17 terms and (6, 4) with 44 coefficients, are exact.")
      .latex(
          R"(\partial_\beta^2\partial_\gamma^2\kappa=\tfrac8{k^2}\mathrm{tr}XY^\top-\tfrac8{k^3}\mathbf 1^\top XY^\top\mathbf 1,\ \ \partial_\beta^6\partial_\gamma^4\kappa\ni\tfrac{17280}{k^4}\mathrm{tr}(XX^\top YY^\top))")
      .from({kPaper, "published notebook, transformer random features kernel"})
      .formally(
          "Every entry of the printed polynomials against Gaussian moments of the softmax's Taylor "
          "series, in fractions, for strings that overlap and strings that do not.")
      .differs("none: the coefficients are the notebook's")
      .uncertain("the notebook also holds an order (4, 0), which is not part of this claim")
      .tagged({"templates", "kernel"})
      .over(every_short_pair())
      .over(sampled_pairs())
      .mathematics({"theory/templates/printed_derivatives.hpp: printed_derivative",
                    "theory/templates/kernel_derivatives.hpp: kernel_coefficient"})
      .tested_by({"tests/theory/templates/kernel_derivatives_test.cpp: "
                  "KernelDerivatives.AreThoseThatTheNotebookPrints"})
      .law(claim::Evidence::exact, domain::equal_at_each(by_moments))
      .confirmed_by("every pairing of Wick's theorem, and coincidences counted",
                    domain::equal_at_each(by_pairings))
      .twin("without tr(XX^T YY^T)", domain::equal_at_each(without_patterns))
      .twin("the kernel does not move", domain::equal_at_each(nothing))
      .example(disjoint_pair());
}

}  // namespace lemmascope::templates
