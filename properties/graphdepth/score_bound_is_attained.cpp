// The bound tanh B is attained by two rows that prefer one half each.
#include "properties/graphdepth/scores_instance.hpp"
#include "properties/graphdepth/stack_instance.hpp"
#include "theory/graphdepth/contraction.hpp"
#include "theory/graphdepth/logit_bound.hpp"

namespace lemmascope::graphdepth {
namespace {

Sides attained(const ScoresInstance& at) {
  return {{contraction(attention_of_masses(at.masses)), largest_contraction(at.factor)}};
}

// Other route: each row gives its half q / (q + 1/q), so the rows differ by twice that less one.
Sides by_halves(const ScoresInstance& at) {
  Rational half(0), all(0);
  for (int k = 0; k < at.masses.cols(); ++k) {
    all += at.masses(0, k);
    if (at.masses(0, k) > 1) half += at.masses(0, k);
  }
  return {{Rational(2 * half / all - 1), Rational(1 - 2 / (at.factor * at.factor + 1))}};
}

// Wrong: attained at half of the bound on scores, as if they spanned [-B/2, B/2].
Sides of_the_span(const ScoresInstance& at) {
  return {
      {contraction(attention_of_masses(at.masses)), Rational((at.factor - 1) / (at.factor + 1))}};
}

claim::Hypothesis<ScoresInstance> halves() {
  return {"opposite halves",
          "n is even, row 1 has mass q on one half and 1/q on the other, row 2 the reverse, other "
          "rows 1 throughout",
          [](const ScoresInstance& at) {
            const auto n = at.masses.rows();
            int high = 0;
            for (int k = 0; k < n; ++k) {
              const Rational& mass = at.masses(0, k);
              high += mass == at.factor ? 1 : 0;
              if (mass != at.factor && mass * at.factor != 1) return Truth::no;
              if (at.masses(1, k) * mass != 1) return Truth::no;
              for (int i = 2; i < n; ++i) {
                if (at.masses(i, k) != 1) return Truth::no;
              }
            }
            return truth(2 * high == n && at.factor > 1);
          }};
}

}  // namespace

claim::Claim score_bound_is_attained_claim() {
  return claim::ClaimAbout<ScoresInstance>("graphdepth/score-bound-is-attained")
      .states(
          "The bound tanh B is attained for every even number of positions, by two rows that "
          "prefer "
          "opposite halves.")
      .latex(R"(\tau(\mathrm{softmax}\,z)=\tanh B)")
      .from({kPaper, kTheorem})
      .formally("Exact equality for 2, 4 and 6 positions; dropping the halves refutes it.")
      .differs(kSurrogate)
      .assumes(halves())
      .uses({"graphdepth/bounded-scores-contract"})
      .tagged({"graphdepth", "softmax"})
      .over(halved_rows())
      .over(every_extreme_row())
      .mathematics({"theory/graphdepth/logit_bound.hpp: largest_contraction"})
      .tested_by({"tests/theory/graphdepth/logit_bound_test.cpp: "
                  "LargestContraction.IsAttainedByTwoRows"})
      .law(claim::Evidence::exact, domain::equal_at_each(attained))
      .confirmed_by("the share of each half", domain::equal_at_each(by_halves))
      .twin("scores span B in all", domain::equal_at_each(of_the_span))
      .twin("any rows", claim::without("opposite halves"))
      .example(two_rows(Rational(2)));
}

}  // namespace lemmascope::graphdepth
