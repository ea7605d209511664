// A chain on two states is in detailed balance.
#include "properties/claim/sides.hpp"
#include "properties/markov/chain_domains.hpp"
#include "properties/markov/chain_hypotheses.hpp"
#include "theory/markov/stationary_law.hpp"

namespace lemmascope::lazy {

// The flow from state 0 to state 1 and the one back.
static claim::ListOfSides<Rational> by_elimination(const markov::ChainInstance& at) {
  const Vector<Rational> mu = markov::stationary_law(at.chain);
  return {{claim::site("s", 0), mu(0) * at.chain(0, 1), mu(1) * at.chain(1, 0)}};
}
// mu = (b, a) / (a + b) for ways out a and b.
static claim::ListOfSides<Rational> by_formula(const markov::ChainInstance& at) {
  const Rational a = at.chain(0, 1), b = at.chain(1, 0);
  return {{claim::site("s", 0), b / (a + b) * a, a / (a + b) * b}};
}

claim::Claim two_states_are_reversible_claim() {
  return claim::ClaimAbout<markov::ChainInstance>("lazy/two-states-are-reversible")
      .states("Every chain on two states is in detailed balance.")
      .latex(R"(\mu_0 \pi_{01} = \mu_1 \pi_{10})")
      .from({"Lazy chains", "Lemma 1"})
      .differs("none")
      .mathematics({"theory/markov/stationary_law.hpp: stationary_law"})
      .assumes(markov::irreducible_chain())
      .over(markov::every_two_state_chain_instance())
      .law(claim::Evidence::exact, claim::at_every(by_elimination, claim::equals<Rational>))
      .confirmed_by("two states", claim::at_every(by_formula, claim::equals<Rational>))
      .twin("more goes there", claim::at_every(by_elimination, claim::is_greater<Rational>))
      .example({markov::two_state_chain(Rational(3, 10), Rational(4, 10))});
}

}  // namespace lemmascope::lazy
