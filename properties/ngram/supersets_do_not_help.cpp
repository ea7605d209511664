// Lags beyond the parents never raise the modified information.
#include "properties/ngram/ngram_certificates.hpp"
#include "properties/ngram/parent_supersets.hpp"

namespace lemmascope::ngram {
namespace {

/// lhs <= rhs: the modified information does not rise, the ordinary one stays.
Sides no_more(const Rational& modified, const Rational& before, const Rational& chi2,
              const Rational& chi2_before, int set) {
  return {{modified, before, claim::site("set", set, "bound", 0)},
          {chi2, chi2_before, claim::site("set", set, "bound", 1)},
          {chi2_before, chi2, claim::site("set", set, "bound", 2)}};
}

template <class Each>
Sides over_further(const KernelInstance& at, Each each) {
  Sides all;
  const auto further = further_sets(at);
  for (int s = 0; s < static_cast<int>(further.size()); ++s) {
    for (auto& side : each(further[s], s)) all.push_back(std::move(side));
  }
  return all;
}

Sides by_laws(const KernelInstance& at) {
  const LagLaw law = law_of(at);
  const auto parents = read_law(law, at.kernel.lags);
  return over_further(at, [&](const LagSet& further, int s) {
    const auto both = law_with(at, law, further);
    return no_more(modified_information(both), modified_information(parents),
                   chi2_information(both), chi2_information(parents), s);
  });
}

// Conditional rows are those of the kernel, whatever is read beyond the parents.
Sides by_contexts(const KernelInstance& at) {
  const LagLaw law = law_of(at);
  const auto parents = read_law(law, at.kernel.lags);
  const Vector<Rational> mu = token_law(parents), m = histories_law(parents);
  Rational chi2(-1);
  for (Eigen::Index z = 0; z < parents.rows(); ++z) {
    for (Eigen::Index k = 0; k < parents.cols(); ++k) {
      if (mu(k) != 0) chi2 += m(z) * at.kernel.rows(z, k) * at.kernel.rows(z, k) / mu(k);
    }
  }
  const Rational before = information_by_contexts(at, law, {});
  return over_further(at, [&](const LagSet& further, int s) {
    return no_more(information_by_contexts(at, law, further), before, chi2, chi2, s);
  });
}

// Wrong: the first parent alone in place of all.
Sides beyond_one_parent(const KernelInstance& at) {
  Sides all;
  const LagSet first{at.kernel.lags.front()};
  const LagLaw law = law_of(at);
  const auto parent = read_law(law, first);
  const auto sets = sets_of(at);
  for (int s = 1; s < static_cast<int>(sets.size()); ++s) {
    const auto both = read_law(law, joined(first, sets[s]));
    all.push_back({modified_information(both), modified_information(parent),
                   claim::site("set", s, "bound", 0)});
  }
  return all;
}

// Wrong: a further lag costs at least half.
Sides by_half(const KernelInstance& at) {
  Sides all = by_laws(at);
  for (std::size_t s = 0; s < all.size(); s += 3) all[s].rhs /= 2;
  return all;
}

}  // namespace

claim::Claim supersets_do_not_help_claim() {
  return claim::ClaimAbout<KernelInstance>("ngram/supersets-do-not-help")
      .states(
          "Lags beyond the parents do not raise the modified information and leave the chi-square "
          "information as it is: no proper superset of the parents beats them.")
      .latex(
          R"(\tilde I(\mathrm{pa}\cup T)\le\tilde I(\mathrm{pa}),\quad I_{\chi^2}(\mathrm{pa}\cup T)=I_{\chi^2}(\mathrm{pa}))")
      .from({kPaper, "the information set"})
      .formally("Every set T of further lags within the window.")
      .differs("derived for this check; a lemma of this kind is not confirmed")
      .uncertain(kNotRead)
      .assumes(has_one_stationary_law())
      .assumes(has_further_lags())
      .uses({"ngram/information-forms"})
      .tagged({"ngram", "information"})
      .over(every_small_first_order_kernel())
      .over(every_additive_kernel())
      .over(sampled_kernels(false))
      .mathematics({"theory/ngram/lag_information.hpp: modified_information",
                    "theory/ngram/lag_information.hpp: chi2_information"})
      .tested_by({"tests/theory/ngram/lag_information_test.cpp: "
                  "ModifiedInformation.HasTheReferenceValues"})
      .proved_by({"ngram/SupersetsDoNotHelp"},
                 "The theorem asks that the token be independent of the further history given that "
                 "of the parents, which the n-gram chain of the claim gives; that it does is not "
                 "part of it.")
      .proved_in_part({"ngram/CertifiedInformation"})
      .certified_by(information_certificates)
      .law(claim::Evidence::exact, domain::at_most_at_each(by_laws))
      .confirmed_by("rows of the kernel, and the spread of what else is read",
                    domain::at_most_at_each(by_contexts))
      .twin("beyond one of the parents", domain::at_most_at_each(beyond_one_parent))
      .twin("a further lag costs half", domain::at_most_at_each(by_half))
      .attacked({40, 1500, 30000})
      .example(noisy_xor());
}

}  // namespace lemmascope::ngram
