// A lazy chain has the stationary law of the chain, unless it never moves.
#include "properties/lazy/lazy_instance.hpp"
#include "theory/lazy/lazy_chain.hpp"
#include "theory/markov/stationary_law.hpp"

namespace lemmascope::lazy {
namespace {

/// One state's mass under the lazy chain and under the chain.
struct Masses {
  int state;
  Rational lazy, plain;
  claim::Site where() const { return claim::site("s", state); }
};
using Visit = std::function<void(const Masses&)>;

claim::Relation<Rational> same(const Masses& at) { return claim::equals(at.lazy, at.plain); }
claim::Relation<Rational> half(const Masses& at) {
  return claim::equals(at.lazy, Rational(at.plain / 2));
}

void by_elimination(const LazyInstance& at, const Visit& visit) {
  const auto lazy = markov::stationary_law(lazy_chain(at.chain, at.laziness));
  const auto plain = markov::stationary_law(at.chain);
  for (int s = 0; s < at.chain.states(); ++s) visit({s, lazy(s), plain(s)});
}
// Ways out of the lazy chain are (1 - a) times those of the chain: mu = (b, a) / (a + b).
void by_formula(const LazyInstance& at, const Visit& visit) {
  const Rational moves = 1 - at.laziness, a = at.chain(0, 1), b = at.chain(1, 0);
  visit({0, Rational(moves * b / (moves * (a + b))), Rational(b / (a + b))});
  visit({1, Rational(moves * a / (moves * (a + b))), Rational(a / (a + b))});
}

template <class Sites, class Law>
claim::Evaluation<LazyInstance> at_every_state(Sites sites, Law law) {
  return claim::at_every<Rational, LazyInstance>(sites, law);
}

claim::Hypothesis<LazyInstance> it_moves() {
  return {"it moves", "the laziness is less than one",
          [](const LazyInstance& at) { return at.laziness < 1 ? Truth::yes : Truth::no; }};
}

}  // namespace

claim::Claim laziness_keeps_the_law_claim() {
  return claim::ClaimAbout<LazyInstance>("lazy/laziness-keeps-the-law")
      .states("A lazy chain that moves at all has the stationary law of the chain.")
      .latex(R"(\mu^\top (aI + (1-a)\pi) = \mu^\top)")
      .from({"Lazy chains", "Theorem 2"})
      .differs("none")
      .assumes(it_moves())
      .over(every_lazy_two_state_chain())
      .law(claim::Evidence::exact, at_every_state(by_elimination, same))
      .confirmed_by("the formula for two states", at_every_state(by_formula, same))
      .twin("half of the mass", at_every_state(by_elimination, half))
      .example({markov::two_state_chain(Rational(3, 10), Rational(4, 10)), Rational(1, 3)});
}

}  // namespace lemmascope::lazy
