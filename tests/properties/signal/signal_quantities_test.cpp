// The calculators of the paper: reference values and clear refusals.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "tests/properties/catalogue/answers.hpp"

namespace lemmascope::signal {
namespace {

using catalogue::answer;
using catalogue::refusal;
using nlohmann::json;
using ::testing::HasSubstr;
using ::testing::StartsWith;

TEST(SignalGradients, GiveTheReferenceValues) {
  const json apart = answer("signal-gradients", {{"tokens", "10"}, {"width", "16"}});
  EXPECT_EQ(apart.at("value").at("value"), "256");
  EXPECT_EQ(apart.at("query").at("value"), "9594/25");
  EXPECT_EQ(apart.at("query_as_printed").at("value"), "1872/5");  // 374.4
  const json half = answer("signal-gradients", {{"correlation", "1/2"}});
  EXPECT_EQ(half.at("value").at("value"), "1408");
  EXPECT_EQ(half.at("query").at("value"), "9477/100");
  EXPECT_EQ(half.at("query_as_printed").at("value"), "468/5");  // 93.6
}

TEST(SignalGradients, TakeTokensAsTheyAre) {
  const json found = answer("signal-gradients", {{"input", R"([[1, 2], [0, 1], ["-1", 1]])"}});
  EXPECT_EQ(found.at("value").at("value"), "32/3");    // 3 * 2 * 16/9
  EXPECT_EQ(found.at("query").at("value"), "232/81");  // 1/4 * 2/9 * 8 * 58/9
  EXPECT_FALSE(found.contains("query_as_printed"));
}

TEST(SignalDepth, GivesTheReferenceValues) {
  const auto cosine = [](const char* layers, bool scaled) {
    catalogue::WrittenOptions options{
        {"tokens", "10"}, {"correlation", "1/10"}, {"layers", layers}};
    if (scaled) options.emplace_back("scaled", "true");
    return answer("signal-depth", options);
  };
  EXPECT_EQ(cosine("1", false).at("correlation").at("value"), "29/119");
  EXPECT_EQ(cosine("1", false).at("limit").at("value"), "1");
  EXPECT_EQ(cosine("2", true).at("correlation").at("value"), "3/11");
  EXPECT_THAT(cosine("6", true).at("limit").at("value").get<std::string>(),
              StartsWith("0.3215092741508655505"));
  EXPECT_EQ(cosine("1", false).at("norm").at("value"), "119/100");  // 1 + r/n
  // From a thousand layers on enclosures: e^1 = (1 + 1/L)^L but for 1/(2L).
  const json deep = cosine("1000000", true);
  EXPECT_EQ(deep.at("correlation").at("kind"), "ball");
  EXPECT_THAT(deep.at("correlation").at("value").get<std::string>(), StartsWith("0.32150"));
}

TEST(SignalQuantities, NameTheOptionThatIsWrong) {
  EXPECT_THAT(refusal("signal-gradients", {{"tokens", "3"}, {"correlation", "-2/3"}}),
              HasSubstr("--correlation: expected a correlation from -1/(n - 1)"));
  EXPECT_THAT(refusal("signal-gradients", {{"input", "[[1],[2,3]]"}}),
              HasSubstr("--input: expected every token to have 1 entries"));
  EXPECT_THAT(refusal("signal-gradients", {{"input", "[[0.5]]"}}), HasSubstr("found 0.5"));
  EXPECT_THAT(refusal("signal-depth", {}), HasSubstr("--layers"));
  EXPECT_THAT(refusal("signal-depth", {{"layers", "2"}, {"tokens", "1"}}), HasSubstr("--tokens"));
}

}  // namespace
}  // namespace lemmascope::signal
