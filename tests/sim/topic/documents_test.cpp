#include "sim/topic/documents.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "sim/topic/masked_batch.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::topic {
namespace {

const sim::StreamKey kKey{20240222, 0, sim::Purpose::training_batch};

CorpusPlan small_corpus() {
  CorpusPlan plan{.model = TopicParametersOf<double>(4, 3, 2, 0.15, 0.1, 0.1)};
  plan.shortest = 20;
  plan.longest = 30;
  return plan;
}

/// Hoeffding: a mean of `count` independent values in [0, 1] is this far from its expectation with
/// probability at most 2e-9.
double hoeffding_radius(double count) { return std::sqrt(std::log(1e9) / (2 * count)); }

TEST(Documents, OfDisjointTopicsHoldOnlyTheirTopics) {
  const CorpusPlan plan = small_corpus();
  std::vector<int> seen(4, 0);
  for (std::uint64_t index = 0; index < 400; ++index) {
    sim::Stream stream(kKey, index);
    const auto words = draw_words(plan, stream);
    EXPECT_GE(words.size(), 20U);
    EXPECT_LE(words.size(), 30U);
    std::set<int> topics;
    for (const Token word : words) topics.insert(plan.model.topic_of(word));
    EXPECT_LE(topics.size(), 2U);
    for (const int topic : topics) ++seen[topic];
  }
  // Each topic is in half of the documents (up to documents that draw only one of their two
  // topics).
  for (const int count : seen) EXPECT_LE(std::abs(count / 400.0 - 0.5), hoeffding_radius(400));
}

TEST(Documents, ShowTokensInTheSharesOfTheTheory) {
  const CorpusPlan plan = small_corpus();
  const MaskedBatch batch = draw_batch(plan, kKey, 0, 3000);
  const double positions = batch.keys.sum();
  // Maskings are independent over positions, so this is a mean of that many indicators.
  EXPECT_LE(std::abs(batch.keys.row(0).sum() / positions - plan.model.mask_share()),
            hoeffding_radius(positions));
  EXPECT_LE(std::abs(batch.weight() / positions - plan.model.mask()), hoeffding_radius(positions));
  double kept = 0;
  for (const BatchQuery& query : batch.queries) {
    for (const auto& [label, weight] : query.labels) kept += label == query.shown ? weight : 0;
  }
  const double expected = plan.model.correct() + plan.model.random() / 12;
  EXPECT_LE(std::abs(kept / batch.weight() - expected), hoeffding_radius(batch.weight()));
}

TEST(Documents, AreTheSameForTheSameKeyAndIndex) {
  const CorpusPlan plan = small_corpus();
  const auto first = draw_document(plan, kKey, 7);
  EXPECT_EQ(first.keys, draw_document(plan, kKey, 7).keys);
  EXPECT_NE(first.keys, draw_document(plan, kKey, 8).keys);
  EXPECT_NE(first.keys, draw_document(plan, {1, 0, sim::Purpose::training_batch}, 7).keys);
}

TEST(Documents, OfAFiniteCorpusComeBackWithTheSameMasks) {
  CorpusPlan plan = small_corpus();
  plan.documents = 5;
  const auto first = draw_document(plan, kKey, 3);
  const auto again = draw_document(plan, kKey, 13);
  EXPECT_EQ(first.keys, again.keys);
  EXPECT_EQ(first.selected.size(), again.selected.size());
}

TEST(ReleasedDocuments, HideSelectedPositionsAndFrameTheRest) {
  CorpusPlan plan = small_corpus();
  plan.mode = DocumentMode::released;
  EXPECT_EQ(plan.tokens(), 16);
  for (std::uint64_t index = 0; index < 300; ++index) {
    sim::Stream stream(kKey, index);
    const auto words = draw_words(plan, stream);
    const auto document = mask_document(plan, words, stream);
    EXPECT_EQ(document.keys.front(), plan.start_token());
    EXPECT_EQ(document.keys.back(), plan.end_token());
    EXPECT_EQ(document.keys.size() + document.selected.size(), words.size() + 2);
    EXPECT_GE(document.selected.size(), 1U);
    for (std::size_t i = 1; i + 1 < document.keys.size(); ++i) {
      EXPECT_GE(document.keys[i], 1);
      EXPECT_LT(document.keys[i], plan.start_token());
    }
  }
}

TEST(ReleasedDocuments, DrawAgainWhenNothingIsSelected) {
  // Two words and p_m = 1/4: given that one or two are selected, both are with probability
  // (1/16) / (7/16) = 1/7. Selecting one at random when none was would give 1/16.
  CorpusPlan plan{.model = TopicParametersOf<double>(4, 3, 2, 0.25, 0.1, 0.1)};
  plan.mode = DocumentMode::released;
  plan.shortest = plan.longest = 2;
  constexpr int kDraws = 4000;
  double both = 0;
  for (std::uint64_t index = 0; index < kDraws; ++index) {
    both += draw_document(plan, kKey, index).selected.size() == 2 ? 1 : 0;
  }
  EXPECT_LE(std::abs(both / kDraws - 1.0 / 7), hoeffding_radius(kDraws));
  CorpusPlan never{.model = TopicParametersOf<double>(4, 3, 2, 0, 0.1, 0.1)};
  never.mode = DocumentMode::released;
  EXPECT_THROW(draw_document(never, kKey, 0), PreconditionError);
}

TEST(ReleasedDocuments, ReplaceByAnyIdOfTheVocabulary) {
  CorpusPlan plan{.model = TopicParametersOf<double>(4, 3, 2, 0.5, 0, 1)};
  plan.mode = DocumentMode::released;
  plan.shortest = plan.longest = 8000;
  std::vector<double> shown(static_cast<std::size_t>(plan.tokens()), 0);
  const auto document = draw_document(plan, kKey, 0);
  for (const Selected& position : document.selected) shown[position.shown] += 1;
  const auto selected = static_cast<double>(document.selected.size());
  for (const double count : shown) {
    EXPECT_LE(std::abs(count / selected - 1.0 / 16), hoeffding_radius(selected));
    EXPECT_GT(count, 0);
  }
}

TEST(UnselectedKeys, AreTheWordsThatAreNotSelectedAndNothingElse) {
  CorpusPlan plan = small_corpus();
  plan.mode = DocumentMode::unselected_keys;
  EXPECT_EQ(plan.tokens(), 13);
  for (std::uint64_t index = 0; index < 100; ++index) {
    sim::Stream stream(kKey, index);
    const auto words = draw_words(plan, stream);
    const auto document = mask_document(plan, words, stream);
    EXPECT_EQ(document.keys.size() + document.selected.size(), words.size());
    for (const Token key : document.keys) {
      EXPECT_GE(key, 1);
      EXPECT_LE(key, 12);
    }
  }
}

TEST(UnselectedKeys, AreNeeded) {
  const MaskedDocument blind{{}, {{0, 1}}};
  EXPECT_THROW(batch_of({blind}, 13), PreconditionError);
}

TEST(DocumentOrder, ShufflesEveryEpochAnew) {
  constexpr std::uint64_t kDocuments = 50;
  DocumentOrder order(kDocuments, 20240222, 0);
  std::vector<std::vector<std::uint64_t>> epochs(3);
  for (std::uint64_t index = 0; index < 3 * kDocuments; ++index) {
    epochs[index / kDocuments].push_back(order.at(index));
  }
  EXPECT_NE(epochs[0], epochs[1]);
  EXPECT_NE(epochs[1], epochs[2]);
  // Going back to an epoch gives its order again.
  EXPECT_EQ(order.at(kDocuments), epochs[1].front());
  for (const auto& epoch : epochs) {
    const std::set<std::uint64_t> once(epoch.begin(), epoch.end());
    EXPECT_EQ(once.size(), kDocuments);
    EXPECT_EQ(*once.rbegin(), kDocuments - 1);
  }
}

TEST(DocumentOrder, PutsEveryDocumentFirstEquallyOften) {
  constexpr int kEpochs = 5000;
  DocumentOrder order(5, 7, 0);
  std::vector<double> first(5, 0);
  for (std::uint64_t epoch = 0; epoch < kEpochs; ++epoch) first[order.at(5 * epoch)] += 1;
  for (const double count : first) {
    EXPECT_LE(std::abs(count / kEpochs - 0.2), hoeffding_radius(kEpochs));
  }
}

TEST(DocumentOrder, LeavesFreshDocumentsInOrder) {
  DocumentOrder order(0, 20240222, 0);
  for (const std::uint64_t index : {0, 1, 12345}) EXPECT_EQ(order.at(index), index);
}

TEST(Dirichlet, HasTheMeanAndTheVarianceOfItsLaw) {
  // Entries have mean 1/k and variance (1/k)(1 - 1/k)/(k a + 1).
  constexpr int kTopics = 5;
  constexpr double kConcentration = 0.1;
  constexpr int kDraws = 20000;
  double sum = 0;
  double square = 0;
  for (int draw = 0; draw < kDraws; ++draw) {
    sim::Stream stream(kKey, static_cast<std::uint64_t>(draw));
    const auto weights = draw_dirichlet(kTopics, kConcentration, stream);
    sum += weights[2];
    square += weights[2] * weights[2];
  }
  const double mean = 1.0 / kTopics;
  const double variance = mean * (1 - mean) / (kTopics * kConcentration + 1);
  EXPECT_LE(std::abs(sum / kDraws - mean), hoeffding_radius(kDraws));
  EXPECT_LE(std::abs(square / kDraws - (variance + mean * mean)), hoeffding_radius(kDraws));
}

TEST(CorpusPlan, NamesTheBrokenPrecondition) {
  CorpusPlan plan = small_corpus();
  plan.shortest = 40;
  EXPECT_THROW(check(plan), PreconditionError);
  plan = small_corpus();
  plan.concentration = 0;
  EXPECT_THROW(check(plan), PreconditionError);
}

}  // namespace
}  // namespace lemmascope::topic
