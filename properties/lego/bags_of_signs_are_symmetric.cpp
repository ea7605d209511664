// Bag accuracy over Z_2 does not tell the first i variables from the last.
#include "properties/lego/chain_instance.hpp"
#include "properties/lego/krawtchouk.hpp"
#include "properties/lego/sentence_instance.hpp"
#include "theory/lego/bag_accuracy.hpp"

namespace lemmascope::lego {
namespace {

Sides by_bags(const ChainInstance& at) {
  return {{bag_accuracy(*at.group, at.clauses, at.variable),
           bag_accuracy(*at.group, at.clauses, at.clauses - at.variable)}};
}

Sides by_krawtchouk(const ChainInstance& at) {
  return {{bag_accuracy_by_krawtchouk(at.clauses, at.variable),
           bag_accuracy_by_krawtchouk(at.clauses, at.clauses - at.variable)}};
}

// Wrong: mirrored about (n + 1) / 2.
Sides one_off(const ChainInstance& at) {
  return {{bag_accuracy(*at.group, at.clauses, at.variable),
           bag_accuracy(*at.group, at.clauses, at.clauses + 1 - at.variable)}};
}

claim::Hypothesis<ChainInstance> signs_before_the_last() {
  return {"signs, not the last variable", "the group is Z_2 and i < n",
          [](const ChainInstance& at) {
            return truth(at.group->order() == 2 && at.variable < at.clauses);
          }};
}

}  // namespace

claim::Claim bags_of_signs_are_symmetric_claim() {
  return claim::ClaimAbout<ChainInstance>("lego/bags-of-signs-are-symmetric")
      .states("Over Z_2 the bag of signs tells x_i as well as x_{n-i}.")
      .latex(R"(a_n(i)=a_n(n-i))")
      .from({kPaper, "shortcut solutions; no formula"})
      .formally("Exact equality for every 1 <= i < n.")
      .differs("not in the paper")
      .assumes(signs_before_the_last())
      .uses({"lego/bags-of-signs-have-a-closed-form"})
      .tagged({"lego", "shortcut"})
      .over(every_sign_chain())
      .mathematics({"theory/lego/bag_accuracy.hpp: bag_accuracy"})
      .tested_by({"tests/theory/lego/bag_accuracy_test.cpp: "
                  "BagAccuracy.GivesTheReferenceValuesOverSigns"})
      .law(claim::Evidence::exact, domain::equal_at_each(by_bags))
      .confirmed_by("Krawtchouk polynomials", domain::equal_at_each(by_krawtchouk))
      .twin("x_i as well as x_{n+1-i}", domain::equal_at_each(one_off))
      .example({last_variable("z2", 6).group, 6, 2, 2});
}

}  // namespace lemmascope::lego
