// Scores in [-B, B] make attention contract at a rate that does not depend on the size of the
// graph.
#include "properties/graphdepth/scores_instance.hpp"
#include "properties/graphdepth/stack_instance.hpp"
#include "theory/graphdepth/contraction.hpp"
#include "theory/graphdepth/logit_bound.hpp"

namespace lemmascope::graphdepth {
namespace {

Sides bounded(const ScoresInstance& at) {
  return {{contraction(attention_of_masses(at.masses)), largest_contraction(at.factor)}};
}

// Other route: what two rows share, with weights from cross products of masses.
Sides by_overlap(const ScoresInstance& at) {
  const auto n = at.masses.rows();
  Vector<Rational> totals = Vector<Rational>::Constant(n, Rational(0));
  for (int i = 0; i < n; ++i) {
    for (int k = 0; k < n; ++k) totals[i] += at.masses(i, k);
  }
  Rational least(1);
  for (int i = 0; i < n; ++i) {
    for (int j = 0; j < n; ++j) {
      Rational shared(0);
      for (int k = 0; k < n; ++k) {
        shared +=
            std::min(Rational(at.masses(i, k) * totals[j]), Rational(at.masses(j, k) * totals[i]));
      }
      least = std::min(least, Rational(shared / (totals[i] * totals[j])));
    }
  }
  return {{Rational(1 - least), Rational(1 - 2 / (at.factor * at.factor + 1))}};
}

// Wrong: two per cent less.
Sides two_per_cent_less(const ScoresInstance& at) {
  return {{contraction(attention_of_masses(at.masses)),
           Rational(largest_contraction(at.factor) * Rational(98, 100))}};
}

}  // namespace

claim::Claim bounded_scores_contract_claim() {
  return claim::ClaimAbout<ScoresInstance>("graphdepth/bounded-scores-contract")
      .states(
          "Softmax of scores in [-B, B] has a contraction coefficient of at most tanh B, whatever "
          "the number of positions.")
      .latex(R"(|z_{ij}|\le B\Rightarrow\tau(\mathrm{softmax}\,z)\le\tanh B)")
      .from({kPaper, kTheorem})
      .formally("Exact in the masses e^z and q = e^B: tanh B = (q^2 - 1)/(q^2 + 1).")
      .differs(kSurrogate)
      .uncertain("the paper's theorem is remembered, not read")
      .uses({"graphdepth/contraction-is-submultiplicative"})
      .tagged({"graphdepth", "softmax"})
      .over(every_extreme_row())
      .over(sampled_scores())
      .mathematics({"theory/graphdepth/logit_bound.hpp: largest_contraction",
                    "theory/graphdepth/contraction.hpp: contraction"})
      .tested_by({"tests/theory/graphdepth/logit_bound_test.cpp: "
                  "HyperbolicTangent.GivesTheReferenceValues"})
      .law(claim::Evidence::exact, domain::at_most_at_each(bounded))
      .confirmed_by("what two rows share, by cross products", domain::at_most_at_each(by_overlap))
      .twin("two per cent less", domain::at_most_at_each(two_per_cent_less))
      .example(two_rows(Rational(2)));
}

}  // namespace lemmascope::graphdepth
