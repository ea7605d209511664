// What is left of the error with any number of samples: it falls like one over the number of
// symbols.
#include "properties/templates/few_symbols_instance.hpp"
#include "properties/templates/strings_instance.hpp"
#include "theory/templates/conditioning.hpp"

namespace lemmascope::templates {
namespace {

using MeanKernel = Matrix<Rational> (*)(const FewSymbols&);

Vector<Rational> error_of(const FewSymbolsInstance& at, MeanKernel mean) {
  return error_of_few_symbols(at, mean(at));
}

// m times the error, beside C N^{-1} z.
Sides times_symbols(const FewSymbolsInstance& at, const Vector<Rational>& error, const Rational& m,
                    const Vector<Rational>& z) {
  const Vector<Rational> claimed =
      one_symbol_shared(at) * solve_definite<Rational>(disjoint_kernel(at), z);
  Sides all;
  for (Eigen::Index i = 0; i < error.size(); ++i) {
    all.push_back(
        {Rational(m * error(i)), claimed(i), claim::site("template", static_cast<int>(i))});
  }
  return all;
}

Sides with_mean(const FewSymbolsInstance& at, MeanKernel mean) {
  const Vector<Rational> error = error_of(at, mean);
  return times_symbols(at, error, Rational(at.symbols), Vector<Rational>(at.labels - error));
}

Sides law(const FewSymbolsInstance& at) { return with_mean(at, mean_kernel); }
Sides by_interpolation(const FewSymbolsInstance& at) {
  return with_mean(at, mean_kernel_by_interpolation);
}
// Wrong: the limit holds at every m.
Sides the_limit(const FewSymbolsInstance& at) {
  return times_symbols(at, error_of(at, mean_kernel), Rational(at.symbols), at.labels);
}
// Wrong: one symbol more.
Sides one_symbol_more(const FewSymbolsInstance& at) {
  const Vector<Rational> error = error_of(at, mean_kernel);
  return times_symbols(at, error, Rational(at.symbols + 1), Vector<Rational>(at.labels - error));
}

}  // namespace

claim::Claim few_symbols_leave_one_over_m_claim() {
  return claim::ClaimAbout<FewSymbolsInstance>("templates/few-symbols-leave-one-over-m")
      .states(
          "With any number of samples over m symbols an error on unseen symbols is left: m times "
          "it "
          "is C N^{-1} times the predictions, with C what one shared symbol adds to the kernel, "
          "and "
          "so it tends to C N^{-1} y.")
      .latex(R"(m\,(y-\hat y)=C N^{-1}\hat y\to C N^{-1}y,\quad \hat y=N\bar M_m^{-1}y)")
      .from({kPaper, "the part sqrt(1/rho) of the bound [form uncertain]; derived here"})
      .formally("In fractions, from two symbols to a million.")
      .differs(
          "evenly spread samples and a kernel that adds over pairs of positions, for which the "
          "error is known and falls like 1/m, faster than the square root of the paper's bound")
      .uncertain(kNotRead)
      .uses({"templates/few-symbols-have-a-block-formula"})
      .tagged({"templates", "ridge", "diversity"})
      .over(every_small_pool())
      .over(large_pools())
      .mathematics({"theory/templates/few_symbols.hpp: error_of_few_symbols",
                    "theory/templates/few_symbols.hpp: one_symbol_shared"})
      .tested_by({"tests/theory/templates/few_symbols_test.cpp: "
                  "FewSymbols.LeaveAnErrorOfOneOverTheirNumber"})
      .law(claim::Evidence::exact, domain::equal_at_each(law))
      .confirmed_by("interpolated mean kernels", domain::equal_at_each(by_interpolation))
      .twin("the limit at every m", domain::equal_at_each(the_limit))
      .twin("one symbol more", domain::equal_at_each(one_symbol_more))
      .example(three_symbols());
}

}  // namespace lemmascope::templates
