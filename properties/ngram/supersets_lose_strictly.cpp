// With positive transitions a lag beyond the parents costs information; without, it may be free.
#include "properties/ngram/parent_supersets.hpp"

namespace lemmascope::ngram {
namespace {

template <class Information>
Sides over_further(const KernelInstance& at, Information information) {
  Sides all;
  const auto further = further_sets(at);
  const Rational before = information(LagSet{});
  for (int s = 0; s < static_cast<int>(further.size()); ++s) {
    all.push_back({information(further[s]), before, claim::site("set", s)});
  }
  return all;
}

Sides by_laws(const KernelInstance& at) {
  const LagLaw law = law_of(at);
  return over_further(
      at, [&](const LagSet& further) { return modified_information(law_with(at, law, further)); });
}

Sides by_contexts(const KernelInstance& at) {
  const LagLaw law = law_of(at);
  return over_further(
      at, [&](const LagSet& further) { return information_by_contexts(at, law, further); });
}

// Wrong: the ordinary information falls too.
Sides of_chi2(const KernelInstance& at) {
  const LagLaw law = law_of(at);
  return over_further(
      at, [&](const LagSet& further) { return chi2_information(law_with(at, law, further)); });
}

claim::Hypothesis<KernelInstance> parents_inform() {
  return {"informative parents", "the parents have modified information",
          [](const KernelInstance& at) {
            return truth(modified_information(history_law(at.kernel, at.kernel.lags)) > 0);
          }};
}

}  // namespace

claim::Claim supersets_lose_strictly_claim() {
  return claim::ClaimAbout<KernelInstance>("ngram/supersets-lose-strictly")
      .states(
          "With positive transition probabilities and parents that inform, every lag beyond the "
          "parents lowers the modified information; a deterministic chain shows that positivity is "
          "needed.")
      .latex(R"(\tilde I(\mathrm{pa}\cup T)<\tilde I(\mathrm{pa}))")
      .from({kPaper, "the information set, and the lower bound on transition probabilities"})
      .formally("Every non-empty set T of further lags within the window.")
      .differs("derived for this check")
      .uncertain(kNotRead)
      .assumes(has_one_stationary_law())
      .assumes(has_further_lags())
      .assumes(is_positive())
      .assumes(parents_inform())
      .uses({"ngram/supersets-do-not-help"})
      .tagged({"ngram", "information", "necessary"})
      .over(every_small_first_order_kernel())
      .over(every_additive_kernel())
      .mathematics({"theory/ngram/lag_information.hpp: modified_information"})
      .tested_by({"tests/theory/ngram/lag_information_test.cpp: "
                  "TheInformationSet.HasTheReferenceGaps"})
      .law(claim::Evidence::exact, domain::at_each(by_laws, claim::Op::less))
      .confirmed_by("rows of the kernel, and the spread of what else is read",
                    domain::at_each(by_contexts, claim::Op::less))
      .twin("chains with zeros too", claim::without("positive entries"))
      .twin("parents that say nothing", claim::without("informative parents"))
      .twin("the chi-square information", domain::at_each(of_chi2, claim::Op::less))
      .attacked({40, 1500, 30000})
      .example(flips());
}

}  // namespace lemmascope::ngram
