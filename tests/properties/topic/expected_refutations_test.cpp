// Statements about topics that look right and are not: each is refuted by a smallest witness that a
// second route confirms, and each control holds.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "properties/catalogue/catalogue.hpp"
#include "properties/claim/engine.hpp"

namespace lemmascope::topic {
namespace {

using nlohmann::json;

struct Smallest {
  const char* claim;
  int topics, words_per_topic, topics_per_document;
  const char *mask, *correct, *random;
};

// Sizes: the smallest that the hypotheses allow. Masking laws: the simplest fractions that leave
// some position selected and some true word shown (q > 0): whole numbers where the claim allows.
const Smallest kSmallest[] = {
    {"topic/diagonal-is-special", 2, 2, 1, "1", "1", "0"},
    {"topic/finite-length-tends-to-limit-optimum", 2, 1, 1, "1", "1/2", "0"},
    {"topic/same-word-attention-exceeds-same-topic", 3, 2, 2, "1", "1", "0"},
    {"topic/attention-learns-topics", 3, 1, 2, "1/2", "0", "0"},
    {"topic/optima-are-block-wise", 2, 2, 1, "1", "1", "0"}};

class ExpectedRefutation : public ::testing::TestWithParam<Smallest> {};

TEST_P(ExpectedRefutation, HasASmallestWitnessThatASecondRouteConfirms) {
  const Smallest& expected = GetParam();
  const claim::Claim* claim = catalogue::find_claim(expected.claim);
  ASSERT_NE(claim, nullptr);
  EXPECT_EQ(claim->expected, claim::Verdict::refuted);
  const auto result = claim::run_claim(*claim, claim::RunContext{});
  EXPECT_EQ(result.verdict, claim::Verdict::refuted) << result.reason;
  EXPECT_TRUE(result.as_expected) << result.reason;
  ASSERT_TRUE(result.checks.front().witness);
  const json& witness = *result.checks.front().witness;
  EXPECT_EQ(witness.at("confirmation").at("agrees"), "yes");
  EXPECT_EQ(witness.at("confirmation").at("route"), claim->confirmation);
  const json& instance = witness.at("instance");
  EXPECT_EQ(instance.at("topics"), expected.topics);
  EXPECT_EQ(instance.at("words_per_topic"), expected.words_per_topic);
  EXPECT_EQ(instance.at("topics_per_document"), expected.topics_per_document);
  EXPECT_EQ(instance.at("mask"), expected.mask);
  EXPECT_EQ(instance.at("correct"), expected.correct);
  EXPECT_EQ(instance.at("random"), expected.random);
  for (const auto& twin : result.twins) EXPECT_TRUE(twin.caught) << twin.name;
}

INSTANTIATE_TEST_SUITE_P(Topic, ExpectedRefutation, ::testing::ValuesIn(kSmallest),
                         [](const auto& one) {
                           std::string name = one.param.claim;
                           for (char& c : name) c = std::isalnum(c) ? c : '_';
                           return name;
                         });

TEST(ExpectedRefutations, AreTheseAndTheSecondMinimum) {
  int refuted = 0;
  for (const auto* claim : catalogue::select_claims({"topic/*"}, "", "")) {
    refuted += claim->expected == claim::Verdict::refuted ? 1 : 0;
  }
  // topic/ratio-is-the-only-critical-point has a witness of a hundred topics and more; the three
  // broad statements about large, extreme and short-document models keep theirs in the baseline.
  EXPECT_EQ(refuted, static_cast<int>(std::size(kSmallest)) + 1 + 3);
}

}  // namespace
}  // namespace lemmascope::topic
