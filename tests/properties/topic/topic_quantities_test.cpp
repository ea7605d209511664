// The calculators of the second paper: both routes, every arithmetic, clear refusals.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "properties/catalogue/catalogue.hpp"
#include "properties/compute/calculator.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::topic {
namespace {

using compute::Arithmetic;
using nlohmann::json;
using ::testing::HasSubstr;

json answer(const std::string& quantity, const std::map<std::string, std::string>& options,
            Arithmetic arithmetic = Arithmetic::strongest) {
  const auto* calculator = catalogue::find_calculator(quantity);
  EXPECT_NE(calculator, nullptr) << quantity;
  std::vector<compute::WrittenOption> written;
  for (const auto& [name, text] : options) written.push_back({name, text, "--" + name});
  const auto known = compute::every_option(*calculator);
  auto values = compute::read_options(known, quantity, written);
  if (arithmetic != Arithmetic::strongest) {
    values["evidence"] = {std::string(compute::to_text(arithmetic))};
  }
  return compute::compute(*calculator, compute::request_of(*calculator, values));
}

std::string refusal(const std::string& quantity,
                    const std::map<std::string, std::string>& options) {
  try {
    answer(quantity, options);
  } catch (const PreconditionError& error) {
    return error.what();
  }
  return "";
}

const std::map<std::string, std::string> kThreeTopics{
    {"topics", "3"}, {"words", "2"}, {"per-document", "2"}};

std::map<std::string, std::string> three_topics(const std::string& lambda) {
  auto options = kThreeTopics;
  options["lambda"] = lambda;
  return options;
}

TEST(TopicValueMatrix, GivesTheReferenceValuesByBothRoutes) {
  const json limit = answer("topic-value-matrix", kThreeTopics);
  for (const char* route : {"closed_form", "solved"}) {
    EXPECT_EQ(limit.at(route).at("mask_column").at("value"), "75/538");
    EXPECT_EQ(limit.at(route).at("same_topic").at("value"), "51725/93074");
    EXPECT_EQ(limit.at(route).at("different_topic").at("value"), "-2075/93074");
    EXPECT_EQ(limit.at(route).at("mask_row").at("value"), "0");
  }
  EXPECT_EQ(limit.at("difference").at("value"), "0");
  const json ridge = answer("topic-value-matrix", three_topics("1/1000"));
  EXPECT_EQ(ridge.at("closed_form").at("same_topic").at("value"), "3301700/6085133");
  EXPECT_EQ(ridge.at("solved"), ridge.at("closed_form"));
}

TEST(TopicEmbedding, VanishesFromTheThresholdOn) {
  const json at = answer("topic-embedding", three_topics("173/2400"));
  EXPECT_EQ(at.at("closed_form").at("trace").at("value"), "0");
  EXPECT_EQ(at.at("solved"), at.at("closed_form"));
  const json below = answer("topic-embedding", three_topics("172/2400"));
  EXPECT_NE(below.at("solved").at("trace").at("value"), "0");
  EXPECT_EQ(below.at("difference").at("value"), "0");
}

TEST(TopicAttention, AnswersInTheStrongestArithmeticItHas) {
  const json enclosed = answer("topic-attention", kThreeTopics);
  EXPECT_EQ(enclosed.at("closed_form").at("rho").at("kind"), "ball");
  EXPECT_THAT(enclosed.at("closed_form").at("gradient_same").at("value").get<std::string>(),
              HasSubstr("-0.00210741811175337186"));  // -35/16608
  const json precise = answer("topic-attention", kThreeTopics, Arithmetic::precise);
  EXPECT_LT(precise.at("difference").at("approximate").get<double>(), 1e-40);
  const json rounded = answer("topic-attention", kThreeTopics, Arithmetic::binary64);
  // The second route is Newton's method on a gradient of rounded sums.
  EXPECT_LT(rounded.at("difference").at("approximate").get<double>(), 1e-10);
}

TEST(TopicQuantities, LeaveTheSecondRouteOutWhereItIsTooLargeAndSaySo) {
  const json large = answer("topic-value-matrix", {{"topics", "100000"}, {"words", "1000"}});
  EXPECT_TRUE(large.at("solved").is_null());
  EXPECT_TRUE(large.at("difference").is_null());
  EXPECT_THAT(large.at("note").get<std::string>(), HasSubstr("too large"));
}

TEST(TopicQuantities, NameTheOptionThatIsWrong) {
  EXPECT_THAT(refusal("topic-value-matrix", {{"mask", "abc"}}), HasSubstr("--mask: expected"));
  EXPECT_THAT(refusal("topic-value-matrix", {{"topics", "2.5"}}),
              HasSubstr("--topics: expected a whole number"));
  EXPECT_THAT(refusal("topic-value-matrix", {{"lambda", "-1"}}), HasSubstr("found '-1'"));
  EXPECT_THAT(refusal("topic-embedding", {{"topics", "3"}, {"per-document", "3"}}),
              HasSubstr("found 3 of 3"));
  EXPECT_THAT(refusal("topic-attention", {{"lambda", "1"}}), HasSubstr("no such option"));
  EXPECT_THAT(refusal("topic-attention", {{"method", "enumerate"}}), HasSubstr("--method"));
  auto both = kThreeTopics;
  both["method"] = "both";
  EXPECT_EQ(refusal("topic-value-matrix", both), "");
}

TEST(TopicTraining, StandsBesideTheRecord) {
  const json run = answer("topic-training", {{"run", "stage-two"}, {"steps", "0"}});
  EXPECT_EQ(run.at("attention").at(0).at(2), "recorded");
  EXPECT_EQ(run.at("attention").size(), 2U);  // heading and step 0
  EXPECT_EQ(run.at("value_matrix").at(1).at(3), 0.10802);
  EXPECT_EQ(run.at("end").size(), 2U);
  const json first = answer("topic-training", {{"steps", "0"}});
  EXPECT_EQ(first.at("attention").at(1).at(2), 0.01);  // what is recorded for step 0
  EXPECT_THAT(refusal("topic-training", {{"run", "none"}}), HasSubstr("expected two-stages, "));
  EXPECT_THAT(refusal("topic-training", {{"trial", "-1"}}), HasSubstr("--trial"));
}

}  // namespace
}  // namespace lemmascope::topic
