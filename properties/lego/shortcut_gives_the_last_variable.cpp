// Expected to be refuted over groups that do not commute: that the last variable is a function of
// the bag of elements.
#include "properties/lego/chain_instance.hpp"
#include "properties/lego/sentence_instance.hpp"
#include "theory/lego/bag_accuracy.hpp"

namespace lemmascope::lego {
namespace {

Sides by_bags(const ChainInstance& at) {
  return {{bag_accuracy(*at.group, at.clauses, at.clauses), Rational(1)}};
}

Sides by_enumeration(const ChainInstance& at) {
  return {{bag_accuracy_by_enumeration(*at.group, at.clauses, at.clauses), Rational(1)}};
}

claim::Hypothesis<ChainInstance> commuting() {
  return {"commuting elements", "the group is abelian",
          [](const ChainInstance& at) { return truth(at.group->is_abelian()); }};
}

}  // namespace

claim::Claim shortcut_gives_the_last_variable_claim() {
  return claim::ClaimAbout<ChainInstance>("lego/shortcut-gives-the-last-variable")
      .states(
          "The last variable is a function of the bag of elements, whatever the group (expected to "
          "be refuted: over D_3 already for two clauses).")
      .latex(R"(\Pr[\hat x_n(\{g_1,\dots,g_n\})=x_n]=1)")
      .from({kPaper, "shortcut solutions for Z_2"})
      .formally(
          "Best accuracy of a bag predictor of x_n is one; over D_3 it is 3/4 for two clauses. "
          "Over abelian groups it holds.")
      .differs("the paper has the shortcut for Z_2; which groups have one is ours")
      .uncertain("that the paper's shortcut is the product of all signs")
      .tagged({"lego", "shortcut", "necessary-assumption"})
      .expects(claim::Verdict::refuted)
      .over(every_small_chain(false))
      .mathematics({"theory/lego/bag_accuracy.hpp: bag_accuracy"})
      .tested_by({"tests/theory/lego/bag_accuracy_test.cpp: "
                  "BagAccuracy.GivesTheReferenceValuesOverTheDihedralGroup"})
      .law(claim::Evidence::exact, domain::equal_at_each(by_bags))
      .confirmed_by("complete enumeration", domain::equal_at_each(by_enumeration))
      .control("over abelian groups it does", domain::equal_at_each(by_bags), {commuting()})
      .example(last_variable("d3", 2));
}

}  // namespace lemmascope::lego
