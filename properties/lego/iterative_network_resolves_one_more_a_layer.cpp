// Association and manipulation by turns follow a chain one clause a layer.
#include "properties/lego/network_certificates.hpp"
#include "theory/lego/networks.hpp"

namespace lemmascope::lego {
namespace {

// Value of each variable of the chain as found, against the truth for the first `known`, none
// beyond.
Sides against_the_truth(const SentenceInstance& at, const std::vector<Element>& found, int known) {
  const auto truth = true_values(written(at), *at.group);
  Sides all;
  for (int i = 0; i < at.clauses(); ++i) {
    const int expected = i < known ? truth[at.names[i]] : kUnresolved;
    all.push_back({Rational(found[at.names[i]]), Rational(expected), claim::site("i", i + 1)});
  }
  return all;
}

Sides by_tokens(const SentenceInstance& at) {
  return against_the_truth(at, iterative_network(written(at), *at.group, at.layers), at.layers);
}

// Other route: the recursion on variables without tokens or vectors, and the truth as one product.
Sides by_recursion(const SentenceInstance& at) {
  const FiniteGroup& group = *at.group;
  std::vector<Element> found(at.elements.size(), kUnresolved);
  for (int layer = 0; layer < at.layers; ++layer) {
    for (int i = at.clauses() - 1; i >= 0; --i) {
      if (i > 0 && found[i - 1] == kUnresolved) continue;
      found[i] = group.product(at.elements[i], i == 0 ? group.identity() : found[i - 1]);
    }
  }
  Sides all;
  for (int i = 0; i < at.clauses(); ++i) {
    Element product = at.elements[i];
    for (int k = i - 1; k >= 0; --k) product = group.product(product, at.elements[k]);
    all.push_back({Rational(found[i]), Rational(i < at.layers ? product : kUnresolved),
                   claim::site("i", i + 1)});
  }
  return all;
}

// Wrong: one more variable.
Sides one_layer_ahead(const SentenceInstance& at) {
  return against_the_truth(at, iterative_network(written(at), *at.group, at.layers), at.layers + 1);
}

// Wrong: the element acts from the right.
Sides from_the_right(const SentenceInstance& at) {
  return against_the_truth(at, iterative_network(written(at), *at.group, at.layers, Side::right),
                           at.layers);
}

}  // namespace

claim::Claim iterative_network_resolves_one_more_a_layer_claim() {
  return claim::ClaimAbout<SentenceInstance>("lego/iterative-network-resolves-one-more-a-layer")
      .states(
          "With uniform association and manipulation inside clauses, l layers resolve exactly the "
          "first l variables: depth n suffices and is needed.")
      .latex(R"(\text{after } l \text{ layers: } x_1,\dots,x_l \text{ and no other})")
      .from({kPaper, "association and manipulation heads; no numbered theorem"})
      .formally(
          "Two tokens a clause with rational vectors over the group; the value of every variable, "
          "or that it has none, after every number of layers.")
      .differs("the paper finds such heads in trained networks; the exact network is ours")
      .tagged({"lego", "depth"})
      .over(every_short_sentence())
      .over(sampled_sentences())
      .proved_by(
          {"lego/AssociationNetwork", "lego/IterativeNetwork"},
          "The first theorem has the two tokens of every clause with vectors over any finite "
          "set and any maps of it, the second the same resolve step without tokens. Order "
          "and names of the clauses are the program's, seen on certificates.")
      .proved_in_part({"lego/CertifiedIteration"})
      .certified_by(iterative_certificates)
      .mathematics(
          {"theory/lego/networks.hpp: iterative_network", "theory/lego/sentence.hpp: true_values"})
      .tested_by(
          {"tests/theory/lego/networks_test.cpp: IterativeNetwork.ResolvesOneVariableALayer"})
      .law(claim::Evidence::exact, domain::equal_at_each(by_tokens))
      .confirmed_by("a recursion on variables against products along the chain",
                    domain::equal_at_each(by_recursion))
      .twin("one variable more", domain::equal_at_each(one_layer_ahead))
      .twin("elements act from the right", domain::equal_at_each(from_the_right))
      .example(three_dihedral_clauses());
}

}  // namespace lemmascope::lego
