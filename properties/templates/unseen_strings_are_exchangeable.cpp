// Exchanged initial weights exchange what is said of two unseen strings: over a symmetric start
// both answers have one law, and no training can tell same from different.
#include "properties/templates/network_instance.hpp"
#include "properties/templates/strings_instance.hpp"

namespace lemmascope::templates {
namespace {

// f(aa) of one training beside f(ab) of another.
Sides beside(const NetworkInstance& at, const Network<Rational>& end,
             const Network<Rational>& exchanged) {
  return {{output_of(end, {at.one, at.one}), output_of(exchanged, {at.one, at.other}),
           claim::site("string", 0)},
          {output_of(end, {at.one, at.other}), output_of(exchanged, {at.one, at.one}),
           claim::site("string", 1)}};
}

Network<Rational> exchanged(const NetworkInstance& at) {
  return with_exchanged(at.start, 1, at.one, at.other);
}

Sides law(const NetworkInstance& at) {
  return beside(at, at.trained_from(at.start), at.trained_from(exchanged(at)));
}

// Other route: trained once without these symbols; their weights are put in afterwards.
Sides without_these_symbols(const NetworkInstance& at) {
  const auto end = trained_without_unseen<Rational>(at.start, at.samples, at.rate, at.steps);
  return beside(at, end, with_exchanged(end, 1, at.one, at.other));
}

// Wrong: exchanged at both positions, which gives f(bb) and f(ba).
Sides at_both_positions(const NetworkInstance& at) {
  return beside(at, at.trained_from(at.start),
                at.trained_from(with_exchanged(exchanged(at), 0, at.one, at.other)));
}
// Wrong: equal from one start.
Sides from_one_start(const NetworkInstance& at) {
  const auto end = at.trained_from(at.start);
  return beside(at, end, end);
}

}  // namespace

claim::Claim unseen_strings_are_exchangeable_claim() {
  return claim::ClaimAbout<NetworkInstance>("templates/unseen-strings-are-exchangeable")
      .states(
          "For symbols a, b that no sample holds, a fully connected network trained from weights "
          "with a and b exchanged at the second position gives f(ab) where it gave f(aa): over a "
          "permutation-symmetric start both have one law.")
      .latex(R"(f_{\pi\theta_0}(ab)=f_{\theta_0}(aa)\Rightarrow f(aa)\stackrel{d}{=}f(ab))")
      .from({kPaper, "fully connected networks fail (Appendix I, as a third party has it)"})
      .formally("Both trainings in fractions, both strings, both directions.")
      .differs("small networks, few steps; equality of laws follows for exchangeable starts")
      .uncertain(kNotRead)
      .uses({"templates/unseen-inputs-keep-their-weights"})
      .tagged({"templates", "fully-connected", "training"})
      .assumes(unseen_symbols())
      .assumes(no_decay())
      .over(sampled_networks())
      .mathematics({"theory/templates/fully_connected.hpp: trained",
                    "theory/templates/fully_connected.hpp: trained_without_unseen"})
      .tested_by({"tests/theory/templates/fully_connected_test.cpp: "
                  "Training.FromExchangedWeightsExchangesUnseenStrings"})
      .law(claim::Evidence::exact, domain::equal_at_each(law))
      .confirmed_by("trained without these symbols", domain::equal_at_each(without_these_symbols))
      .twin("exchanged at both positions", domain::equal_at_each(at_both_positions))
      .twin("equal from one start", domain::equal_at_each(from_one_start))
      .twin("symbols that are seen", claim::without("unseen symbols"))
      .example(small_network());
}

}  // namespace lemmascope::templates
