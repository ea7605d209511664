// The construction for one parent: in the hard limit the reduced model counts in context.
#include <cmath>
#include <optional>

#include "properties/causal/construction_votes.hpp"
#include "properties/causal/instances/forest_domains.hpp"
#include "properties/causal/instances/model_instance.hpp"
#include "properties/causal/training_sites.hpp"
#include "theory/causal/constructions.hpp"

namespace lemmascope::causal {
namespace {

using Tokens = std::vector<int>;

// #{i : s_p(i) = q, s_i = s'} / #{i : s_p(i) = q} over nodes with a parent; nothing when none
// matches.
std::optional<Vector<Rational>> printed_counts(const ForestInstance& at, const Tokens& tokens) {
  Vector<Rational> counts = Vector<Rational>::Constant(at.states(), Rational(0));
  int matches = 0;
  for (Position i = 0; i < at.forest.size(); ++i) {
    if (at.forest.is_root(i) || tokens[at.forest.parent(i)] != tokens.back()) continue;
    counts[tokens[i]] += 1;
    ++matches;
  }
  if (matches == 0) return std::nullopt;
  for (int s = 0; s < at.states(); ++s) counts[s] /= matches;
  return counts;
}

// Roots and the query: the keys whose first-layer attention is uniform.
std::vector<int> keys_without_parent(const ForestInstance& at) {
  std::vector<int> keys;
  for (Position i = 0; i < at.forest.size(); ++i) {
    if (at.forest.is_root(i)) keys.push_back(i);
  }
  keys.push_back(at.forest.size());
  return keys;
}

attention::DisentangledTransformer<Rational> construction(const ForestInstance& at, bool repaired) {
  const int length = at.forest.size() + 1;
  auto model =
      as_disentangled(hard_adjacency_weights(at.forest, at.states(), Rational(1), Rational(1)));
  // Match scores are at most one, so a penalty of two silences a key.
  return repaired ? with_muted_keys(std::move(model), at.states(), length, keys_without_parent(at),
                                    Rational(2))
                  : model;
}

using Prediction = std::function<Vector<Rational>(const Tokens&)>;

Prediction by_transformer(const ForestInstance& at, bool repaired) {
  return [model = construction(at, repaired), states = at.states()](const Tokens& tokens) {
    return run(model, attention::one_hot_input<Rational>(tokens, states),
               attention::AttentionRule::hard)
        .output;
  };
}

Prediction by_votes(const ForestInstance& at, bool repaired) {
  const std::vector<int> muted = repaired ? keys_without_parent(at) : std::vector<int>{};
  return [&at, muted](const Tokens& tokens) {
    return votes_of_the_highest(single_parent_scores(at.forest, tokens), tokens, at.states(),
                                muted);
  };
}

// Up to so many sequences are tried one by one.
constexpr double kEverySequence = 1024;

double sequences(const ForestInstance& at) { return std::pow(at.states(), at.forest.size() + 1); }

// A key's score depends on its own token, its parent's and the query's alone: each of them before a
// constant rest shows every key every time.
template <class Visit>
void for_each_key_pattern(const ForestInstance& at, const Visit& visit) {
  const int states = at.states();
  for (Position i = 0; i < at.forest.size(); ++i) {
    for_each_sequence(4, states, [&](const Tokens& pattern) {
      Tokens tokens(static_cast<std::size_t>(at.forest.size()) + 1, pattern[3]);
      if (!at.forest.is_root(i)) tokens[at.forest.parent(i)] = pattern[1];
      tokens[i] = pattern[0];
      tokens.back() = pattern[2];
      visit(tokens);
    });
  }
}

template <class Visit>
void for_each_tried(const ForestInstance& at, const Visit& visit) {
  if (sequences(at) <= kEverySequence) {
    for_each_sequence(at.forest.size() + 1, at.states(), visit);
  } else {
    for_each_key_pattern(at, visit);
  }
}
double tried(const ForestInstance& at) {
  const double all = sequences(at);
  return all <= kEverySequence ? all : at.forest.size() * std::pow(at.states(), 4);
}

// On every sequence with a match the hard limit of the construction has the printed counts.
claim::Evaluation<ForestInstance> equals_printed_counts(
    Prediction (*prediction)(const ForestInstance&, bool), bool repaired) {
  return [=](const ForestInstance& at) {
    const Prediction predict = prediction(at, repaired);
    claim::Findings<Rational> findings;
    for_each_tried(at, [&](const Tokens& tokens) {
      const auto counts = printed_counts(at, tokens);
      if (!counts) return;
      const Vector<Rational> predicted = predict(tokens);
      for (int s = 0; s < at.states(); ++s) {
        findings.add(claim::equals(predicted[s], (*counts)[s]),
                     claim::site("token", s, "query", tokens.back()));
      }
    });
    return findings.outcome();
  };
}

// Two attention layers of the disentangled model on T tokens: a first layer of width S + T, a
// second of twice that.
double transformer_work(const ForestInstance& at) {
  const double length = at.forest.size() + 1, width = at.states() + length;
  return claim::kExactTerm * length * width * (length + 3 * width);
}

// Denominator 2 leaves one chain: the construction knows no chain, only a forest and an alphabet.
constexpr Extents kExtents{{4, 2}, {5, 2}, {6, 2}};

}  // namespace

claim::Claim hard_attention_construction_claim() {
  return claim::ClaimAbout<ForestInstance>("causal/hard-attention-construction")
      .states(
          "With the first layer on the parents and the second layer matching tokens, hard "
          "attention predicts the in-context conditional frequencies, once keys without a parent "
          "are silenced.")
      .latex(R"(f \to \frac{\#\{i: s_{p(i)}=s_T,\ s_i=s'\}}{\#\{i: s_{p(i)}=s_T\}}
  \quad(\beta_1,\beta_2\to\infty))")
      .from({"arXiv 2402.14735", "construction before Theorem 4.4"})
      .formally(
          "A1_{i,p(i)} = beta1, A2 = beta2 I, hard attention, exact rationals, every sequence with "
          "at least one match (beyond 1024 sequences: every token of a key, of its parent and of "
          "the query before every constant rest, because a key's score depends on these alone); "
          "roots and the query get a penalty in the position x position block "
          "of the second layer. The graph and the alphabet matter, the chain does not.")
      .differs(
          "the construction as printed gives roots and the query uniform attention, and the limit "
          "then also counts every root whose whole prefix is the query's token (the root at "
          "position 1 whenever s_1 = s_T) and the query if all tokens agree: that reading is the "
          "wrong twin here")
      .uncertain("the number of the construction and how the paper treats root keys in it")
      .assumes(some_edge())
      .uses({"causal/reduced-equals-disentangled"})
      .tagged({"construction"})
      .over(every_forest_and_two_state_chain(PriorKind::single, kExtents))
      .attacked({150, 5000, 100000})
      .mathematics({"theory/causal/constructions.hpp: hard_adjacency_weights"})
      .tested_by({"tests/theory/causal/constructions_test.cpp: "
                  "HardAdjacency.IsTheEmpiricalConditionalOnceRootsAndQueryAreMuted",
                  "tests/properties/causal/construction_votes_test.cpp: "
                  "SingleParentVotes.EqualTheTransformerWithHardAttention"})
      .costs([](const ForestInstance& at) { return tried(at) * transformer_work(at); })
      .law(claim::Evidence::exact, equals_printed_counts(by_transformer, true))
      .confirmed_by("votes of the highest-scoring keys, from the definition of hard attention",
                    equals_printed_counts(by_votes, true))
      .twin("the construction needs no repair for roots and the query",
            equals_printed_counts(by_transformer, false))
      .example(two_state_chain_on_three_positions());
}

}  // namespace lemmascope::causal
