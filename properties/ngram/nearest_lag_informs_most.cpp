// On first-order chains the last token is the information set.
#include "properties/ngram/kernel_instance.hpp"
#include "properties/ngram/ngram_certificates.hpp"

namespace lemmascope::ngram {
namespace {

template <class Information>
Sides in_order(const KernelInstance& at, Information information) {
  Sides sides;
  const auto sets = sets_of(at);
  for (int s = 1; s < static_cast<int>(sets.size()); ++s) {
    const int nearest = sets[s].front();
    if (sets[s].size() > 1) {
      sides.push_back(
          {information(sets[s]), information({nearest}), claim::site("set", s, "bound", 0)});
    } else if (nearest > 1) {
      sides.push_back(
          {information({nearest}), information({nearest - 1}), claim::site("set", s, "bound", 1)});
    }
  }
  return sides;
}

Sides by_laws(const KernelInstance& at) {
  const LagLaw law = law_of(at);
  return in_order(at, [&](const LagSet& set) { return modified_information(read_law(law, set)); });
}

Sides by_pairs(const KernelInstance& at) {
  const LagLaw law = lag_law(at.kernel, at.window);
  return in_order(at, [&](const LagSet& set) { return shared_signal_by_pairs(law, set, set); });
}

// Wrong: each step back costs a tenth at least.
Sides faster(const KernelInstance& at) {
  Sides sides = by_laws(at);
  for (auto& side : sides) side.rhs *= Rational(9, 10);
  return sides;
}

}  // namespace

claim::Claim nearest_lag_informs_most_claim() {
  return claim::ClaimAbout<KernelInstance>("ngram/nearest-lag-informs-most")
      .states(
          "On a first-order chain a set of lags has no more modified information than its nearest "
          "lag, and a lag no more than the one before it: the last token is the information set.")
      .latex(R"(\tilde I(S)\le\tilde I(\{\min S\})\le\dots\le\tilde I(\{1\}))")
      .from({kPaper, "the information set of first-order chains"})
      .formally("Every set of lags within the window, zeros in the kernel allowed.")
      .differs("derived for this check")
      .uncertain(kNotRead)
      .assumes(has_one_stationary_law())
      .assumes(is_first_order())
      .uses({"ngram/supersets-do-not-help"})
      .tagged({"ngram", "information"})
      .over(every_small_first_order_kernel())
      .over(sampled_kernels(true))
      .over(sampled_kernels(false))
      .mathematics({"theory/ngram/lag_information.hpp: modified_information"})
      .tested_by({"tests/theory/ngram/lag_information_test.cpp: "
                  "TheInformationSet.HasTheReferenceGaps"})
      .proved_by({"ngram/NearestLagOfASetInformsMost", "ngram/NearerLagsInformMore"},
                 "The law of the nearest lag with what is read before it is any law after which "
                 "the chain goes on by itself, as a first-order chain does.")
      .proved_in_part({"ngram/CertifiedInformation"})
      .certified_by(information_certificates)
      .law(claim::Evidence::exact, domain::at_most_at_each(by_laws))
      .confirmed_by("pairs of independent windows", domain::at_most_at_each(by_pairs))
      .twin("each step back costs a tenth", domain::at_most_at_each(faster))
      .twin("chains of any order", claim::without("first order"))
      .attacked({40, 1500, 30000})
      .example(flips());
}

}  // namespace lemmascope::ngram
