// The bound on rounded softmax is attained: odds 1 : q become q : 1.
#include "properties/plasticity/masses_instance.hpp"
#include "properties/plasticity/task_domains.hpp"
#include "theory/plasticity/quantised_softmax.hpp"

namespace lemmascope::plasticity {
namespace {

Sides attained(const MassesInstance& at) {
  return {{softmax_distance(at.masses, factors_of(at)), largest_softmax_distance(at.factor)}};
}

// Other route: only the two groups count; their shares from sums.
Sides by_groups(const MassesInstance& at) {
  Rational rising(0), falling(0);
  for (int i = 0; i < at.masses.size(); ++i) {
    (at.raised[i] ? rising : falling) += at.masses[i];
  }
  const Rational up = rising * at.factor, down = falling / at.factor;
  const Rational distance = up / (up + down) - rising / (rising + falling);
  return {{Rational(2 * distance), Rational(2 - 4 / (at.factor + 1))}};
}

// Wrong: as if the groups had equal masses before.
Sides from_equal_groups(const MassesInstance& at) {
  const Rational q = at.factor;
  return {{Rational(q / (q + 1 / q) * 2 - 1), largest_softmax_distance(q)}};
}

claim::Hypothesis<MassesInstance> mirrored_odds() {
  return {"mirrored odds", "the scores that rise have total mass 1, the others q",
          [](const MassesInstance& at) {
            Rational sums[2] = {Rational(0), Rational(0)};
            for (int i = 0; i < at.masses.size(); ++i) sums[at.raised[i]] += at.masses[i];
            return truth(sums[1] == 1 && sums[0] == at.factor);
          }};
}

}  // namespace

claim::Claim rounding_bound_is_attained_claim() {
  return claim::ClaimAbout<MassesInstance>("plasticity/rounding-bound-is-attained")
      .states(
          "The bound 2 tanh(delta/2) is attained, for every delta and every split of the scores, "
          "at "
          "odds 1 : q that become q : 1.")
      .latex(R"(\|p-\tilde p\|_1=2\tanh(\delta/2)\ \text{at}\ p(A)=\tfrac1{1+q},\ A\text{ rising})")
      .from({kPaper, "quantised variants of the network; no numbered statement"})
      .formally("Exact equality in q = e^delta for every split of two to five scores.")
      .differs("the paper states no bound; sharpness is ours")
      .assumes(mirrored_odds())
      .uses({"plasticity/rounded-scores-move-softmax-little"})
      .tagged({"plasticity", "quantisation"})
      .over(mirrored_roundings())
      .over(every_rounding())
      .mathematics({"theory/plasticity/quantised_softmax.hpp: softmax_distance"})
      .tested_by({"tests/theory/plasticity/quantised_softmax_test.cpp: "
                  "SoftmaxDistance.AttainsTheBoundAtTheMirroredPair"})
      .law(claim::Evidence::exact, domain::equal_at_each(attained))
      .confirmed_by("the shares of the two groups", domain::equal_at_each(by_groups))
      .twin("from equal odds", domain::equal_at_each(from_equal_groups))
      .twin("from any odds", claim::without("mirrored odds"))
      .example(rounding({Rational(1, 3), Rational(2, 3), Rational(2)}, Rational(2),
                        {true, true, false}));
}

}  // namespace lemmascope::plasticity
