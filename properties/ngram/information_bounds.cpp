// Between the least and the largest probability of a history times the chi-square information.
#include "properties/ngram/kernel_instance.hpp"
#include "properties/ngram/ngram_certificates.hpp"

namespace lemmascope::ngram {
namespace {

/// lhs <= rhs: least I <= modified <= largest I, for every set but the empty one.
template <class Modified, class Scale>
Sides between(const KernelInstance& at, Modified modified, Scale scale) {
  Sides sides;
  const auto laws = laws_of(at);
  for (int s = 1; s < static_cast<int>(laws.size()); ++s) {
    const Vector<Rational> m = histories_law(laws[s]);
    Rational least(1), largest(0);
    for (Eigen::Index z = 0; z < m.size(); ++z) {
      if (m(z) == 0) continue;
      if (m(z) < least) least = m(z);
      if (m(z) > largest) largest = m(z);
    }
    const Rational middle = modified(laws[s], s), chi2 = chi2_information(laws[s]);
    sides.push_back({Rational(least * chi2), middle, claim::site("set", s, "bound", 0)});
    sides.push_back(
        {middle, Rational(scale(least, largest) * chi2), claim::site("set", s, "bound", 1)});
  }
  return sides;
}

Rational the_largest(const Rational&, const Rational& largest) { return largest; }

Sides by_sums(const KernelInstance& at) {
  return between(
      at, [](const Matrix<Rational>& joint, int) { return modified_information(joint); },
      the_largest);
}

Sides by_pairs(const KernelInstance& at) {
  const LagLaw law = lag_law(at.kernel, at.window);
  const auto sets = sets_of(at);
  return between(
      at,
      [&](const Matrix<Rational>&, int s) { return shared_signal_by_pairs(law, sets[s], sets[s]); },
      the_largest);
}

// Wrong: the mean of both probabilities bounds from above.
Sides by_the_mean(const KernelInstance& at) {
  return between(
      at, [](const Matrix<Rational>& joint, int) { return modified_information(joint); },
      [](const Rational& least, const Rational& largest) {
        return Rational((least + largest) / 2);
      });
}

}  // namespace

claim::Claim information_bounds_claim() {
  return claim::ClaimAbout<KernelInstance>("ngram/information-bounds")
      .states(
          "The modified information lies between the least and the largest probability of a "
          "history "
          "times the chi-square information.")
      .latex(R"(\min_z\mu(z)\,I_{\chi^2}(S)\le\tilde I(S)\le\max_z\mu(z)\,I_{\chi^2}(S))")
      .from({kPaper, "the modified chi-square mutual information"})
      .formally("Every set of lags; histories of probability zero do not count.")
      .differs("derived for this check")
      .uncertain(kNotRead)
      .assumes(has_one_stationary_law())
      .uses({"ngram/information-forms"})
      .tagged({"ngram", "information"})
      .over(every_small_first_order_kernel())
      .over(every_additive_kernel())
      .over(sampled_kernels(false))
      .proved_by({"ngram/InformationIsBounded"},
                 "The theorem is about any joint law of finitely many histories and tokens; that "
                 "the program's laws are those of the chain is not part of it.")
      .proved_in_part({"ngram/CertifiedInformation"})
      .certified_by(information_certificates)
      .mathematics({"theory/ngram/lag_information.hpp: modified_information",
                    "theory/ngram/lag_information.hpp: chi2_information"})
      .tested_by({"tests/theory/ngram/lag_information_test.cpp: "
                  "Chi2Information.HasTheReferenceValues"})
      .law(claim::Evidence::exact, domain::at_most_at_each(by_sums))
      .confirmed_by("pairs of independent windows", domain::at_most_at_each(by_pairs))
      .twin("the mean of both probabilities", domain::at_most_at_each(by_the_mean))
      .attacked({60, 2000, 40000})
      .example(skewed());
}

}  // namespace lemmascope::ngram
