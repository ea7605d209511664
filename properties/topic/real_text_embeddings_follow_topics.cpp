// Real text: do embeddings trained on one half of a book follow the topics found in the other half?
#include <fmt/format.h>

#include <memory>
#include <nlohmann/json.hpp>

#include "properties/statistics/trials.hpp"
#include "properties/topic/topic_sites.hpp"
#include "sim/topic/text/gibbs_lda.hpp"
#include "sim/topic/text/text_embedding.hpp"

namespace lemmascope::topic {
namespace {

constexpr double kConfidence = 0.99;
constexpr int kResamples = 999;

/// Topics by LDA on the even chapters, embedding trained on the odd ones: they share no document.
TopicContrast contrast_of(std::uint64_t seed) {
  const auto& book = king_james_chapters();
  LdaPlan lda;
  lda.seed = seed;
  TextEmbeddingPlan embedding;
  embedding.steps = 200;
  embedding.seed = seed;
  const auto topics = topics_of_words(every_other_document(book, 0), lda);
  const auto trained = train_text_embedding(every_other_document(book, 1), embedding);
  return topic_contrast(trained, topics, kConfidence, kResamples, seed);
}

const TopicContrast& contrast_at(std::uint64_t seed) {
  // The twin asks about the same fit as the claim; runs of the program use one seed.
  static const std::uint64_t first_seed = seed;
  static const TopicContrast kept = contrast_of(first_seed);
  if (seed == first_seed) return kept;
  thread_local TopicContrast other;
  return other = contrast_of(seed);
}

nlohmann::json measurements(const TopicContrast& contrast) {
  return {{"rule", "percentile bootstrap over words; permutation of the words' topics"},
          {"same_topic", contrast.same_topic},
          {"different_topic", contrast.different_topic},
          {"difference", contrast.difference()},
          {"lower", contrast.lower},
          {"upper", contrast.upper},
          {"confidence", contrast.confidence},
          {"resamples", contrast.resamples},
          {"permutation_p", contrast.permutation_p},
          {"permutations", contrast.permutations}};
}

/// sign = 1: same-topic inner products are larger; -1: smaller.
claim::CheckResult check(const claim::RunContext& context, int sign) {
  claim::CheckResult result;
  result.name =
      sign > 0 ? "same topic exceeds different topic" : "different topic exceeds same topic";
  result.domain =
      "King James Version by chapters, 200 words; ten LDA topics from the even chapters, 32 "
      "dimensions trained on the odd chapters";
  result.evidence = claim::Evidence::statistical;
  result.scope = claim::Scope::instance;
  const TopicContrast& contrast = contrast_at(context.seed);
  result.tried = result.met = result.relations = 1;
  result.measured = std::make_shared<const nlohmann::json>(measurements(contrast));
  const double lower = sign > 0 ? contrast.lower : -contrast.upper;
  const double upper = sign > 0 ? contrast.upper : -contrast.lower;
  const bool unlikely = contrast.permutation_p <= 1 - kConfidence;
  result.verdict = claim::Verdict::undecided;
  if (lower > 0 && unlikely) result.verdict = claim::Verdict::holds;
  if (upper < 0) result.verdict = claim::Verdict::refuted;
  if (result.verdict != claim::Verdict::holds) {
    result.reason =
        fmt::format("difference in [{:.5f}, {:.5f}] at {:.0f} %, permutation p = {:.4f}", lower,
                    upper, 100 * kConfidence, contrast.permutation_p);
  }
  return result;
}

/// Embeddings of documents with planted topics follow them: the pipeline can see what is there.
bool follows_planted_topics(const statistics::TrialKey& key) {
  CorpusPlan planted{.model = TopicParametersOf<double>(4, 5, 2, 0.15, 0.1, 0.1)};
  planted.shortest = planted.longest = 60;
  const auto corpus =
      planted_corpus(planted, {key.root_seed, key.run, sim::Purpose::evaluation_set}, 100);
  const std::vector<int> topics = planted_topics(planted.model);
  TextEmbeddingPlan plan;
  plan.steps = 150;
  plan.dimension = 8;
  const auto contrast =
      topic_contrast(train_text_embedding(corpus, plan), topics, kConfidence, 199, 1);
  return contrast.lower > 0;
}

}  // namespace

claim::Claim real_text_embeddings_follow_topics_claim() {
  return statistics::ClaimByTrials("topic/real-text-embeddings-follow-topics")
      .states(
          "On real text, embeddings trained under uniform attention have larger inner products for "
          "words of one LDA topic than for words of different topics.")
      .latex(
          R"(\operatorname{avg}_{\mathrm{same}}e_i\cdot e_j>\operatorname{avg}_{\mathrm{different}}e_i\cdot e_j)")
      .from({kTopicPaper, "experiments on Wikipedia"})
      .formally(
          "Topics and embeddings come from chapters that share no document. The difference of "
          "means is above zero in a 99 % bootstrap interval over words, and fewer than 1 % of "
          "relabellings reach it. This error rate of 1 % is its own and not drawn on the run's "
          "ledger: there is one book.")
      .differs(
          "one book, 200 words and a one-layer model in place of Wikipedia and BERT. It shows that "
          "the association exists in real text with overlapping topics; it does not test the "
          "theorem's constants, and co-occurrence alone, which both methods read, would produce it")
      .uncertain("the interval treats words as exchangeable, which they are only roughly")
      .uses({"topic/embedding-gap-is-one-over-qv"})
      .tagged({"topic", "embedding", "real-text"})
      .mathematics({"sim/topic/text/text_embedding.hpp: train_text_embedding",
                    "sim/topic/text/gibbs_lda.hpp: topics_of_words"})
      .tested_by(
          {"tests/sim/topic/text_test.cpp: TextEmbedding.FollowsTheTopicsOfPlantedDocuments"})
      .measured_by(claim::Check{"same topic exceeds different topic",
                                [](const claim::RunContext& context) { return check(context, 1); }})
      .twin(claim::Twin{"different topic exceeds same topic", claim::Twin::Kind::wrong,
                        [](const claim::RunContext& context) { return check(context, -1); }})
      .confirmed_by(
          "the permutation test beside the bootstrap interval; documents with planted topics show "
          "that the pipeline sees what is there")
      .example("documents with planted topics", follows_planted_topics);
}

}  // namespace lemmascope::topic
