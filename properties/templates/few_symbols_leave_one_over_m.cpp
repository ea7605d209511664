// What is left of the error with any number of samples: it falls like one over the number of
// symbols.
#include "properties/templates/few_symbols_instance.hpp"
#include "properties/templates/strings_instance.hpp"

namespace lemmascope::templates {
namespace {

using MeanKernel = Matrix<Rational> (*)(const FewSymbols&);

Rational magnitude(const Rational& value) { return value < 0 ? Rational(-value) : value; }

// |m error - limit| for each template, over `more` times the symbols.
Vector<Rational> distances(FewSymbolsInstance at, MeanKernel mean, long more,
                           const Rational& factor) {
  at.symbols *= more;
  const Vector<Rational> limit = limit_of_error_times_symbols(at);
  Vector<Rational> away = error_of_few_symbols(at, mean(at));
  for (Eigen::Index i = 0; i < away.size(); ++i) {
    away(i) = magnitude(Rational(at.symbols * away(i) - factor * limit(i)));
  }
  return away;
}

// Over ten times the symbols the distance is at most a fifth: it tends to zero like 1/m.
Sides shrinking(const FewSymbolsInstance& at, MeanKernel mean, const Rational& factor) {
  Sides all;
  for (const int more : {1, 10}) {
    const Vector<Rational> before = distances(at, mean, more, factor);
    const Vector<Rational> after = distances(at, mean, 10 * more, factor);
    for (Eigen::Index i = 0; i < before.size(); ++i) {
      all.push_back({Rational(5 * after(i)), before(i),
                     claim::site("template", static_cast<int>(i), "times", more)});
    }
  }
  return all;
}

Sides law(const FewSymbolsInstance& at) { return shrinking(at, mean_kernel, Rational(1)); }
Sides by_interpolation(const FewSymbolsInstance& at) {
  return shrinking(at, mean_kernel_by_interpolation, Rational(1));
}
// Wrong: a hundredth more.
Sides a_hundredth_more(const FewSymbolsInstance& at) {
  return shrinking(at, mean_kernel, Rational(101, 100));
}
// Wrong: the error falls faster than 1/m.
Sides nothing_left(const FewSymbolsInstance& at) { return shrinking(at, mean_kernel, Rational(0)); }

}  // namespace

claim::Claim few_symbols_leave_one_over_m_claim() {
  return claim::ClaimAbout<FewSymbolsInstance>("templates/few-symbols-leave-one-over-m")
      .states(
          "With any number of samples over m symbols an error on unseen symbols is left, and m "
          "times it tends to C N^{-1} y, where C sums what a single shared symbol adds to the "
          "kernel.")
      .latex(R"(m\,(y-N\bar M_m^{-1}y)\to C N^{-1}y)")
      .from({kPaper, "the part sqrt(1/rho) of the bound [form uncertain]; derived here"})
      .formally(
          "m of 1000, 10,000 and 100,000, in fractions: over ten times the symbols the distance "
          "from the limit is at most a fifth.")
      .differs(
          "evenly spread samples and a kernel of fractions, for which the error is known and falls "
          "like 1/m, faster than the square root of the paper's bound")
      .uncertain(kNotRead)
      .uses({"templates/few-symbols-have-a-block-formula"})
      .tagged({"templates", "ridge", "diversity"})
      .over(large_pools())
      .mathematics({"theory/templates/few_symbols.hpp: error_of_few_symbols",
                    "theory/templates/few_symbols.hpp: limit_of_error_times_symbols"})
      .tested_by({"tests/theory/templates/few_symbols_test.cpp: "
                  "FewSymbols.LeaveAnErrorOfOneOverTheirNumber"})
      .law(claim::Evidence::exact, domain::at_most_at_each(law))
      .confirmed_by("interpolated mean kernels", domain::at_most_at_each(by_interpolation))
      .twin("a hundredth more", domain::at_most_at_each(a_hundredth_more))
      .twin("nothing is left at 1/m", domain::at_most_at_each(nothing_left))
      .example([] {
        FewSymbolsInstance at = three_symbols();
        at.symbols = 1000;
        return at;
      }());
}

}  // namespace lemmascope::templates
