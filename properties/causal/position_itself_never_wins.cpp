// The mask allows j = i, and the position itself never wins under an orbit prior of two-state
// chains.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "properties/causal/margin_laws.hpp"
#include "properties/causal/training_sites.hpp"
#include "theory/causal/near_independence.hpp"
#include "theory/markov/enumerate.hpp"

namespace lemmascope::causal {
namespace {

constexpr LengthExtents kLengths{7, 8, 9};

claim::Relation<Rational> parent_beats_the_position(const MarginSite& at) {
  return claim::is_greater(strict_certificate(at.margin.numerator), Rational(0));
}

// Wrong: in the corner of chains with one token only, too. There nothing tells the parent from the
// position.
claim::Relation<Rational> parent_wins_with_one_token(const MarginSite& at) {
  return claim::is_greater(
      std::min(strict_certificate(at.margin.numerator), at.margin.numerator.value(1, 0, 0)),
      Rational(0));
}
// Wrong: an earlier rival cannot win either.
claim::Relation<Rational> parent_beats_every_rival(const MarginSite& at) {
  return claim::is_greater(strict_certificate(over_lambda_squared(at.margin)), Rational(0));
}

claim::Relation<Rational> positive_at_one_chain(const ChainSite& at) {
  return claim::is_greater(at.margin, Rational(0));
}

// Independent tokens of three states: the closed form, positive, against exact K.
claim::CheckResult at_independence(const claim::RunContext& context) {
  const int denominator = context.profile == claim::Profile::quick ? 5 : 7;
  const markov::CausalForest forest({-1, 0, 0, -1});
  claim::Findings<Rational> findings;
  std::int64_t cases = 0;
  for (int a = 1; a < denominator; ++a) {
    for (int b = 1; a + b < denominator; ++b) {
      Matrix<Rational> rows(3, 3);
      Vector<Rational> law(3);
      for (int s = 0; s < 3; ++s) {
        const std::array<int, 3> parts{a, b, denominator - a - b};
        for (int t = 0; t < 3; ++t) rows(s, t) = law[t] = Rational(parts[t], denominator);
      }
      const auto k =
          drive_by_enumeration<Rational>(markov::Chain(rows), forest, finite_length_epsilon());
      const Rational closed =
          self_margin_at_independence(law, forest.size() + 1, finite_length_epsilon());
      const auto where = claim::site("u_1", a, "u_2", b, "over", denominator);
      findings.add(claim::equals(closed, Rational(k(2, 0) - k(2, 2))), where);
      findings.add(claim::is_greater(closed, Rational(0)), where);
      ++cases;
    }
  }
  return concluded(
      "three-states-at-independence",
      fmt::format("every positive law on three tokens with denominator {}, T = 5", denominator),
      claim::Evidence::exact, claim::Scope::family, cases, findings.outcome());
}

}  // namespace

claim::Claim position_itself_never_wins_claim() {
  return claim::ClaimAbout<GraphInstance>("causal/position-itself-never-wins")
      .states(
          "Under the orbit prior of any two-state chain the entry of the parent exceeds that of "
          "the position itself, at every length listed and on every forest.")
      .latex(R"(\mathbb E[K_{i,p(i)}] > \mathbb E[K_{ii}])")
      .from({"arXiv 2402.14735", "proof of Theorem 4.4, before the limit of long sequences"})
      .formally(
          "The margin as an exact polynomial over all two-state chains has no negative coefficient "
          "and is positive wherever no token is absorbing. For three states, independent tokens: "
          "(1/S) sum_q u_q^2 (1 - u_q) E[D(1 + Bin(T - 3, u_q))], D(k) = r(k) - r(k + 1) > 0, "
          "equal to exact K.")
      .differs(
          "the paper's mask allows j = i; its limit needs the constant mean for this. At finite "
          "length and for more than two states only the neighbourhood of independence is shown")
      .uses({"causal/self-entry-averages-to-zero"})
      .tagged({"finite-length"})
      .over(every_graph(kLengths))
      .mathematics({"theory/causal/two_state_margin.hpp: two_state_margin",
                    "theory/causal/near_independence.hpp: self_margin_at_independence"})
      .tested_by({"tests/theory/causal/two_state_margin_test.cpp: "
                  "TwoStateMargin.IsTheMarginOfTheOrbitPriorForEveryForest",
                  "tests/theory/causal/near_independence_test.cpp: "
                  "SelfMargin.IsTheMarginOverThePositionItselfOfIndependentTokens"})
      .law(claim::Evidence::exact, at_every_place(self_places, parent_beats_the_position))
      .confirmed_by(kSevenChains, at_seven_chains(self_places, positive_at_one_chain))
      .values_uncompared(
          "coefficients of a polynomial over all two-state chains are the law; the other route "
          "computes K at seven of them")
      .twin("the parent wins where only one token occurs, too",
            at_every_place(self_places, parent_wins_with_one_token))
      .twin("no earlier rival wins either", at_every_place(rival_places, parent_beats_every_rival))
      .also_checked({"three-states-at-independence", at_independence})
      .example({markov::CausalForest({-1, 0, 0, 1}), Rational(1, 100)});
}

}  // namespace lemmascope::causal
