// The information set need not be the set of parents.
#include "properties/ngram/kernel_instance.hpp"

namespace lemmascope::ngram {
namespace {

/// lhs <= rhs: every set that `counts` against the parents.
template <class Information, class Counts>
Sides beside_the_parents(const KernelInstance& at, Information information, Counts counts) {
  Sides sides;
  const Rational parents = information(at.kernel.lags);
  const auto sets = sets_of(at);
  for (int s = 0; s < static_cast<int>(sets.size()); ++s) {
    if (sets[s] == at.kernel.lags || !counts(sets[s])) continue;
    sides.push_back({information(sets[s]), parents, claim::site("set", s)});
  }
  return sides;
}

bool every_set(const LagSet&) { return true; }

Sides by_laws(const KernelInstance& at) {
  const LagLaw law = law_of(at);
  return beside_the_parents(
      at, [&](const LagSet& set) { return modified_information(read_law(law, set)); }, every_set);
}

Sides by_pairs(const KernelInstance& at) {
  const LagLaw law = law_of(at);
  return beside_the_parents(
      at, [&](const LagSet& set) { return shared_signal_by_pairs(law, set, set); }, every_set);
}

Sides only_supersets(const KernelInstance& at) {
  const LagLaw law = law_of(at);
  return beside_the_parents(
      at, [&](const LagSet& set) { return modified_information(read_law(law, set)); },
      [&](const LagSet& set) { return joined(set, at.kernel.lags) == set; });
}

claim::Hypothesis<KernelInstance> sees_its_parents() {
  return {"parents in the window", "the window holds every parent",
          [](const KernelInstance& at) { return truth(at.kernel.order() <= at.window); }};
}

}  // namespace

claim::Claim information_set_is_the_parents_claim() {
  return claim::ClaimAbout<KernelInstance>("ngram/information-set-is-the-parents")
      .states(
          "A conjecture that must fail: no set of lags has more modified information than the "
          "parents. A weak parent is dropped; only supersets never win.")
      .latex(R"(S^\star=\mathrm{pa})")
      .from({kPaper, "the information set S*"})
      .formally("Every other set within the window.")
      .differs(
          "the paper defines S* by the criterion; that it may differ from the parents is shown "
          "here")
      .uncertain(kNotRead)
      .assumes(has_one_stationary_law())
      .assumes(sees_its_parents())
      .uses({"ngram/supersets-do-not-help"})
      .tagged({"ngram", "information", "necessary"})
      .expects(claim::Verdict::refuted)
      .over(every_additive_kernel())
      .over(sampled_kernels(false))
      .mathematics({"theory/ngram/lag_information.hpp: information_set"})
      .tested_by({"tests/theory/ngram/lag_information_test.cpp: "
                  "TheInformationSet.HasTheReferenceGaps"})
      .law(claim::Evidence::exact, domain::at_most_at_each(by_laws))
      .confirmed_by("pairs of independent windows", domain::at_most_at_each(by_pairs))
      .control("no superset of the parents wins", domain::at_most_at_each(only_supersets))
      .example(unequal_parents());
}

}  // namespace lemmascope::ngram
