// What attention that leaks from its targets costs: loss and slope of stage 2, soft against hard.
#include "properties/causal/hard_stage_two.hpp"
#include "properties/causal/instances/forest_domains.hpp"
#include "properties/causal/training_sites.hpp"

namespace lemmascope::causal {
namespace {

constexpr Extents kExtents{{3, 3}, {4, 3}, {4, 4}};
Rational leak() { return Rational(1, 10); }

/// The distance of soft from hard loss and slope at one strength, and the bounds of both.
template <class N>
struct Price {
  int strength;  ///< twice beta
  Leak how;
  N loss, loss_bound, slope, slope_bound;
  claim::Site where() const {
    return claim::site("2 beta", strength, "leak", how == Leak::even ? 0 : 1);
  }
};

template <class N, class Visit>
void visit_prices(const ForestInstance& at, bool counting, const Visit& visit) {
  const auto hard = [&](const N& match) {
    return counting ? hard_by_counting<N>(at, match)
                    : soft_by_enumeration<N>(at, match, Rational(0), Leak::even);
  };
  const N delta = from_rational<N>(leak());
  for (const int strength : {1, 5}) {
    const N beta = from_rational<N>(Rational(strength, 2));
    const N hard_loss = hard(N((N(1) - delta) * beta)).loss, hard_slope = hard(beta).slope;
    for (const Leak how : {Leak::even, Leak::uneven}) {
      const auto soft = soft_by_enumeration<N>(at, beta, leak(), how);
      visit(Price<N>{strength, how, absolute(N(soft.loss - hard_loss)), N(delta * beta),
                     absolute(N(soft.slope - hard_slope)), N(delta * (beta + N(2)))});
    }
  }
}

// `share`: of the bounds that the law, or a twin, allows.
template <class N>
claim::Evaluation<ForestInstance> within(Rational share, bool counting) {
  return [share, counting](const ForestInstance& at) {
    claim::Findings<N> findings;
    const N part = from_rational<N>(share);
    visit_prices<N>(at, counting, [&](const Price<N>& price) {
      findings.add(claim::at_most(price.loss, N(part * price.loss_bound)), price.where());
      findings.add(claim::at_most(price.slope, N(part * price.slope_bound)), price.where());
    });
    return findings.outcome();
  };
}

}  // namespace

claim::Claim soft_attention_costs_little_claim() {
  return claim::ClaimAbout<ForestInstance>("causal/soft-attention-costs-little")
      .states(
          "If every row of the first layer misses at most delta of its target, the loss of stage 2 "
          "is within delta beta of the hard one at (1 - delta) beta, and its slope within delta "
          "(beta + 2).")
      .latex(R"(|L_{\mathrm{soft}}(\beta)-L_{\mathrm{hard}}((1-\delta)\beta)|\le\delta\beta,\qquad
  |L_{\mathrm{soft}}'(\beta)-L_{\mathrm{hard}}'(\beta)|\le\delta(\beta+2))")
      .from({"arXiv 2402.14735", "second stage in the proof of Theorem 4.4"})
      .formally(
          "delta = 1/10, leaked evenly and nine tenths of it to one entry; beta = 1/2 and 5/2; "
          "smoothing 1/T; the soft loss summed over every sequence, the hard one by counting; "
          "enclosures.")
      .differs(
          "the bounds are ours and hold for every leak (proved on paper: both partition functions "
          "lie within a factor e^{delta beta} of the hard ones). Scope: trees, where every row has "
          "a target")
      .uncertain("how the paper passes from soft to hard attention")
      .assumes(irreducible())
      .assumes(permutation_symmetric())
      .assumes(tree())
      .assumes(some_edge())
      .tagged({"stage-two", "main-theorem"})
      .over(every_forest_and_two_state_chain(PriorKind::orbit, kExtents))
      .attacked({10, 500, 10000})
      .mathematics({"theory/causal/certified_training.hpp: certified_training",
                    "theory/causal/stage_two_loss.hpp: stage_two_loss"})
      .tested_by({"tests/theory/causal/certified_training_test.cpp: "
                  "CertifiedTraining.ContainsTheExactTrainingOfTheChainAtLengthSix"})
      .costs(gradient_work)
      .law(claim::Evidence::interval, within<Interval>(Rational(1), true))
      .confirmed_by("hard attention, too, summed over every sequence, in fifty digits",
                    within<Real50>(Rational(1), false))
      .twin("a hundredth of both bounds", within<Interval>(Rational(1, 100), true))
      .example(two_state_orbit_on_three_positions());
}

}  // namespace lemmascope::causal
