// What claims about networks quantify over: the elements of a chain, the order in which its clauses
// are written, what its variables are called, and a number of layers.
#pragma once

#include <memory>

#include "properties/domain/sides.hpp"
#include "theory/lego/sentence.hpp"

namespace lemmascope::lego {

struct SentenceInstance {
  std::shared_ptr<const FiniteGroup> group;
  std::vector<Element> elements;  ///< g_1, ..., g_n along the chain
  std::vector<int> order;         ///< clause number order[k] of the chain is written k-th
  std::vector<int> names;         ///< variable i of the chain is called names[i]
  int layers = 1;

  int clauses() const { return static_cast<int>(elements.size()); }
};

/// The clauses as they are written.
Sentence written(const SentenceInstance& at);

using SentenceDomain = claim::ProfiledDomain<SentenceInstance>;
using Sides = domain::SideList<Rational>;

/// Every sentence of up to three clauses over Z_2 and up to two over Z_3 and D_3, in every order,
/// for every number of layers up to one more than clauses.
SentenceDomain every_short_sentence();

/// Random sentences of up to 12 clauses over Z_2, Z_3, D_3 and D_4, order and names shuffled, any
/// number of layers up to 12. quick 300 cases; pr 3000; nightly 30000.
SentenceDomain sampled_sentences();

/// Three clauses over D_3, written out of order: a rotation, a reflection, a rotation. Two layers.
SentenceInstance three_dihedral_clauses();

inline constexpr const char* kPaper = "arXiv 2206.04301";

}  // namespace lemmascope::lego

namespace lemmascope::claim {

template <>
struct InstanceTraits<lego::SentenceInstance> {
  /// "d3,n=3,l=1".
  static std::string summary(const lego::SentenceInstance& instance);
  static nlohmann::json to_json(const lego::SentenceInstance& instance);
  static lego::SentenceInstance from_json(const nlohmann::json& json);
  /// The last clause left out, then order and names as in the chain, fewer layers, elements that
  /// are the identity.
  static std::vector<lego::SentenceInstance> simpler(const lego::SentenceInstance& at);
};

}  // namespace lemmascope::claim
