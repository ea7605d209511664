// The calculators of the paper: reference values and clear refusals.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "tests/properties/catalogue/answers.hpp"

namespace lemmascope::graphdepth {
namespace {

using catalogue::answer;
using catalogue::refusal;
using catalogue::texts;
using nlohmann::json;
using ::testing::HasSubstr;
using ::testing::StartsWith;

// Two blocks of two, a tenth of global attention: 9/10 * 1/2 + 1/40.
constexpr const char* kLayer =
    "19/40,19/40,1/40,1/40;19/40,19/40,1/40,1/40;1/40,1/40,19/40,19/40;1/40,1/40,19/40,19/40";

TEST(AttentionContraction, GivesTheReferencePowersOfNineTenths) {
  const json found = answer("attention-contraction", {{"attention", kLayer},
                                                      {"attention", kLayer},
                                                      {"attention", kLayer},
                                                      {"first", "1,2"},
                                                      {"second", "3,4"}});
  const std::vector<std::string> powers{"1", "9/10", "81/100", "729/1000"};
  EXPECT_EQ(texts(found.at("distance")), powers);
  EXPECT_EQ(texts(found.at("bound")), powers);
  EXPECT_EQ(texts(found.at("coefficient")), (std::vector<std::string>{"9/10", "9/10", "9/10"}));
}

TEST(AttentionContraction, NeedsNoSubstructures) {
  const json found = answer("attention-contraction", {{"attention", "1,0;0.25,0.75"}});
  EXPECT_EQ(texts(found.at("coefficient")), (std::vector<std::string>{"3/4"}));
  EXPECT_FALSE(found.contains("distance"));
}

TEST(AttentionContractionBound, GivesTheReferenceValues) {
  const auto bound = [](const char* b) {
    return answer("attention-contraction-bound", {{"logit-bound", b}, {"tolerance", "1/1000"}});
  };
  const auto text = [](const json& value) { return value.at("value").get<std::string>(); };
  EXPECT_THAT(text(bound("1/2").at("coefficient")), StartsWith("0.46211715726000975850"));
  EXPECT_THAT(text(bound("1/2").at("layers")), StartsWith("8.9486017"));
  EXPECT_THAT(text(bound("1").at("layers")), StartsWith("25.364316"));
  EXPECT_THAT(text(bound("2").at("layers")), StartsWith("188.55424"));
}

TEST(GraphdepthQuantities, NameTheOptionThatIsWrong) {
  EXPECT_THAT(refusal("attention-contraction", {{"attention", "1,0;1/2,1/3"}}),
              HasSubstr("row 2: expected weights that sum to 1, found 5/6"));
  EXPECT_THAT(refusal("attention-contraction", {{"attention", "1,0;1"}}),
              HasSubstr("row 2: expected 2 weights"));
  EXPECT_THAT(
      refusal("attention-contraction", {{"attention", "1,0;0,1"}, {"first", "1"}, {"second", "3"}}),
      HasSubstr("--second: expected positions from 1 to 2"));
  EXPECT_THAT(refusal("attention-contraction", {{"attention", "1,0;0,1"}, {"first", "1"}}),
              HasSubstr("second"));
  EXPECT_THAT(refusal("attention-contraction-bound", {{"logit-bound", "900"}}),
              HasSubstr("--logit-bound: expected a bound for which tanh B is below one"));
  EXPECT_THAT(refusal("attention-contraction-bound", {{"logit-bound", "0"}}),
              HasSubstr("--logit-bound"));
}

}  // namespace
}  // namespace lemmascope::graphdepth
