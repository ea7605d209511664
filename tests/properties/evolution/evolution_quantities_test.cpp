// The calculators of the paper: reference values and clear refusals.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "tests/properties/catalogue/answers.hpp"

namespace lemmascope::evolution {
namespace {

using catalogue::answer;
using catalogue::refusal;
using nlohmann::json;
using ::testing::HasSubstr;
using ::testing::StartsWith;

TEST(IclMarkovTensor, GivesTheReferenceValues) {
  const json found = answer("icl-markov-tensor", {{"chain", "3/5,2/5;3/4,1/4"}, {"length", "4"}});
  EXPECT_EQ(found.at("T")[1][1][1].at("value"), "-177/73600");
  EXPECT_EQ(found.at("minus_dW")[1][0].at("value"), "777/36800");
  EXPECT_EQ(found.at("minus_dv")[3].at("value"), "-1/184");
}

TEST(IclMarkovPriorTensor, GivesTheReferenceValues) {
  const json found = answer("icl-markov-prior-tensor", {{"length", "4"}});
  const json& entry = found.at("T")[0][1][2];
  EXPECT_EQ(entry.at("r0").at("value"), "823/1440");
  EXPECT_EQ(entry.at("r1").at("value"), "-49/60");  // -1176/1440
  EXPECT_THAT(entry.at("value").at("value").get<std::string>(),
              StartsWith("0.00545758032048910842037"));
}

TEST(IclMarkovTwoSteps, GiveTheReferenceValues) {
  const json ten = answer("icl-markov-two-steps", {{"length", "10"}});
  EXPECT_THAT(ten.at("rate_threshold").at("value").get<std::string>(),
              StartsWith("114.89633888585370"));
  EXPECT_TRUE(answer("icl-markov-two-steps", {{"length", "9"}}).at("rate_threshold").is_null());
  const json hundred = answer("icl-markov-two-steps", {{"length", "100"}, {"evidence", "double"}});
  EXPECT_THAT(hundred.at("v2")[1].at("value").get<std::string>(), StartsWith("0.0359126387219"));
  EXPECT_THAT(hundred.at("rate_threshold").at("value").get<std::string>(),
              StartsWith("0.00356040430309"));
}

TEST(IclMarkovStrategies, GiveTheReferenceValues) {
  const json found = answer("icl-markov-strategies", {{"length", "10"}});
  EXPECT_THAT(found.at("bigram").at("value").get<std::string>(), StartsWith("0.06628644156396"));
  EXPECT_THAT(refusal("icl-markov-strategies", {{"states", "3"}, {"length", "60"}}),
              HasSubstr("terms"));
}

TEST(EvolutionQuantities, NameTheOptionThatIsWrong) {
  EXPECT_THAT(refusal("icl-markov-tensor", {{"chain", "1,1;0,1"}}), HasSubstr("--chain"));
  EXPECT_THAT(refusal("icl-markov-prior-tensor", {{"length", "41"}}), HasSubstr("--length"));
}

}  // namespace
}  // namespace lemmascope::evolution
