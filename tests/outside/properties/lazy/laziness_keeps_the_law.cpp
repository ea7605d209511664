// A lazy chain has the stationary law of the chain, unless it never moves.
#include "properties/claim/sides.hpp"
#include "properties/lazy/lazy_instance.hpp"
#include "theory/lazy/lazy_chain.hpp"
#include "theory/markov/stationary_law.hpp"

namespace lemmascope::lazy {

// At each state, its mass under the lazy chain and under the chain.
static claim::ListOfSides<Rational> by_elimination(const LazyInstance& at) {
  const auto lazy = markov::stationary_law(lazy_chain(at.of.chain, at.laziness));
  const auto plain = markov::stationary_law(at.of.chain);
  return {{claim::site("s", 0), lazy(0), plain(0)}, {claim::site("s", 1), lazy(1), plain(1)}};
}
// Ways out of the lazy chain are (1 - a) times those of the chain: mu = (b, a) / (a + b).
static claim::ListOfSides<Rational> by_formula(const LazyInstance& at) {
  const Rational a = at.of.chain(0, 1), b = at.of.chain(1, 0), moves = 1 - at.laziness;
  return {{claim::site("s", 0), moves * b / (moves * a + moves * b), b / (a + b)},
          {claim::site("s", 1), moves * a / (moves * a + moves * b), a / (a + b)}};
}

static claim::Hypothesis<LazyInstance> it_moves() {
  return {"it moves", "the laziness is less than one",
          [](const LazyInstance& at) { return at.laziness < 1 ? Truth::yes : Truth::no; }};
}

claim::Claim laziness_keeps_the_law_claim() {
  return claim::ClaimAbout<LazyInstance>("lazy/laziness-keeps-the-law")
      .states("A lazy chain that moves at all has the stationary law of the chain.")
      .latex(R"(\mu^\top (aI + (1-a)\pi) = \mu^\top)")
      .from({"Lazy chains", "Theorem 2"})
      .differs("none")
      .mathematics({"theory/lazy/lazy_chain.hpp: lazy_chain"})
      .assumes(it_moves())
      .over(claim::crossed<LazyInstance>(markov::every_two_state_chain_instance(),
                                         {0, Rational(1, 3), Rational(2, 3), 1}, "each laziness"))
      .law(claim::Evidence::exact, claim::at_every(by_elimination, claim::equals<Rational>))
      .confirmed_by("two states", claim::at_every(by_formula, claim::equals<Rational>))
      .twin("it has less", claim::at_every(by_elimination, claim::is_less<Rational>))
      .example({{markov::two_state_chain(Rational(3, 10), Rational(4, 10))}, Rational(1, 3)});
}

}  // namespace lemmascope::lazy
