// The best accuracy that the signs of a sentence give, without its structure.
#include "properties/lego/chain_instance.hpp"
#include "properties/lego/krawtchouk.hpp"
#include "properties/lego/sentence_instance.hpp"
#include "theory/lego/bag_accuracy.hpp"

namespace lemmascope::lego {
namespace {

Sides by_closed_form(const ChainInstance& at) {
  return {{bag_accuracy(*at.group, at.clauses, at.variable),
           sign_bag_accuracy(at.clauses, at.variable)}};
}

Sides by_enumeration(const ChainInstance& at) {
  return {{bag_accuracy_by_enumeration(*at.group, at.clauses, at.variable),
           bag_accuracy_by_krawtchouk(at.clauses, at.variable)}};
}

// Wrong: as if the first variable were given away, one clause fewer on either side.
Sides first_clause_is_free(const ChainInstance& at) {
  if (at.variable == 1) return {};
  return {{bag_accuracy(*at.group, at.clauses, at.variable),
           sign_bag_accuracy(at.clauses - 1, at.variable - 1)}};
}

claim::Hypothesis<ChainInstance> signs() {
  return {"signs", "the group is Z_2",
          [](const ChainInstance& at) { return truth(at.group->order() == 2); }};
}

}  // namespace

claim::Claim bags_of_signs_have_a_closed_form_claim() {
  return claim::ClaimAbout<ChainInstance>("lego/bags-of-signs-have-a-closed-form")
      .states(
          "Over Z_2 the best prediction of x_i from the bag of signs is right with probability "
          "2^-n sum_m max(e_m, C(n,m) - e_m): one for the last variable, little more than half in "
          "the middle.")
      .latex(
          R"(2^{-n}\sum_m\max(e_m,\tbinom nm-e_m),\quad e_m=\sum_{j\text{ even}}\tbinom ij\tbinom{n-i}{m-j})")
      .from({kPaper, "shortcut solutions; no formula"})
      .formally("Dynamic programming over bags against the closed form, every variable.")
      .differs("the paper describes the shortcut for the last variable; the table is ours")
      .uncertain("that the paper's shortcut is the product of all signs")
      .assumes(signs())
      .tagged({"lego", "shortcut"})
      .over(every_sign_chain())
      .mathematics({"theory/lego/bag_accuracy.hpp: bag_accuracy",
                    "theory/lego/bag_accuracy.hpp: sign_bag_accuracy"})
      .tested_by({"tests/theory/lego/bag_accuracy_test.cpp: "
                  "BagAccuracy.GivesTheReferenceValuesOverSigns"})
      .law(claim::Evidence::exact, domain::equal_at_each(by_closed_form))
      .confirmed_by("complete enumeration against Krawtchouk polynomials",
                    domain::equal_at_each(by_enumeration))
      .twin("the first clause is given away", domain::equal_at_each(first_clause_is_free))
      .example({last_variable("z2", 6).group, 6, 2, 2});
}

}  // namespace lemmascope::lego
