// Samples that share symbols: predictions on unseen symbols still come from a system of the size of
// the number of templates.
#include "properties/templates/few_symbols_instance.hpp"
#include "properties/templates/strings_instance.hpp"
#include "theory/templates/conditioning.hpp"

namespace lemmascope::templates {
namespace {

Sides beside(const Vector<Rational>& found, const Vector<Rational>& formula) {
  Sides all;
  for (Eigen::Index i = 0; i < found.size(); ++i) {
    all.push_back({found(i), formula(i), claim::site("template", static_cast<int>(i))});
  }
  return all;
}

Sides law(const FewSymbolsInstance& at) {
  return beside(predictions_by_all_strings(at), few_symbol_predictions(at));
}

// N n (n Mbar + lambda)^{-1} y with the mean kernel given.
Vector<Rational> by_blocks(const FewSymbolsInstance& at, Matrix<Rational> mean) {
  for (Eigen::Index i = 0; i < mean.rows(); ++i) mean(i, i) += at.ridge / at.samples;
  return disjoint_kernel(at) * solve_definite<Rational>(std::move(mean), at.labels);
}

// Other route: strings one after the other; the mean kernel interpolated from fewer symbols.
Sides string_by_string(const FewSymbolsInstance& at) {
  return beside(predictions_string_by_string(at), by_blocks(at, mean_kernel_by_interpolation(at)));
}

// Wrong: a symbol more than there are.
Sides one_symbol_more(const FewSymbolsInstance& at) {
  FewSymbolsInstance other = at;
  other.symbols += 1;
  return beside(predictions_by_all_strings(at), few_symbol_predictions(other));
}

// Wrong: strings never share a symbol.
Sides without_collisions(const FewSymbolsInstance& at) {
  return beside(predictions_by_all_strings(at), by_blocks(at, disjoint_kernel(at)));
}

}  // namespace

claim::Claim few_symbols_have_a_block_formula_claim() {
  return claim::ClaimAbout<FewSymbolsInstance>("templates/few-symbols-have-a-block-formula")
      .states(
          "With n samples of each template spread evenly over all its strings over m symbols, the "
          "predictions of kernel ridge regression on unseen symbols are N n (n M + lambda)^{-1} y, "
          "with M the mean kernel of two strings over the same symbols.")
      .latex(R"(\hat y=N\,n\,(n\bar M_m+\lambda)^{-1}y)")
      .from({kPaper, "generalisation with diversity rho of symbols; the formula is derived here"})
      .formally(
          "Against the whole Gram matrix over all strings, in fractions, for kernels that are sums "
          "of four of the attention kernel's leading terms.")
      .differs(
          "a formula for evenly spread samples in place of the paper's bound for random ones, and "
          "a kernel of fractions in place of the attention kernel: both are symmetric under "
          "renaming, which is all that is used")
      .uncertain(kNotRead)
      .tagged({"templates", "ridge", "diversity"})
      .over(every_small_pool())
      .mathematics({"theory/templates/few_symbols.hpp: few_symbol_predictions",
                    "theory/templates/few_symbols.hpp: predictions_by_all_strings"})
      .tested_by({"tests/theory/templates/few_symbols_test.cpp: "
                  "FewSymbols.GiveOnePredictionByAllThreeRoutes"})
      .law(claim::Evidence::exact, domain::equal_at_each(law))
      .confirmed_by("strings one after the other; interpolated mean kernels",
                    domain::equal_at_each(string_by_string))
      .twin("one symbol more", domain::equal_at_each(one_symbol_more))
      .twin("no symbol is shared", domain::equal_at_each(without_collisions))
      .example(three_symbols());
}

}  // namespace lemmascope::templates
