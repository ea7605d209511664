// The calculators of the paper: reference values and clear refusals.
#include <gmock/gmock.h>

#include <cmath>
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

TEST(IclMarkovStrategies, StartFromTheStationaryLaw) {
  const json found = answer("icl-markov-strategies", {{"length", "3"}, {"start", "stationary"}});
  const auto text = [&found](const char* key) {
    return found.at(key).at("value").get<std::string>();
  };
  EXPECT_THAT(text("uniform"), StartsWith("0.2122579323"));
  EXPECT_THAT(text("unigram"), StartsWith("0.1449890690"));
  EXPECT_THAT(text("bigram"), StartsWith("0.1316571981"));
  EXPECT_THAT(text("bayes"), StartsWith("0.1201288858"));
  EXPECT_THAT(refusal("icl-markov-strategies", {{"states", "3"}, {"start", "stationary"}}),
              HasSubstr("--sequences"));
}

TEST(IclMarkovStrategies, AreSampledWithTheirErrors) {
  // The reference, 200,000 sequences each, within our errors, which are larger than its.
  struct Row {
    const char *states, *length, *start;
    double uniform, unigram, bigram;
  };
  for (const Row& row : {Row{"3", "100", "stationary", 0.2795, 0.1688, 0.0263},
                         Row{"3", "100", "uniform", 0.2795, 0.1690, 0.0263},
                         Row{"8", "200", "stationary", 0.3633, 0.3244, 0.0977}}) {
    const catalogue::WrittenOptions asked{{"states", row.states},
                                          {"length", row.length},
                                          {"start", row.start},
                                          {"sequences", "20000"},
                                          {"evidence", "double"}};
    const json found = answer("icl-markov-strategies", asked);
    for (const auto& [name, reference] :
         {std::pair("uniform", row.uniform), std::pair("unigram", row.unigram),
          std::pair("bigram", row.bigram)}) {
      const double mean = std::stod(found.at(name).at("value").get<std::string>());
      const double error =
          std::stod(found.at("standard_error").at(name).at("value").get<std::string>());
      EXPECT_LE(std::abs(mean - reference), 5 * error + 0.00005) << row.states << " " << name;
    }
  }
  EXPECT_THAT(refusal("icl-markov-strategies", {{"sequences", "100"}}), HasSubstr("double"));
}

TEST(EvolutionQuantities, NameTheOptionThatIsWrong) {
  EXPECT_THAT(refusal("icl-markov-tensor", {{"chain", "1,1;0,1"}}), HasSubstr("--chain"));
  EXPECT_THAT(refusal("icl-markov-prior-tensor", {{"length", "41"}}), HasSubstr("--length"));
}

}  // namespace
}  // namespace lemmascope::evolution
