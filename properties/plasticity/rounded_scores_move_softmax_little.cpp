// How far softmax moves when every score is rounded by at most delta.
#include "properties/plasticity/masses_instance.hpp"
#include "properties/plasticity/task_domains.hpp"
#include "theory/plasticity/quantised_softmax.hpp"

namespace lemmascope::plasticity {
namespace {

Sides bounded(const MassesInstance& at) {
  return {{softmax_distance(at.masses, factors_of(at)), largest_softmax_distance(at.factor)}};
}

// Other route: twice the largest difference that an event sees, over all events.
Sides over_events(const MassesInstance& at) {
  const Vector<Rational> factors = factors_of(at);
  const int n = static_cast<int>(at.masses.size());
  Rational largest(0);
  for (int event = 0; event < 1 << n; ++event) {
    Rational in(0), total(0), moved_in(0), moved(0);
    for (int i = 0; i < n; ++i) {
      const Rational after = at.masses[i] * factors[i];
      if (event >> i & 1) in += at.masses[i], moved_in += after;
      total += at.masses[i], moved += after;
    }
    largest = std::max(largest, Rational(moved_in / moved - in / total));
  }
  return {{Rational(2 * largest), Rational(2 - 4 / (at.factor + 1))}};
}

// Wrong: two per cent less.
Sides two_per_cent_less(const MassesInstance& at) {
  return {{softmax_distance(at.masses, factors_of(at)),
           Rational(largest_softmax_distance(at.factor) * Rational(98, 100))}};
}

}  // namespace

claim::Claim rounded_scores_move_softmax_little_claim() {
  return claim::ClaimAbout<MassesInstance>("plasticity/rounded-scores-move-softmax-little")
      .states(
          "If no score moves by more than delta, softmax moves by at most 2 tanh(delta/2) in l1.")
      .latex(R"(\|p-\tilde p\|_1\le2\tanh(\delta/2)=\frac{2(q-1)}{q+1},\quad q=e^\delta)")
      .from({kPaper, "quantised variants of the network; no numbered statement"})
      .formally(
          "Exact in the masses e^{z_i} and in q = e^delta: scores at the corners of the box, each "
          "mass times q or 1/q. The probability of every event is monotone in each score, so "
          "corners decide.")
      .differs("the paper reports accuracies of quantised networks and no bound")
      .uncertain("how the paper quantises scores")
      .tagged({"plasticity", "quantisation"})
      .over(every_rounding())
      .over(sampled_roundings())
      .over(mirrored_roundings())
      .mathematics({"theory/plasticity/quantised_softmax.hpp: softmax_distance",
                    "theory/plasticity/quantised_softmax.hpp: largest_softmax_distance"})
      .tested_by({"tests/theory/plasticity/quantised_softmax_test.cpp: "
                  "QuantisationBound.GivesTheReferenceValues"})
      .law(claim::Evidence::exact, domain::at_most_at_each(bounded))
      .confirmed_by("the largest difference over all events", domain::at_most_at_each(over_events))
      .twin("two per cent less", domain::at_most_at_each(two_per_cent_less))
      .example(
          rounding({Rational(1), Rational(3), Rational(2)}, Rational(17, 16), {true, false, true}));
}

}  // namespace lemmascope::plasticity
