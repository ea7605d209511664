// Pointer doubling resolves a chain in logarithmic depth.
#include "properties/lego/network_certificates.hpp"
#include "theory/lego/networks.hpp"

namespace lemmascope::lego {
namespace {

Sides against_the_truth(const SentenceInstance& at, const std::vector<Element>& found, int known) {
  const auto truth = true_values(written(at), *at.group);
  Sides all;
  for (int i = 0; i < at.clauses(); ++i) {
    const int expected = i < known ? truth[at.names[i]] : kUnresolved;
    all.push_back({Rational(found[at.names[i]]), Rational(expected), claim::site("i", i + 1)});
  }
  return all;
}

Sides by_pointers(const SentenceInstance& at) {
  return against_the_truth(at, doubling_network(written(at), *at.group, at.layers), 1 << at.layers);
}

// Other route: after l layers a clause holds the product of the last 2^l elements before it.
Sides by_segments(const SentenceInstance& at) {
  const FiniteGroup& group = *at.group;
  Sides all;
  Element truth = group.identity();
  for (int i = 0; i < at.clauses(); ++i) {
    truth = group.product(at.elements[i], truth);
    const int first = std::max(0, i - (1 << at.layers) + 1);
    Element segment = at.elements[first];
    for (int k = first + 1; k <= i; ++k) segment = group.product(at.elements[k], segment);
    const bool to_the_root = first == 0;
    all.push_back({Rational(to_the_root ? segment : kUnresolved),
                   Rational(i < 1 << at.layers ? truth : kUnresolved), claim::site("i", i + 1)});
  }
  return all;
}

// Wrong: one variable more.
Sides one_more(const SentenceInstance& at) {
  return against_the_truth(at, doubling_network(written(at), *at.group, at.layers),
                           (1 << at.layers) + 1);
}

// Wrong: products the other way round.
Sides the_other_way_round(const SentenceInstance& at) {
  return against_the_truth(at, doubling_network(written(at), *at.group, at.layers, Side::right),
                           1 << at.layers);
}

}  // namespace

claim::Claim doubling_network_resolves_twice_as_many_claim() {
  return claim::ClaimAbout<SentenceInstance>("lego/doubling-network-resolves-twice-as-many")
      .states(
          "With a product of elements in every clause, pointer doubling resolves exactly the first "
          "2^l variables after l layers: depth ceil(log2 n).")
      .latex(R"(\text{after } l \text{ layers: } x_1,\dots,x_{2^l} \text{ and no other})")
      .from({kPaper, "discussion of depth; no numbered theorem"})
      .formally("The value of every variable, or that it has none, after every number of layers.")
      .differs("the paper has no such network; it shows what depth a chain needs at all")
      .uses({"lego/iterative-network-resolves-one-more-a-layer"})
      .tagged({"lego", "depth"})
      .over(every_short_sentence())
      .over(sampled_sentences())
      .proved_by(
          {"lego/DoublingNetwork"},
          "The theorem allows any product that is compatible with an action. Order and names "
          "of the clauses are the program's, seen on certificates.")
      .proved_in_part({"lego/CertifiedDoubling"})
      .certified_by(doubling_certificates)
      .mathematics({"theory/lego/networks.hpp: doubling_network"})
      .tested_by({"tests/theory/lego/networks_test.cpp: DoublingNetwork.ResolvesTwiceAsManyALayer"})
      .law(claim::Evidence::exact, domain::equal_at_each(by_pointers))
      .confirmed_by("products of segments of 2^l elements", domain::equal_at_each(by_segments))
      .twin("one variable more", domain::equal_at_each(one_more))
      .twin("products the other way round", domain::equal_at_each(the_other_way_round))
      .example(three_dihedral_clauses());
}

}  // namespace lemmascope::lego
