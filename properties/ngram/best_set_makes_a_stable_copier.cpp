// If the chosen set is the information set, each of its copiers is stable.
#include "properties/ngram/copier_sites.hpp"
#include "properties/ngram/ngram_certificates.hpp"

namespace lemmascope::ngram {
namespace {

/// lhs <= rhs: J_ih <= J_hh for the heads that `chosen` picks.
template <class Signal, class Chosen>
Sides own_lag_leads(const KernelInstance& at, Signal signal, Chosen chosen) {
  Sides sides;
  const LagLaw law = lag_law(at.kernel, at.window);
  const LagSet best = information_set(information_of_sets(at.kernel, at.window, 2)).set;
  for (const CopierSite& site : copier_sites(at)) {
    if (!chosen(site.set, best)) continue;
    const Matrix<Rational> j = signal(law, site);
    for (int i = 0; i < j.rows(); ++i) {
      if (i + 1 == site.head) continue;
      sides.push_back({j(i, site.head - 1), j(site.head - 1, site.head - 1),
                       claim::site("copier", site.number, "lag", i + 1)});
    }
  }
  return sides;
}

bool is_best(const LagSet& set, const LagSet& best) { return set == best; }
bool is_not_best(const LagSet& set, const LagSet& best) { return set != best; }

Sides by_laws(const KernelInstance& at) { return own_lag_leads(at, signal_by_laws, is_best); }
Sides by_pairs(const KernelInstance& at) { return own_lag_leads(at, signal_by_pairs, is_best); }
Sides of_other_sets(const KernelInstance& at) {
  return own_lag_leads(at, signal_by_laws, is_not_best);
}

// Wrong: it leads twice over.
Sides by_a_factor(const KernelInstance& at) {
  Sides sides = by_laws(at);
  for (auto& side : sides) side.rhs /= 2;
  return sides;
}

claim::Hypothesis<KernelInstance> has_an_information_set() {
  return {
      "an information set", "the information set of at most two lags is not empty",
      [](const KernelInstance& at) {
        return truth(!information_set(information_of_sets(at.kernel, at.window, 2)).set.empty());
      }};
}

}  // namespace

claim::Claim best_set_makes_a_stable_copier_claim() {
  return claim::ClaimAbout<KernelInstance>("ngram/best-set-makes-a-stable-copier")
      .states(
          "If S is the information set, no lag shares more signal with the lag of a head of S than "
          "that lag has itself: the one-hot copier is a stable vertex of stage II.")
      .latex(R"(S=S^\star\Rightarrow J_{hh}\ge J_{ih})")
      .from({kPaper, "stage II"})
      .formally("S* among sets of at most two lags, every head and lag of the window.")
      .differs("derived for this check")
      .uncertain(kNotRead)
      .assumes(has_one_stationary_law())
      .assumes(has_an_information_set())
      .uses({"ngram/copier-signal-is-gram"})
      .tagged({"ngram", "copier"})
      .over(every_additive_kernel())
      .over(every_small_first_order_kernel())
      .over(sampled_kernels(false))
      .mathematics({"theory/ngram/copier.hpp: copier_matrix",
                    "theory/ngram/lag_information.hpp: information_set"})
      .tested_by({"tests/theory/ngram/copier_test.cpp: "
                  "TheCopierMatrix.IsTheExpectationOverPairsOfWindows"})
      .proved_by({"ngram/BestHistoryMakesAStableCopier"},
                 "The theorem compares a copier with the others it can be turned into; that the "
                 "histories of these are sets of at most two lags is the claim's.")
      .proved_in_part({"ngram/CertifiedSignal"})
      .certified_by(signal_certificates)
      .law(claim::Evidence::exact, domain::at_most_at_each(by_laws))
      .confirmed_by("pairs of independent windows", domain::at_most_at_each(by_pairs))
      .twin("copiers of other sets", domain::at_most_at_each(of_other_sets))
      .twin("it leads by a factor of two", domain::at_most_at_each(by_a_factor))
      .attacked({30, 1000, 20000})
      .example(noisy_xor());
}

}  // namespace lemmascope::ngram
