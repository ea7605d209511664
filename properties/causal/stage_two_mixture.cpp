// Stage 2 in the limit: the prediction is exactly a mixture of the bigram and the unigram law.
#include "properties/causal/instances/forest_domains.hpp"
#include "properties/causal/model_routes.hpp"
#include "properties/causal/training_sites.hpp"
#include "theory/causal/stage_two_limit.hpp"
#include "theory/markov/stationary_law.hpp"

namespace lemmascope::causal {
namespace {

std::vector<Rational> strengths() {
  return {Rational(0), Rational(1), Rational(5, 2), Rational(6)};
}
std::vector<Rational> root_shares() { return {Rational(0), Rational(1, 3), Rational(9, 10)}; }

// The formula (with `claimed_roots` roots) against groups of keys (with `roots`).
template <class N>
void add_mixture(const markov::TransitionMatrix<N>& chain, const Rational& claimed_roots,
                 const Rational& roots, const Rational& strength, claim::Findings<N>& findings) {
  const N match = from_rational<N>(strength);
  const Matrix<N> mixture = limiting_prediction(chain, claimed_roots, match);
  const Matrix<N> groups = limiting_prediction_by_groups(chain, roots, match);
  for (int s = 0; s < chain.states(); ++s) {
    for (int t = 0; t < chain.states(); ++t) {
      findings.add(agree(mixture(s, t), groups(s, t)), claim::site("query", s, "token", t));
    }
  }
}

// omega is one at beta = 0 and falls.
template <class N>
void add_fall_of_weight(const Vector<N>& mu, const Rational& roots, claim::Findings<N>& findings) {
  for (Eigen::Index s = 0; s < mu.size(); ++s) {
    const auto where = claim::site("weight of query", static_cast<int>(s));
    N last = mixture_weight<N>(mu[s], roots, N(0));
    findings.add(agree(last, N(1)), where);
    for (const Rational& strength : strengths()) {
      if (strength == 0) continue;
      const N weight = mixture_weight<N>(mu[s], roots, from_rational<N>(strength));
      findings.add(claim::is_less(weight, last), where);
      last = weight;
    }
  }
}

template <class N>
claim::CaseOutcome stage_two_mixture(const ForestInstance& at) {
  const auto chain = markov::in_arithmetic<N>(at.prior().atoms().front().chain);
  const Vector<N> mu = markov::stationary_law(chain);
  claim::Findings<N> findings;
  for (const Rational& roots : root_shares()) {
    for (const Rational& strength : strengths())
      add_mixture(chain, roots, roots, strength, findings);
    add_fall_of_weight(mu, roots, findings);
  }
  return findings.outcome();
}

// Wrong: roots make no difference.
claim::CaseOutcome roots_forgotten(const ForestInstance& at) {
  const auto chain = markov::in_arithmetic<Interval>(at.prior().atoms().front().chain);
  claim::Findings<Interval> findings;
  add_mixture(chain, Rational(0), Rational(1, 3), Rational(1), findings);
  return findings.outcome();
}

// Wrong: one root in a hundred forgotten, and the two predictions compared as they are.
claim::CaseOutcome roots_undercounted(const ForestInstance& at) {
  const auto chain = markov::in_arithmetic<Interval>(at.prior().atoms().front().chain);
  const Matrix<Interval> mixture = limiting_prediction(chain, Rational(33, 100), Interval(1));
  const Matrix<Interval> groups = limiting_prediction_by_groups(chain, Rational(1, 3), Interval(1));
  claim::Findings<Interval> findings;
  for (Eigen::Index k = 0; k < mixture.size(); ++k)
    findings.add(claim::equals(mixture(k), groups(k)));
  return findings.outcome();
}

}  // namespace

claim::Claim stage_two_mixture_claim() {
  return claim::ClaimAbout<ForestInstance>("causal/stage-two-mixture")
      .states(
          "With hard adjacency, long sequences and not only roots the prediction is a mixture of "
          "the bigram and "
          "the unigram law whose unigram weight falls from one as beta grows.")
      .latex(R"(f_\beta(\cdot|s) = (1-\omega_s)\,\pi(\cdot|s)+\omega_s\,\mu,\quad \omega_s =
  \frac{(1-r)+r e^{\beta\mu_s}}{(1-r)(1+\mu_s(e^\beta-1))+r e^{\beta\mu_s}})")
      .from({"arXiv 2402.14735", "second stage in the proof of Theorem 4.4"})
      .formally(
          "r is the share of roots (uniform attention). The formula against keys grouped by their "
          "parent's token, at beta = 0, 1, 5/2, 6 and r = 0, 1/3, 9/10; omega is one at beta = 0 "
          "and strictly smaller at each larger beta.")
      .differs(std::string("the closed form is ours; the paper bounds the prediction. ") +
               kCertifiedRadius)
      .uncertain("the paper's own treatment of stage 2")
      .assumes(irreducible())
      .assumes(single_chain())
      .uses({"causal/stationary-law-is-invariant"})
      .tagged({"stage-two"})
      .over(every_two_state_chain_alone({4, 8, 14}))
      .over(every_three_state_chain_alone())
      .mathematics({"theory/causal/stage_two_limit.hpp: limiting_prediction",
                    "theory/causal/stage_two_limit.hpp: mixture_weight"})
      .tested_by({"tests/theory/causal/stage_two_test.cpp: "
                  "StageTwoLimit.ThePredictionIsExactlyAMixtureOfBigramAndUnigram"})
      .law(claim::Evidence::interval, stage_two_mixture<Interval>)
      .confirmed_by("both routes in 100-digit arithmetic", stage_two_mixture<Real100>)
      .twin("roots make no difference", roots_forgotten)
      .twin("one root in a hundred does not count", roots_undercounted)
      .example(two_state_chain_on_three_positions());
}

}  // namespace lemmascope::causal
