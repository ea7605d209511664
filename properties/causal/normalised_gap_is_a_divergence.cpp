// Why log(1 + S eps) belongs to the gap: with it the gap is a divergence, without it it is
// negative.
#include "properties/causal/instances/forest_domains.hpp"
#include "properties/causal/trained_by_enumeration.hpp"
#include "properties/causal/training_sites.hpp"

namespace lemmascope::causal {
namespace {

constexpr Extents kExtents{{3, 3}, {5, 3}, {5, 4}};

template <class N>
using GapOf = N (*)(const markov::Prior&, const markov::CausalForest&);

// `plain`: without the normaliser.
template <class N>
claim::Evaluation<ForestInstance> not_negative(GapOf<N> gap, bool plain) {
  return [gap, plain](const ForestInstance& at) {
    const int length = at.forest.size() + 1;
    N value = gap(at.prior(), at.forest);
    if (plain) value -= log(from_rational<N>(Rational(length + at.states(), length)));
    claim::Findings<N> findings;
    findings.add(claim::at_least(value, N(0)), claim::site("T", length));
    return findings.outcome();
  };
}

Real50 divergence(const markov::Prior& prior, const markov::CausalForest& forest) {
  return trained_by_enumeration<Real50>(prior, forest).loss_gap;
}

}  // namespace

claim::Claim normalised_gap_is_a_divergence_claim() {
  return claim::ClaimAbout<ForestInstance>("causal/normalised-gap-is-a-divergence")
      .states(
          "The smoothing inside the logarithm gives the prediction the mass 1 + S eps; with log(1 "
          "+ S eps) added, the loss gap is a mean divergence and cannot be negative.")
      .latex(R"(L(\hat\theta)+\log(1+S\epsilon)-L^*
  =\mathbb E\,\mathrm{KL}\Big(\pi\,\Big\|\,\frac{f+\epsilon}{1+S\epsilon}\Big)\ge0)")
      .from({"arXiv 2402.14735", "the loss of Theorem 4.4"})
      .formally(
          "Hard attention on the parents, beta = log T, smoothing 1/T. The law's gap by counting, "
          "its value compared with the divergence summed over every sequence.")
      .differs(
          "the paper bounds L - L*, which at this smoothing is negative and says little (the "
          "twin). Scope: every forest of the family; the identity itself is algebra")
      .uncertain("the smoothing epsilon inside the logarithm of the loss, and its scale")
      .assumes(irreducible())
      .assumes(some_edge())
      .tagged({"main-theorem"})
      .over(every_forest_and_two_state_chain(PriorKind::orbit, kExtents))
      .attacked({30, 2000, 40000})
      .mathematics({"theory/causal/stage_two_loss.hpp: stage_two_loss",
                    "theory/causal/bayes.hpp: oracle_loss"})
      .tested_by({"tests/properties/causal/trained_model_test.cpp: "
                  "LossGap.OverlapsTheSumOverEverySequence"})
      .law(claim::Evidence::interval, not_negative<Interval>(loss_gap<Interval>, false))
      .confirmed_by("the mean divergence summed over every sequence, in fifty digits",
                    not_negative<Real50>(divergence, false))
      .twin("without log(1 + S eps)", not_negative<Interval>(loss_gap<Interval>, true))
      .example(two_state_orbit_on_three_positions());
}

}  // namespace lemmascope::causal
