// A theorem without a limit: on the pairs graph the parent wins at every length.
#include <fmt/format.h>

#include "properties/causal/margin_laws.hpp"
#include "properties/causal/training_sites.hpp"
#include "theory/causal/leading_gradient.hpp"

namespace lemmascope::causal {
namespace {

constexpr LengthExtents kLengths{8, 9, 10};

std::vector<RivalPlace> member_of_another_pair(const markov::CausalForest&) {
  return {{1, 0, 2}, {1, 0, 3}};
}

claim::Relation<Rational> parent_wins(const MarginSite& at) {
  return claim::is_greater(strict_certificate(over_lambda_squared(at.margin)), Rational(0));
}

// Wrong by five per cent: it wins by more than the limit at the corner x = y = 0.
claim::Relation<Rational> wins_by_more_than_at_the_corner(const MarginSite& at) {
  const Rational more = Rational(21, 20) * at.corner;
  return claim::at_least(Rational(excess_over_bound(at.margin, more).least_coefficient()),
                         Rational(0));
}

claim::Relation<Rational> parent_wins_at_one_chain(const ChainSite& at) {
  return claim::is_greater(at.margin, Rational(0));
}

claim::Hypothesis<GraphInstance> two_pairs() {
  return {"two pairs", "{p, i} and {j, j'} are components of two nodes: 0 -> 1 and 2 -> 3",
          [](const GraphInstance& at) {
            const auto& forest = at.forest;
            if (forest.size() < 4 || forest.parent(1) != 0 || forest.parent(3) != 2 ||
                !forest.is_root(2)) {
              return Truth::no;
            }
            for (markov::Position k = 4; k < forest.size(); ++k) {
              if (!forest.is_root(k) && forest.parent(k) < 4) return Truth::no;
            }
            return Truth::yes;
          }};
}

// r(k) = T / (k + T eps), and E[x r(N+3) - (1-x) r(T-N-3) - y r(N+2) + (1-y) r(T-N-2)] with N the
// number of zeros among the other T - 5 nodes, for one chain on the pairs graph.
Rational difference_by_zeros(const Rational& x, const Rational& y, int length,
                             const Rational& epsilon) {
  const Rational lambda = x - y, mu = y / (1 - lambda);
  std::vector<Rational> zeros{1};  // the law of N, pair by pair
  for (int pair = 0; pair < (length - 5) / 2; ++pair) {
    std::vector<Rational> next(zeros.size() + 2, Rational(0));
    for (std::size_t n = 0; n < zeros.size(); ++n) {
      next[n + 2] += zeros[n] * mu * x;
      next[n + 1] += zeros[n] * (mu * (1 - x) + (1 - mu) * y);
      next[n] += zeros[n] * (1 - mu) * (1 - y);
    }
    zeros = std::move(next);
  }
  const auto r = [&](int copies) { return Rational(length / (copies + length * epsilon)); };
  Rational mean = 0;
  for (int n = 0; n < static_cast<int>(zeros.size()); ++n) {
    mean += zeros[static_cast<std::size_t>(n)] * (x * r(n + 3) - (1 - x) * r(length - n - 3) -
                                                  y * r(n + 2) + (1 - y) * r(length - n - 2));
  }
  return lambda * mu * (1 - mu) * mean / 2;
}

// Longer than the polynomials go: the pairs graph itself, exact, with the formula above.
claim::CheckResult longer_sequences(const claim::RunContext& context) {
  std::vector<int> lengths{9, 13, 17};
  if (context.profile != claim::Profile::quick) lengths.insert(lengths.end(), {25, 33});
  claim::Findings<Rational> findings;
  std::int64_t cases = 0;
  for (const int length : lengths) {
    const auto forest = markov::CausalForest::pairs(length - 1);
    for (const auto& [x, y] :
         {std::pair{Rational(1, 2), Rational(1, 3)}, std::pair{Rational(1, 100), Rational(1, 1000)},
          std::pair{Rational(99, 100), Rational(1, 50)}}) {
      Rational mean = 0, by_zeros = 0;
      for (const bool swapped : {false, true}) {
        const Rational& first = swapped ? y : x;
        const Rational& second = swapped ? x : y;
        const auto chain = markov::two_state_chain(Rational(1 - first), second);
        const auto k = drive_by_quadrature<Rational>(chain, forest, finite_length_epsilon());
        mean += (k(3, 2) - k(3, 0)) / 2;
        by_zeros += difference_by_zeros(first, second, length, finite_length_epsilon()) / 2;
      }
      const auto where = claim::site("T", length);
      findings.add(claim::equals(mean, by_zeros), where);
      findings.add(claim::is_greater(mean, Rational(0)), where);
      ++cases;
    }
  }
  return concluded("longer-sequences",
                   fmt::format("the pairs graph up to T = {} × three chains", lengths.back()),
                   claim::Evidence::exact, claim::Scope::instance, cases, findings.outcome());
}

}  // namespace

claim::Claim pairs_dominate_at_every_length_claim() {
  return claim::ClaimAbout<GraphInstance>("causal/pairs-dominate-at-every-length")
      .states(
          "If a node and its parent form a component of two, and so do the rival and its partner, "
          "then the parent wins for every two-state chain whose rows differ, at every length, "
          "whatever the rest of the forest.")
      .latex(R"(\mathbb E[K_{i,p}]>\mathbb E[K_{ij}]\quad\text{for all } x\ne y\in(0,1),\ T\ge5,\;
  \epsilon\ge0)")
      .from({"the suite's own findings", "finite length"})
      .formally(
          "A proof on paper covers every length (five steps: the orbit mean as an integral over "
          "tilts, a comparison of tilted counts, a quadratic with negative discriminant). Checked "
          "here: the margin over lambda^2 as an exact polynomial without negative coefficients, "
          "positive for every chain, for every forest on the other nodes; on the pairs graph up to "
          "longer sequences also K_ip - K_ij = (lambda/2) mu_0 mu_1 E[x r(N+3) - (1-x) r(T-N-3) - "
          "y r(N+2) + (1-y) r(T-N-2)], N the zeros among the other T - 5 nodes.")
      .differs(
          "not in the paper, which takes T to infinity. The proof for all lengths is not machine "
          "checked; a rival that is a component of its own is not covered")
      .assumes(two_pairs())
      .uses({"causal/gradient-rows-sum-to-zero"})
      .tagged({"finite-length"})
      .over(two_pairs_beside_every_graph(kLengths))
      .mathematics({"theory/causal/two_state_margin.hpp: two_state_margin",
                    "theory/causal/two_state_margin.hpp: corner_limit"})
      .tested_by({"tests/theory/causal/two_state_margin_test.cpp: "
                  "TwoStateMargin.IsTheMarginOfTheOrbitPriorForEveryForest"})
      .law(claim::Evidence::exact, at_every_place(member_of_another_pair, parent_wins))
      .confirmed_by(kSevenChains, at_seven_chains(member_of_another_pair, parent_wins_at_one_chain))
      .values_uncompared(
          "coefficients of a polynomial over all two-state chains are the law; the other route "
          "computes K at seven of them")
      .twin("it wins by five per cent more than at the corner",
            at_every_place(member_of_another_pair, wins_by_more_than_at_the_corner))
      .also_checked({"longer-sequences", longer_sequences})
      .example({markov::CausalForest::pairs(6), Rational(1, 100)});
}

}  // namespace lemmascope::causal
