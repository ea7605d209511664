// The stationary law computed by elimination is invariant, positive and a law.
#include "properties/causal/instances/forest_domains.hpp"
#include "properties/claim/claim_about.hpp"
#include "properties/markov/chain_domains.hpp"
#include "properties/markov/chain_hypotheses.hpp"
#include "theory/markov/stationary_law.hpp"
#include "theory/numeric/linear_system.hpp"
#include "theory/numeric/product.hpp"

namespace lemmascope::causal {
namespace {

/// One state of a chain with its mass before and after a step.
struct State {
  int state;
  Rational mass, mass_after_step, average_of_row;
  claim::Site where() const { return claim::site("s", state); }
};

claim::Relation<Rational> is_invariant(const State& at) {
  return claim::equals(at.mass_after_step, at.mass);
}

// Wrong: steps with the chain on the other side (pi mu instead of mu pi).
claim::Relation<Rational> is_invariant_on_the_wrong_side(const State& at) {
  return claim::equals(at.average_of_row, at.mass);
}

// mu from the linear equations (I - pi^T + 1 1^T) mu = 1, with pivoting: knows nothing of GTH.
Vector<Rational> by_linear_equations(const markov::Chain& chain) {
  const int n = chain.states();
  Matrix<Rational> system = Matrix<Rational>::Identity(n, n) - chain.matrix().transpose() +
                            Matrix<Rational>::Constant(n, n, Rational(1));
  return solve(system, Matrix<Rational>::Constant(n, 1, Rational(1)));
}

Vector<Rational> by_elimination(const markov::Chain& chain) {
  return markov::stationary_law(chain);
}

using LawOf = Vector<Rational> (*)(const markov::Chain&);

template <class StateLaw>
claim::Evaluation<markov::ChainInstance> at_every_state(StateLaw law,
                                                        LawOf law_of = by_elimination) {
  return claim::at_every<Rational, markov::ChainInstance>(
      [law_of](const markov::ChainInstance& at, const auto& visit) {
        const markov::Chain& chain = at.chain;
        const Vector<Rational> mu = law_of(chain);
        const Vector<Rational> after = product(Matrix<Rational>(chain.matrix().transpose()), mu);
        const Vector<Rational> averages = product(chain.matrix(), mu);
        for (int s = 0; s < chain.states(); ++s) visit(State{s, mu(s), after(s), averages(s)});
      },
      law);
}

}  // namespace

claim::Claim stationary_law_is_invariant_claim() {
  return claim::ClaimAbout<markov::ChainInstance>("causal/stationary-law-is-invariant")
      .formerly("markov/stationary-law-is-invariant")
      .states(
          "The stationary law computed by subtraction-free elimination is invariant under the "
          "chain.")
      .latex(R"(\mu_\pi^\top \pi = \mu_\pi^\top)")
      .from({"arXiv 2402.14735", "Section 2, definition of the task"})
      .formally("Equality in exact rationals at every state.")
      .differs("none: the definition, checked for our algorithm")
      .assumes(markov::irreducible_chain())
      .tagged({"key-lemma", "foundation"})
      .over(markov::every_two_state_chain_instance())
      .over(markov::every_three_state_chain_instance())
      .over(chains_of_sampled_forests())
      .mathematics({"theory/markov/stationary_law.hpp: stationary_law"})
      .tested_by(
          {"tests/theory/markov/stationary_law_test.cpp: StationaryLaw.IsInvariantUnderTheChain"})
      .law(claim::Evidence::exact, at_every_state(is_invariant))
      .confirmed_by("the same with mu from pivoted linear equations",
                    at_every_state(is_invariant, by_linear_equations))
      .twin("the chain acts from the other side", at_every_state(is_invariant_on_the_wrong_side))
      .example({markov::two_state_chain(Rational(3, 10), Rational(4, 10))});
}

}  // namespace lemmascope::causal
