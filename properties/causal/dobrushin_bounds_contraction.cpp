// How fast information is lost along an edge, from the smallest transition probability.
#include <algorithm>

#include "properties/causal/instances/forest_domains.hpp"
#include "properties/claim/claim_about.hpp"
#include "properties/markov/chain_domains.hpp"
#include "properties/markov/chain_hypotheses.hpp"
#include "theory/information/contraction.hpp"
#include "theory/markov/stationary_law.hpp"

namespace lemmascope::causal {
namespace {

/// The largest gamma with pi >= gamma / S: S times the least entry.
Rational lower_bound_gamma(const markov::Chain& chain) {
  Rational least = chain(0, 0);
  for (int s = 0; s < chain.states(); ++s) {
    for (int t = 0; t < chain.states(); ++t) least = std::min(least, chain(s, t));
  }
  return Rational(chain.states()) * least;
}

Rational one_minus_gamma(const markov::Chain& chain) { return 1 - lower_bound_gamma(chain); }
// Wrong: squares the bound, as if sigma_max rather than its square were bounded by 1 - gamma.
Rational one_minus_gamma_squared(const markov::Chain& chain) {
  const Rational bound = one_minus_gamma(chain);
  return bound * bound;
}
// Wrong by a constant: of these families a symmetric chain with 9/10 on its diagonal comes nearest,
// with four fifths of the bound.
Rational three_quarters_of_it(const markov::Chain& chain) {
  return Rational(3, 4) * one_minus_gamma(chain);
}

using BoundOf = Rational (*)(const markov::Chain&);

// 1 when sigma_max(B)^2 <= bound is certain (an exact semidefiniteness test), 0 when it fails.
claim::Evaluation<markov::ChainInstance> contracts_within(BoundOf bound_of) {
  return [bound_of](const markov::ChainInstance& at) {
    const markov::Chain& chain = at.chain;
    const bool within = information::contracts_within(chain, markov::stationary_law(chain),
                                                      bound_of(chain)) == Truth::yes;
    claim::Findings<Rational> findings;
    findings.add(claim::equals(Rational(within ? 1 : 0), Rational(1)));
    return findings.outcome();
  };
}

// ||B x||^2 / ||x||^2 for one rational x near the top singular vector: guessed by power iteration
// in doubles, evaluated exactly. A quotient above the bound disproves it whatever the guess was.
Rational rayleigh_quotient(const markov::Chain& chain) {
  const int n = chain.states();
  const Vector<Rational> mu = markov::stationary_law(chain);
  const Matrix<Rational> d = mu.asDiagonal();
  const Matrix<Rational> e =
      chain.matrix() - Vector<Rational>::Constant(n, Rational(1)) * mu.transpose();
  const Matrix<Rational> form = e.transpose() * d * e;
  Eigen::MatrixXd step(n, n);
  for (int s = 0; s < n; ++s) {
    for (int t = 0; t < n; ++t) step(s, t) = to_double(Rational(form(s, t) / mu(s)));
  }
  Eigen::VectorXd guess = Eigen::VectorXd::LinSpaced(n, 1, n);
  for (int k = 0; k < 64; ++k) guess = (step * guess).normalized();
  Vector<Rational> x(n);
  constexpr int kGrid = 1 << 20;
  for (int s = 0; s < n; ++s) x(s) = Rational(static_cast<int>(guess(s) * kGrid), kGrid);
  const Rational length = x.dot(d * x);
  return length == 0 ? Rational(0) : Rational(x.dot(form * x) / length);
}

claim::CaseOutcome rayleigh_within(const markov::ChainInstance& at) {
  const markov::Chain& chain = at.chain;
  claim::Findings<Rational> findings;
  findings.add(claim::at_most(rayleigh_quotient(chain), one_minus_gamma(chain)));
  return findings.outcome();
}

}  // namespace

claim::Claim dobrushin_bounds_contraction_claim() {
  return claim::ClaimAbout<markov::ChainInstance>("causal/dobrushin-bounds-contraction")
      .formerly("markov/dobrushin-bounds-contraction")
      .states(
          "The squared largest singular value of the whitened transition is at most one minus "
          "gamma.")
      .latex(R"(\sigma_{\max}(B_\pi)^2 \le 1-\gamma \quad\text{when } \pi(s'|s)\ge\gamma/S)")
      .from({"arXiv 2402.14735", "lower-bound assumption, as used in the gap"})
      .formally(
          "Decided exactly: (1-gamma) D - (pi - 1 mu^T)^T D (pi - 1 mu^T) is positive "
          "semidefinite, D = diag(mu), gamma = S min pi.")
      .differs("the bound through the Dobrushin coefficient is our derivation")
      .uncertain("the constant used in the paper's own lemma")
      .assumes(markov::irreducible_chain())
      .uses({"causal/stationary-law-is-invariant"})
      .tagged({"key-lemma"})
      .proved_by({"causal/WhitenedTransitionContracts"},
                 "The theorem bounds the quadratic form at every vector, which is what the "
                 "semidefiniteness test decides; the singular value itself is not formed. No "
                 "certificate: the law has no values but yes and no.")
      .proved_in_part({"causal/DobrushinContraction"})
      .over(markov::every_two_state_chain_instance())
      .over(markov::every_three_state_chain_instance())
      .over(chains_of_sampled_forests())
      .mathematics({"theory/information/contraction.hpp: contracts_within"})
      .tested_by(
          {"tests/theory/information/contraction_test.cpp: ContractsWithin.IsSharpOnTwoStates"})
      .law(claim::Evidence::exact, contracts_within(one_minus_gamma))
      .confirmed_by("an exact Rayleigh quotient at a guessed vector", rayleigh_within)
      .values_uncompared(
          "the law is decided by a semidefiniteness test, whose only values are yes and no")
      .twin("the singular value itself is at most one minus gamma",
            contracts_within(one_minus_gamma_squared))
      .twin("it is at most three quarters of one minus gamma",
            contracts_within(three_quarters_of_it))
      .example({markov::two_state_chain(Rational(3, 10), Rational(4, 10))});
}

}  // namespace lemmascope::causal
