#include <gmock/gmock.h>

#include <cmath>
#include <set>

#include "sim/topic/text/gibbs_lda.hpp"
#include "sim/topic/text/text_embedding.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::topic {
namespace {

using ::testing::HasSubstr;

std::string refusal(std::string_view text) {
  try {
    parse_text_corpus(text);
  } catch (const PreconditionError& error) {
    return error.what();
  }
  return "";
}

TEST(TextCorpus, ReadsVocabularyAndDocuments) {
  const TextCorpus corpus = parse_text_corpus("# note\nlion lamb\n1 2 2\n2\n");
  EXPECT_THAT(corpus.vocabulary, ::testing::ElementsAre("lion", "lamb"));
  ASSERT_EQ(corpus.documents.size(), 2U);
  EXPECT_THAT(corpus.documents[0], ::testing::ElementsAre(1, 2, 2));
}

TEST(TextCorpus, NamesTheBrokenLine) {
  EXPECT_THAT(refusal("lion lamb\n1 3\n"),
              HasSubstr("line 2 of the corpus: expected word numbers 1 to 2"));
  EXPECT_THAT(refusal("lion lamb\n1 0\n"), HasSubstr("expected word numbers 1 to 2, found 0"));
  EXPECT_THAT(refusal("lion lamb\n1\nlamb\n"), HasSubstr("line 3"));
  EXPECT_THAT(refusal("lion lamb\n"), HasSubstr("at least one document"));
}

TEST(KingJamesChapters, HaveTheStatedShape) {
  const TextCorpus& corpus = king_james_chapters();
  EXPECT_EQ(corpus.words(), 200);
  EXPECT_EQ(corpus.documents.size(), 981U);
  for (const auto& document : corpus.documents) {
    EXPECT_GE(document.size(), 30U);
    EXPECT_LE(document.size(), 100U);
  }
  const auto even = every_other_document(corpus, 0);
  const auto odd = every_other_document(corpus, 1);
  EXPECT_EQ(even.documents.size() + odd.documents.size(), corpus.documents.size());
  EXPECT_EQ(odd.documents[0], corpus.documents[1]);
  EXPECT_EQ(odd.documents[1], corpus.documents[3]);
}

TextCorpus tiny_corpus() { return parse_text_corpus("a b c\n1 2 1\n3 3 2 1\n"); }

TEST(GibbsLda, FullConditionalIsTheRatioOfJointProbabilities) {
  const TextCorpus corpus = tiny_corpus();
  LdaPlan plan;
  plan.topics = 3;
  LdaState state(corpus, plan);
  state.sweep();
  for (int document = 0; document < 2; ++document) {
    for (int position = 0; position < 3; ++position) {
      const auto weights = state.full_conditional(document, position);
      const int kept = state.topic(document, position);
      std::vector<double> joint;
      for (int topic = 0; topic < 3; ++topic) {
        state.assign(document, position, topic);
        joint.push_back(state.log_joint());
      }
      state.assign(document, position, kept);
      for (int topic = 1; topic < 3; ++topic) {
        const double by_joint = joint[topic] - joint[0];
        const double by_conditional = std::log(weights[topic] / weights[0]);
        // Sums of about thirty log-gammas below 16, each within a few units of roundoff.
        EXPECT_LE(std::abs(by_joint - by_conditional), 30 * 4 * 16 * std::ldexp(1.0, -53));
      }
    }
  }
}

/// Four topics of five words, two a document of 60 words.
CorpusPlan four_topics() {
  CorpusPlan plan{.model = TopicParametersOf<double>(4, 5, 2, 0.15, 0.1, 0.1)};
  plan.shortest = plan.longest = 60;
  return plan;
}

TEST(PlantedCorpus, HasTheDocumentsAndTopicsOfItsModel) {
  const TextCorpus corpus = planted_corpus(four_topics(), {7, 0, sim::Purpose::training_batch}, 20);
  EXPECT_EQ(corpus.words(), 20);
  ASSERT_EQ(corpus.documents.size(), 20U);
  const std::vector<int> topics = planted_topics(four_topics().model);
  EXPECT_THAT(topics,
              ::testing::ElementsAre(0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3));
  for (const auto& document : corpus.documents) {
    std::set<int> used;
    for (const Token word : document) used.insert(topics[static_cast<std::size_t>(word - 1)]);
    EXPECT_LE(used.size(), 2U);
  }
}

TEST(GibbsLda, FindsThePlantedTopicsOfDisjointDocuments) {
  const TextCorpus corpus =
      planted_corpus(four_topics(), {7, 0, sim::Purpose::training_batch}, 150);
  LdaPlan plan;
  plan.topics = 4;
  plan.sweeps = 60;
  const auto topics = topics_of_words(corpus, plan);
  std::set<int> used;
  for (int topic = 0; topic < 4; ++topic) {
    for (int word = 0; word < 5; ++word) EXPECT_EQ(topics[5 * topic + word], topics[5 * topic]);
    used.insert(topics[5 * topic]);
  }
  EXPECT_EQ(used.size(), 4U);
}

TEST(TopicContrast, SeesPlantedTopicsAndNotShuffledOnes) {
  // Words of one topic share a direction.
  Matrix<double> embedding = Matrix<double>::Zero(4, 41);
  std::vector<int> topics;
  std::vector<int> shuffled;
  for (int word = 0; word < 40; ++word) {
    embedding(word % 4, word + 1) = 1;
    topics.push_back(word % 4);
    shuffled.push_back(word / 10);
  }
  const auto seen = topic_contrast(embedding, topics, 0.99, 499, 3);
  EXPECT_EQ(seen.same_topic, 1);
  EXPECT_EQ(seen.different_topic, 0);
  EXPECT_EQ(seen.permutation_p, 1.0 / 500);
  EXPECT_GT(seen.lower, 0);
  const auto unseen = topic_contrast(embedding, shuffled, 0.99, 499, 3);
  EXPECT_LT(unseen.lower, 0);
  EXPECT_GT(unseen.permutation_p, 0.01);
}

TEST(TopicContrast, HasAnIntervalAroundTheDifferenceThatGrowsWithConfidence) {
  // Words of one topic share a direction, with noise, so that resampling words moves the
  // difference.
  Matrix<double> embedding(4, 41);
  for (Eigen::Index k = 0; k < embedding.size(); ++k) {
    embedding(k) = std::sin(1.0 + 2.3 * static_cast<double>(k));
  }
  std::vector<int> topics;
  for (int word = 0; word < 40; ++word) {
    topics.push_back(word % 4);
    embedding(word % 4, word + 1) += 2;
  }
  const auto wide = topic_contrast(embedding, topics, 0.99, 499, 3);
  const auto narrow = topic_contrast(embedding, topics, 0.5, 499, 3);
  EXPECT_LT(wide.lower, narrow.lower);
  EXPECT_LT(narrow.lower, wide.difference());
  EXPECT_LT(wide.difference(), narrow.upper);
  EXPECT_LT(narrow.upper, wide.upper);
  EXPECT_EQ(wide.confidence, 0.99);
  EXPECT_EQ(wide.resamples, 499);
}

TEST(TopicContrast, LeavesAWordDrawnTwiceOut) {
  // Orthonormal embeddings: no pair of different words has an inner product, in no resample.
  Matrix<double> embedding = Matrix<double>::Zero(12, 13);
  embedding.rightCols(12).setIdentity();
  const std::vector<int> topics{0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2};
  const auto none = topic_contrast(embedding, topics, 0.9, 99, 3);
  EXPECT_EQ(none.lower, 0);
  EXPECT_EQ(none.upper, 0);
  EXPECT_EQ(none.permutation_p, 1);
}

TEST(TextEmbedding, FollowsTheTopicsOfPlantedDocuments) {
  const TextCorpus corpus =
      planted_corpus(four_topics(), {8, 0, sim::Purpose::training_batch}, 100);
  const std::vector<int> topics = planted_topics(four_topics().model);
  TextEmbeddingPlan plan;
  plan.steps = 150;
  plan.dimension = 8;
  const auto contrast = topic_contrast(train_text_embedding(corpus, plan), topics, 0.99, 199, 5);
  EXPECT_GT(contrast.lower, 0);
}

}  // namespace
}  // namespace lemmascope::topic
