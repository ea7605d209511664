// Data processing for the Shannon information, by enclosures: over families of forests and chains,
// and over a continuum of two-state chains.
#include <fmt/format.h>

#include <map>
#include <utility>

#include "properties/causal/forest_sites.hpp"
#include "properties/causal/instances/forest_domains.hpp"
#include "properties/claim/region.hpp"
#include "theory/information/mutual_information.hpp"
#include "theory/markov/pair_law.hpp"
#include "theory/markov/sequence_enumeration.hpp"
#include "theory/markov/stationary_law.hpp"
#include "theory/numeric/jet.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::causal {
namespace {

using markov::Position;

/// A rival j of the parent of i, with enclosures of both Shannon informations.
struct LogRival {
  Position i, j;
  Interval rival, parent;
  claim::Site where() const { return claim::site("i", i, "j", j); }
};

claim::Relation<Interval> data_processing(const LogRival& at) {
  return claim::at_most(at.rival, at.parent);
}
// Wrong: a rival keeps at most a third. In the smallest family it keeps up to 0.344.
claim::Relation<Interval> falls_to_a_third(const LogRival& at) {
  return claim::at_most(Interval(Interval(3) * at.rival), at.parent);
}

Matrix<Interval> enclosed(const Matrix<Rational>& exact) {
  Matrix<Interval> result(exact.rows(), exact.cols());
  for (Eigen::Index k = 0; k < exact.size(); ++k) result(k) = Interval(exact(k));
  return result;
}

using PairLaw = Matrix<Rational> (*)(const markov::Chain&, const Vector<Rational>&,
                                     const markov::CausalForest&, Position, Position);

template <class Law>
claim::Evaluation<ForestInstance> at_every_rival(Law law, PairLaw pair_law) {
  return claim::at_every<Interval, ForestInstance>(
      [pair_law](const ForestInstance& at, const auto& visit) {
        const markov::Chain& chain = at.prior().atoms().front().chain;
        const Vector<Rational> mu = markov::stationary_law(chain);
        auto information = [&](Position j, Position i) {
          return information::shannon_information(enclosed(pair_law(chain, mu, at.forest, j, i)));
        };
        std::map<std::pair<int, int>, Interval>
            by_kinship;  // a pair depends on its two depths only
        auto shared = [&](Position j, Position i) {
          const auto kin = at.forest.kinship(j, i);
          if (!kin) return Interval(0);
          const auto [found, fresh] = by_kinship.try_emplace({kin->up, kin->down});
          if (fresh) found->second = information(j, i);
          return found->second;
        };
        for (Position i = 0; i < at.forest.size(); ++i) {
          if (at.forest.is_root(i)) continue;
          const Position p = at.forest.parent(i);
          for (Position j = 0; j < i; ++j) {
            if (j != p) visit(LogRival{i, j, shared(j, i), shared(p, i)});
          }
        }
      },
      law);
}

// The Shannon information of a two-state chain [[1-a, a], [b, 1-b]] at distance n, from
// m = mu_0 = b / (a + b) and rho = (1 - a - b)^n: P_00 = m^2 + m(1-m) rho and so on.
template <class N>
N two_state_information(const N& a, const N& b, int distance) {
  const N m = b / (a + b), w = a / (a + b);
  const N lambda = N(1) - a - b;
  N rho = lambda;
  for (int n = 1; n < distance; ++n) rho = rho * lambda;
  const N same0 = m + w * rho, other = N(1) - rho, same1 = w + m * rho;
  return m * m * (same0 / m) * log(same0 / m) + N(2) * m * w * other * log(other) +
         w * w * (same1 / w) * log(same1 / w);
}

using Jets = Jet<Interval>;

// I(distance 1) - I(distance n) over a box in mean-value form: f(centre) + grad f(box) (box -
// centre).
Interval loss_over(const claim::Box& box, int distance) {
  auto difference = [&](const auto& a, const auto& b) {
    return two_state_information(a, b, 1) - two_state_information(a, b, distance);
  };
  const Rational a = (box.lower[0] + box.upper[0]) / 2, b = (box.lower[1] + box.upper[1]) / 2;
  const Interval wide_a = Interval::between(box.lower[0], box.upper[0]);
  const Interval wide_b = Interval::between(box.lower[1], box.upper[1]);
  const Interval centre = difference(Interval(a), Interval(b));
  const Jets slope = difference(Jets::variable(wide_a, 0), Jets::variable(wide_b, 1));
  return centre + slope.gradient[0] * (wide_a - Interval(a)) +
         slope.gradient[1] * (wide_b - Interval(b));
}

// Hypotheses on a box: a, b in [gamma/2, 1 - gamma/2] (by the choice of the box) and |1 - a - b| >=
// gamma.
Truth non_degenerate_on(const claim::Box& box, const Rational& gamma) {
  const Interval lambda = Interval(1) - Interval::between(box.lower[0], box.upper[0]) -
                          Interval::between(box.lower[1], box.upper[1]);
  return less_equal(Interval(gamma), abs(lambda));
}

Rational region_gamma(claim::Profile profile) {
  switch (profile) {
    case claim::Profile::quick:
      return Rational(1, 4);
    case claim::Profile::pr:
      return Rational(1, 8);
    case claim::Profile::nightly:
      return Rational(1, 20);
  }
  return Rational(1, 4);
}

claim::CheckResult over_two_state_region(const claim::RunContext& context, bool growing) {
  const Rational gamma = region_gamma(context.profile);
  const Rational low = gamma / 2, high = 1 - gamma / 2;
  claim::Region region;
  region.name = "two-state-region";
  region.description = fmt::format(
      "every two-state chain [[1-a,a],[b,1-b]] with a, b in [{}, {}] and |1-a-b| >= {} (gamma = "
      "{}), rivals at tree distance 2 and 3; leaves out the strip |1-a-b| < {} where both sides "
      "vanish",
      lemmascope::to_text(low), lemmascope::to_text(high), lemmascope::to_text(gamma),
      lemmascope::to_text(gamma), lemmascope::to_text(gamma));
  region.axes = {"a", "b"};
  region.box = {{low, low}, {high, high}};
  return claim::cover(
      region,
      [&](const claim::Box& box) {
        claim::RegionAnswer answer;
        answer.hypotheses = non_degenerate_on(box, gamma);
        if (answer.hypotheses == Truth::no) return answer;
        try {
          const Interval two = loss_over(box, 2), three = loss_over(box, 3);
          answer.law = less_equal(Interval(0), two) & less_equal(Interval(0), three);
          if (growing) answer.law = less_equal(two, Interval(0)) & less_equal(three, Interval(0));
          answer.margin = two;
        } catch (const PreconditionError&) {
          // Over a wide box an enclosure can leave the domain of log or of a quotient: that decides
          // nothing.
          answer.law = Truth::unknown;
        }
        return answer;
      },
      context);
}

}  // namespace

claim::Claim shannon_data_processing_claim() {
  return claim::ClaimAbout<ForestInstance>("causal/shannon-data-processing")
      .formerly("information/shannon-data-processing")
      .states("No earlier position carries more Shannon information about a token than its parent.")
      .latex(R"(I(s_i;s_j) \le I(s_i;s_{p(i)}) \quad\text{for all } j<i)")
      .from({"arXiv 2402.14735", "data-processing step; p(i) = argmax_j I_f(s_i; s_j | pi)"})
      .formally(
          "Enclosures with outward rounding: over families of forests and rational chains, and "
          "over the region of two-state chains allowed by the lower bound and the non-degeneracy.")
      .differs("two- and three-state chains here; the paper states it for every f-information")
      .assumes(irreducible())
      .assumes(single_chain())
      .assumes(informative_edges())  // else both sides vanish and no enclosure orders them
      .uses({"causal/stationary-law-is-invariant"})
      .tagged({"key-lemma"})
      .proved_by({"causal/ParentIsMostInformativeInBits"},
                 "The logarithm of the theorem is any function that turns products into sums and "
                 "lies below x - 1; that the real logarithm is one is not proved there. The law "
                 "that runs encloses it. No certificate: enclosures of logarithms are no rational "
                 "numbers to evaluate.")
      .proved_in_part({"causal/ConvexDataProcessing"})
      .over(every_forest_and_two_state_chain())
      .over(every_forest_and_three_state_chain())
      .mathematics({"theory/information/mutual_information.hpp: shannon_information",
                    "theory/markov/pair_law.hpp: pair_law"})
      .tested_by({"tests/theory/information/mutual_information_test.cpp: "
                  "MutualInformation.NeverGrowsAlongAChain",
                  "tests/theory/markov/pair_law_test.cpp: "
                  "PairLaw.EqualsTheSumOverSequencesOnEveryForestUpToFourPositions"})
      .law(claim::Evidence::interval, at_every_rival(data_processing, markov::pair_law<Rational>))
      .confirmed_by("the same with pair laws summed over all token sequences",
                    at_every_rival(data_processing, markov::pair_law_by_enumeration<Rational>))
      .twin("information falls to a third",
            at_every_rival(falls_to_a_third, markov::pair_law<Rational>))
      .also_checked({"two-state-region",
                     [](const claim::RunContext& c) { return over_two_state_region(c, false); }})
      .also_twin({"information grows over the region", claim::Twin::Kind::wrong,
                  [](const claim::RunContext& c) { return over_two_state_region(c, true); }})
      .example(two_state_chain_on_three_positions());
}

}  // namespace lemmascope::causal
