// The calculators of the paper: reference values, both routes, clear refusals.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "tests/properties/catalogue/answers.hpp"

namespace lemmascope::plasticity {
namespace {

using catalogue::answer;
using catalogue::texts;
using nlohmann::json;
using ::testing::HasSubstr;

constexpr const char* kTask =
    R"({"keys": [[1,2],[3,-1],[0,4]], "values": [2,-1,5], "queries": [[1,1],[2,0],[1,3]]})";

std::string refusal(const std::string& task) {
  return catalogue::refusal("fast-weights", {{"task", task}});
}

TEST(FastWeightsQuantity, GivesTheReferenceOutputsByBothRoutes) {
  const json found = answer("fast-weights", {{"task", kTask}});
  const std::vector<std::string> outputs{"6", "-2", "74"}, weights{"-1", "25"};
  EXPECT_EQ(texts(found.at("outputs")), outputs);
  EXPECT_EQ(texts(found.at("attention_outputs")), outputs);
  EXPECT_EQ(texts(found.at("weights")), weights);
  EXPECT_EQ(found.at("difference").at("value"), "0");
}

TEST(FastWeightsQuantity, EnclosesSoftmaxAndShowsBothLayers) {
  const json found = answer("fast-weights", {{"task", kTask}, {"normaliser", "softmax"}});
  EXPECT_EQ(found.at("outputs").at(0).at("value"), "2");  // one token takes all
  // -1 + 3 / (1 + e^4)
  EXPECT_THAT(found.at("outputs").at(1).at("value").get<std::string>(), HasSubstr("-0.94604137"));
  EXPECT_EQ(texts(found.at("weights").at("values")), (std::vector<std::string>{"2", "-1", "5"}));
  EXPECT_EQ(texts(found.at("weights").at("keys").at(1)), (std::vector<std::string>{"3", "-1"}));
}

TEST(FastWeightsQuantity, KeepsRowsWhereValuesAreRows) {
  const json found =
      answer("fast-weights",
             {{"task", R"({"keys": [["1/2"]], "values": [[2, "1/3"]], "queries": [[3]]})"}});
  EXPECT_EQ(texts(found.at("outputs").at(0)), (std::vector<std::string>{"3", "1/2"}));
  EXPECT_EQ(texts(found.at("weights").at(1)), (std::vector<std::string>{"1/6"}));
}

TEST(FastWeightsQuantity, RefusesWhatIsNoTask) {
  EXPECT_THAT(refusal("{}"), HasSubstr("--task: keys: expected a list of rows"));
  EXPECT_THAT(refusal(R"({"keys": [[1],[2]], "values": [1], "queries": [[1],[2]]})"),
              HasSubstr("found 1, 2 and 2"));
  EXPECT_THAT(refusal(R"({"keys": [[1],[2,3]], "values": [1,1], "queries": [[1],[2]]})"),
              HasSubstr("--task: keys: expected rows of 1 entries, found one of 2"));
  EXPECT_THAT(refusal(R"({"keys": [[0.1]], "values": [1], "queries": [[1]]})"),
              HasSubstr("expected whole numbers or fractions as text, found 0.1"));
  EXPECT_THAT(refusal(R"({"keys": [[1]], "values": [1], "queries": [[1]], "mask": 1})"),
              HasSubstr("does not know the member 'mask'"));
}

TEST(QuantisedSoftmaxQuantity, GivesTheReferenceValues) {
  const auto bound = [](const char* delta) {
    return answer("quantised-softmax", {{"delta", delta}})
        .at("bound")
        .at("value")
        .get<std::string>();
  };
  EXPECT_THAT(bound("1/256"), HasSubstr("0.003906245032953847828"));
  EXPECT_THAT(bound("1/16"), HasSubstr("0.06247966289206251353"));
}

}  // namespace
}  // namespace lemmascope::plasticity
