// Over D_3 the bag of elements tells less and less of the last variable, and its sign for ever.
#include "properties/lego/chain_instance.hpp"
#include "properties/lego/sentence_instance.hpp"
#include "theory/lego/bag_accuracy.hpp"

namespace lemmascope::lego {
namespace {

// lhs < rhs: one clause more tells less, and the sign leaves one of three elements.
Sides falls(const ChainInstance& at, Rational (*accuracy)(const FiniteGroup&, int, int),
            const Rational& floor) {
  const Rational now = accuracy(*at.group, at.clauses, at.clauses);
  return {{accuracy(*at.group, at.clauses + 1, at.clauses + 1), now, claim::site("bound", 0)},
          {floor, now, claim::site("bound", 1)}};
}

Sides by_bags(const ChainInstance& at) { return falls(at, bag_accuracy, Rational(1, 3)); }

Sides by_enumeration(const ChainInstance& at) {
  return falls(at, bag_accuracy_by_enumeration, Rational(1, 3));
}

// Wrong: a floor of a half, as if one of two elements were left.
Sides half(const ChainInstance& at) { return falls(at, bag_accuracy, Rational(1, 2)); }

claim::Evaluation<ChainInstance> below(Sides (*list)(const ChainInstance&)) {
  return domain::at_each(list, claim::Op::less);
}

}  // namespace

claim::Claim dihedral_bags_tell_little_claim() {
  return claim::ClaimAbout<ChainInstance>("lego/dihedral-bags-tell-little")
      .states(
          "Over D_3 the best accuracy of a bag predictor of the last variable falls with every "
          "clause and stays above one third.")
      .latex(R"(\tfrac13<a(n+1)<a(n):\ 1,\tfrac34,\tfrac{137}{216},\tfrac{59}{108},\dots)")
      .from({kPaper, "task 2: no shortcut over D_3; no formula"})
      .formally("Strict inequalities for every n of the family; not for all n.")
      .differs("the paper reports that D_3 shows no shortcut; the numbers are ours")
      .tagged({"lego", "shortcut"})
      .over(dihedral_chains())
      .mathematics({"theory/lego/bag_accuracy.hpp: bag_accuracy"})
      .tested_by({"tests/theory/lego/bag_accuracy_test.cpp: "
                  "BagAccuracy.GivesTheReferenceValuesOverTheDihedralGroup"})
      .law(claim::Evidence::exact, below(by_bags))
      .confirmed_by("complete enumeration", below(by_enumeration))
      .twin("it stays above one half", below(half))
      .example(last_variable("d3", 3));
}

}  // namespace lemmascope::lego
