// The modified information is not monotone in the set of lags; the ordinary one is.
#include "properties/ngram/kernel_instance.hpp"

namespace lemmascope::ngram {
namespace {

/// lhs <= rhs: each set without its last lag against the set.
template <class Information>
Sides one_lag_more(const KernelInstance& at, Information information) {
  Sides sides;
  const auto sets = sets_of(at);
  for (int s = 1; s < static_cast<int>(sets.size()); ++s) {
    LagSet smaller = sets[s];
    smaller.pop_back();
    sides.push_back({information(smaller), information(sets[s]), claim::site("set", s)});
  }
  return sides;
}

Sides by_laws(const KernelInstance& at) {
  const LagLaw law = law_of(at);
  return one_lag_more(at,
                      [&](const LagSet& set) { return modified_information(read_law(law, set)); });
}

Sides by_pairs(const KernelInstance& at) {
  const LagLaw law = lag_law(at.kernel, at.window);
  return one_lag_more(at, [&](const LagSet& set) { return shared_signal_by_pairs(law, set, set); });
}

Sides of_chi2(const KernelInstance& at) {
  const LagLaw law = law_of(at);
  return one_lag_more(at, [&](const LagSet& set) { return chi2_information(read_law(law, set)); });
}

}  // namespace

claim::Claim modified_information_is_monotone_claim() {
  return claim::ClaimAbout<KernelInstance>("ngram/modified-information-is-monotone")
      .states(
          "A conjecture that must fail: reading one lag more never lowers the modified "
          "information. "
          "That is so for the chi-square information only.")
      .latex(R"(\tilde I(S)\le\tilde I(S\cup\{r\}))")
      .from({kPaper, "the modified criterion trades information for the size of the model"})
      .formally("Each set and the same with a larger lag.")
      .differs("derived for this check")
      .uncertain(kNotRead)
      .assumes(has_one_stationary_law())
      .uses({"ngram/information-forms"})
      .tagged({"ngram", "information", "necessary"})
      .expects(claim::Verdict::refuted)
      .over(every_small_first_order_kernel())
      .over(every_additive_kernel())
      .mathematics({"theory/ngram/lag_information.hpp: modified_information",
                    "theory/ngram/lag_information.hpp: chi2_information"})
      .tested_by({"tests/theory/ngram/lag_information_test.cpp: "
                  "ModifiedInformation.HasTheReferenceValues"})
      .law(claim::Evidence::exact, domain::at_most_at_each(by_laws))
      .confirmed_by("pairs of independent windows", domain::at_most_at_each(by_pairs))
      .control("the chi-square information rises", domain::at_most_at_each(of_chi2))
      .example(flips());
}

}  // namespace lemmascope::ngram
