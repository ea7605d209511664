// A chain on two states is in detailed balance.
#include "properties/claim/claim_about.hpp"
#include "properties/markov/chain_domains.hpp"
#include "properties/markov/chain_hypotheses.hpp"
#include "theory/markov/stationary_law.hpp"

namespace lemmascope::lazy {
namespace {

using markov::ChainInstance;

/// The flow from state 0 to state 1 and the one back.
struct Flows {
  Rational there, back;
  claim::Site where() const { return claim::site("s", 0); }
};

claim::Relation<Rational> balance(const Flows& at) { return claim::equals(at.there, at.back); }
claim::Relation<Rational> more_goes_there(const Flows& at) {
  return claim::at_least(at.there, Rational(at.back * 2));
}

void by_elimination(const ChainInstance& at, const std::function<void(const Flows&)>& visit) {
  const Vector<Rational> mu = markov::stationary_law(at.chain);
  visit({Rational(mu(0) * at.chain(0, 1)), Rational(mu(1) * at.chain(1, 0))});
}
// mu = (b, a) / (a + b) for ways out a and b.
void by_formula(const ChainInstance& at, const std::function<void(const Flows&)>& visit) {
  const Rational a = at.chain(0, 1), b = at.chain(1, 0);
  visit({Rational(b / (a + b) * a), Rational(a / (a + b) * b)});
}

template <class Sites, class Law>
claim::Evaluation<ChainInstance> once(Sites sites, Law law) {
  return claim::at_every<Rational, ChainInstance>(sites, law);
}

}  // namespace

claim::Claim two_states_are_reversible_claim() {
  return claim::ClaimAbout<ChainInstance>("lazy/two-states-are-reversible")
      .states("Every chain on two states is in detailed balance.")
      .latex(R"(\mu_0 \pi_{01} = \mu_1 \pi_{10})")
      .from({"Lazy chains", "Lemma 1"})
      .differs("none")
      .assumes(markov::irreducible_chain())
      .over(markov::every_two_state_chain_instance())
      .law(claim::Evidence::exact, once(by_elimination, balance))
      .confirmed_by("the formula for two states", once(by_formula, balance))
      .twin("twice as much goes there", once(by_elimination, more_goes_there))
      .example({markov::two_state_chain(Rational(3, 10), Rational(4, 10))});
}

}  // namespace lemmascope::lazy
