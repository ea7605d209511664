// Both networks answer the same whatever the order of the clauses and the names of variables.
#include <numeric>

#include "properties/lego/sentence_instance.hpp"
#include "theory/lego/networks.hpp"

namespace lemmascope::lego {
namespace {

SentenceInstance plain(SentenceInstance at) {
  std::iota(at.order.begin(), at.order.end(), 0);
  at.names = at.order;
  return at;
}

/// lhs: as written; rhs: in the order of the chain, named along it. Network 0, then network 1.
template <class First, class Second>
Sides as_written_and_plain(const SentenceInstance& at, First first, Second second) {
  const SentenceInstance base = plain(at);
  const std::vector<Element> found[] = {first(at), second(at)};
  const std::vector<Element> expected[] = {first(base), second(base)};
  Sides all;
  for (int network = 0; network < 2; ++network) {
    for (int i = 0; i < at.clauses(); ++i) {
      all.push_back({Rational(found[network][at.names[i]]), Rational(expected[network][i]),
                     claim::site("network", network, "i", i + 1)});
    }
  }
  return all;
}

Sides by_networks(const SentenceInstance& at) {
  return as_written_and_plain(
      at,
      [](const SentenceInstance& s) { return iterative_network(written(s), *s.group, s.layers); },
      [](const SentenceInstance& s) { return doubling_network(written(s), *s.group, s.layers); });
}

// Other route: the values that l and 2^l clauses of the chain give, read off by following it.
std::vector<Element> followed(const SentenceInstance& at, int known) {
  const auto truth = true_values(written(at), *at.group);
  std::vector<Element> values(truth.size(), kUnresolved);
  const auto order = chain_order(written(at));
  for (int i = 0; i < std::min(known, at.clauses()); ++i) values[order[i]] = truth[order[i]];
  return values;
}

Sides by_following(const SentenceInstance& at) {
  return as_written_and_plain(
      at, [](const SentenceInstance& s) { return followed(s, s.layers); },
      [](const SentenceInstance& s) { return followed(s, 1 << s.layers); });
}

// Wrong: a reader that goes through the clauses once a layer, as they are written, and uses at once
// what it has found.
std::vector<Element> read_in_order(const SentenceInstance& at) {
  std::vector<Element> values(at.elements.size(), kUnresolved);
  for (int layer = 0; layer < at.layers; ++layer) {
    for (const Clause& clause : written(at)) {
      const Element before =
          clause.previous == kRoot ? at.group->identity() : values[clause.previous];
      if (before == kUnresolved) continue;
      values[clause.variable] = at.group->product(clause.element, before);
    }
  }
  return values;
}

Sides by_reading(const SentenceInstance& at) {
  return as_written_and_plain(at, read_in_order, read_in_order);
}

}  // namespace

claim::Claim networks_ignore_order_and_names_claim() {
  return claim::ClaimAbout<SentenceInstance>("lego/networks-ignore-order-and-names")
      .states(
          "Permuting the clauses or renaming the variables permutes what the networks answer and "
          "changes nothing else.")
      .latex(R"(f(\sigma\cdot s)=\sigma\cdot f(s))")
      .from({kPaper, "setting: clauses are shuffled, variables are random letters"})
      .formally(
          "Each variable's value in the sentence as written against the one in the order of the "
          "chain, for both networks and every number of layers.")
      .differs("the paper trains on shuffled sentences; equivariance of the exact networks is ours")
      .uses({"lego/iterative-network-resolves-one-more-a-layer",
             "lego/doubling-network-resolves-twice-as-many"})
      .tagged({"lego", "symmetry"})
      .over(every_short_sentence())
      .over(sampled_sentences())
      .mathematics({"theory/lego/networks.hpp: iterative_network",
                    "theory/lego/networks.hpp: doubling_network"})
      .tested_by(
          {"tests/theory/lego/networks_test.cpp: IterativeNetwork.ResolvesOneVariableALayer"})
      .law(claim::Evidence::exact, domain::equal_at_each(by_networks))
      .confirmed_by("values of the first l and 2^l variables by following the chain",
                    domain::equal_at_each(by_following))
      .twin("a reader that uses at once what it has found", domain::equal_at_each(by_reading))
      .example(three_dihedral_clauses());
}

}  // namespace lemmascope::lego
