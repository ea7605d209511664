// The calculators of the paper: reference values and clear refusals.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "tests/properties/catalogue/answers.hpp"

namespace lemmascope::ngram {
namespace {

using catalogue::answer;
using catalogue::refusal;
using catalogue::WrittenOptions;
using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

const std::pair<std::string, std::string> kFlips{"kernel", "3/4,1/4;1/4,3/4"};
const std::pair<std::string, std::string> kXor{"kernel", "4/5,1/5;1/5,4/5;1/5,4/5;4/5,1/5"};

std::string value(const json& tagged) { return tagged.at("value"); }

/// The members named `field` of a list of objects, as text.
std::vector<std::string> column(const json& list, const char* field) {
  std::vector<std::string> all;
  for (const auto& one : list) all.push_back(value(one.at(field)));
  return all;
}

TEST(NgramInformation, GivesTheReferenceValues) {
  const json found = answer("ngram-information", {kXor, {"lags", "1,2"}, {"window", "3"}});
  EXPECT_THAT(column(found.at("sets"), "modified"),
              ElementsAre("0", "0", "0", "81/1250", "9/100", "81/2500", "81/2500", "153/2500"));
  EXPECT_EQ(found.at("sets")[4].at("set"), "{1,2}");
  EXPECT_EQ(value(found.at("sets")[4].at("chi2")), "9/25");
  EXPECT_EQ(found.at("information_set"), "{1,2}");
  EXPECT_EQ(value(found.at("gap")), "63/2500");
  EXPECT_THAT(catalogue::texts(found.at("mu")), ElementsAre("1/2", "1/2"));
}

TEST(NgramInformation, KeepsToTheLargestSizeAndTheArithmetic) {
  const json found = answer("ngram-information",
                            {kFlips, {"window", "3"}, {"max-size", "1"}, {"evidence", "double"}});
  EXPECT_EQ(found.at("sets").size(), 4u);
  EXPECT_EQ(value(found.at("gap")), "0.09375");  // 1/8 - 1/32
}

TEST(NgramStage1, GivesTheReferenceValuesByEveryMethod) {
  for (const char* method : {"enumerate", "polynomial", "both"}) {
    const json found =
        answer("ngram-stage1",
               {kFlips, {"window", "2"}, {"length", "4"}, {"epsilon", "1/10"}, {"method", method}});
    EXPECT_THAT(column(found.at("signals"), "G"),
                ElementsAre("0", "3335/365568", "985/26112", "-55/365568"))
        << method;
  }
  const json limit = answer("ngram-stage1", {kFlips, {"window", "2"}, {"method", "limit"}});
  EXPECT_THAT(column(limit.at("signals"), "G"), ElementsAre("0", "1/8", "1/32", "5/64"));
}

TEST(NgramStage1, GivesTheReferenceValuesOfTheReleasedCriterion) {
  const json found = answer("ngram-stage1", {kFlips,
                                             {"window", "2"},
                                             {"length", "4"},
                                             {"criterion", "released"},
                                             {"method", "both"},
                                             {"evidence", "interval"}});
  const auto signals = column(found.at("signals"), "G");
  EXPECT_THAT(signals[1], StartsWith("0.006377429712478"));
  EXPECT_THAT(signals[2], StartsWith("0.0180366327875217"));  // ...22 when rounded
  EXPECT_THAT(signals[3], StartsWith("0.001265363318717"));
}

TEST(NgramSelector, GivesTheReferenceValue) {
  const json found = answer("ngram-selector", {{"signals", "{}:0;{1}:1/8;{2}:1/32;{1,2}:5/64"},
                                               {"a", "1/100"},
                                               {"start", "1/100"},
                                               {"time", "1/2"}});
  const auto p = column(found.at("probabilities"), "p");
  EXPECT_THAT(p[0], StartsWith("0.00174369211783740"));
  EXPECT_THAT(p[1], StartsWith("0.903254879312876"));
  EXPECT_THAT(p[3], StartsWith("0.0866827387235835"));
}

TEST(NgramCopier, GivesTheReferenceValues) {
  const json matrix = answer("ngram-copier", {kFlips, {"window", "3"}});
  EXPECT_THAT(catalogue::texts(matrix.at("J")[1]), ElementsAre("1/16", "1/32", "1/64"));
  EXPECT_FALSE(matrix.contains("sigma"));
  const json flow = answer("ngram-copier", {kFlips,
                                            {"window", "3"},
                                            {"a", "1/20"},
                                            {"start", "1,0,0"},
                                            {"time", "10000"},
                                            {"evidence", "precise"}});
  EXPECT_THAT(value(flow.at("sigma")[0]), StartsWith("0.9902890494588798"));
  EXPECT_THAT(value(flow.at("sigma")[1]), StartsWith("0.0056792119090501"));
}

TEST(NgramClassifier, GivesTheReferenceValues) {
  const json found = answer("ngram-classifier", {kFlips, {"a", "1"}, {"time-to", "4"}});
  EXPECT_THAT(value(found.at("drift")), StartsWith("0.0558593135448860"));
  EXPECT_THAT(value(found.at("loss")), StartsWith("0.602926478208873"));
  EXPECT_THAT(value(found.at("limit_loss")), StartsWith("0.562335144618808"));
  EXPECT_THAT(value(found.at("kappa2")), StartsWith("1.33333"));
  EXPECT_THAT(value(found.at("time")), StartsWith("1305.41449601920"));
  const json zeros = answer("ngram-classifier", {{"kernel", "0,1/2,1/2;1/2,0,1/2;1/4,3/4,0"}});
  EXPECT_EQ(value(zeros.at("kappa1")), "1");
  EXPECT_TRUE(zeros.at("kappa2").is_null());
  const json released =
      answer("ngram-classifier",
             {{"kernel", "9/10,1/10;3/5,2/5"}, {"criterion", "released"}, {"time-to", "20"}});
  EXPECT_THAT(value(released.at("kappa_released")), StartsWith("-0.0077974711930924"));
  EXPECT_TRUE(released.at("time").is_null());
}

TEST(NgramForward, GivesTheReferenceValues) {
  const json found = answer(
      "ngram-forward",
      {{"tokens", "0,1,2,0,1,1,0,2,0,1"},
       {"target", "2"},
       {"set", "{1,2}"},
       {"weights",
        R"({"w":[["1","0.2"],["0.1","0.9"]],"c":{"{}":"0.3","{1}":"0.5","{2}":"0.7","{1,2}":"1.1"},"a":2})"}});
  EXPECT_THAT(value(found.at("y")[0]), StartsWith("0.336721399869623"));
  EXPECT_THAT(value(found.at("loss")), StartsWith("1.36017752380493177"));
  EXPECT_THAT(value(found.at("loss_released")), StartsWith("1.18773744562329747"));
  EXPECT_THAT(value(found.at("gradient").at("a")), StartsWith("-0.08849197909833255"));
  EXPECT_THAT(value(found.at("gradient").at("c").at("{1,2}")), StartsWith("0.00537684892730411"));
  EXPECT_THAT(value(found.at("gradient").at("w")[1][0]), StartsWith("0.00943657986854623"));
  EXPECT_EQ(found.at("gih").at("N"), 2);
}

TEST(NgramQuantities, NameTheOptionThatIsWrong) {
  const std::pair<std::string, std::string> window{"window", "2"};
  EXPECT_THAT(refusal("ngram-information", {{"kernel", "1,0;0,1"}, window}),
              HasSubstr("--kernel: reducible chain"));
  EXPECT_THAT(refusal("ngram-information", {{"kernel", "1/2,1/3;0,1"}, window}),
              HasSubstr("--kernel: expected rows that sum to one"));
  EXPECT_THAT(refusal("ngram-information", {kFlips, {"lags", "2,1"}, window}),
              HasSubstr("--lags: expected increasing lags"));
  EXPECT_THAT(refusal("ngram-information", {kFlips, {"lags", "40"}, window}), HasSubstr("memory"));
  EXPECT_THAT(refusal("ngram-stage1", {kXor, {"lags", "1,2"}, window, {"length", "1"}}),
              HasSubstr("--length: expected at least the largest lag"));
  EXPECT_THAT(refusal("ngram-stage1", {kFlips, window, {"length", "60"}, {"method", "enumerate"}}),
              HasSubstr("terms"));
  EXPECT_THAT(refusal("ngram-stage1", {kFlips, window, {"criterion", "released"}}),
              HasSubstr("--evidence exact"));
  EXPECT_THAT(refusal("ngram-selector", {{"signals", "{1}"}}), HasSubstr("--signals"));
  EXPECT_THAT(refusal("ngram-selector", {{"signals", "{1}:1;{1}:2"}}), HasSubstr("each set once"));
  EXPECT_THAT(refusal("ngram-copier", {kFlips, window, {"head", "2"}}), HasSubstr("--head"));
  EXPECT_THAT(refusal("ngram-copier", {kFlips, window, {"set", "{1,3}"}}), HasSubstr("--set"));
  EXPECT_THAT(refusal("ngram-copier", {kFlips, window, {"start", "1"}, {"evidence", "precise"}}),
              HasSubstr("--start: expected 2 weights"));
  EXPECT_THAT(refusal("ngram-forward", {{"tokens", "0,x"}, {"weights", "{}"}}),
              HasSubstr("--tokens"));
  EXPECT_THAT(refusal("ngram-forward", {{"tokens", "0,1"}, {"weights", "{\"w\":[]}"}}),
              HasSubstr("--weights"));
}

}  // namespace
}  // namespace lemmascope::ngram
