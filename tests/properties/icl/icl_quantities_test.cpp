// The calculators of the paper: reference values and clear refusals.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "tests/properties/catalogue/answers.hpp"

namespace lemmascope::icl {
namespace {

using catalogue::answer;
using catalogue::refusal;
using nlohmann::json;
using ::testing::HasSubstr;
using ::testing::StartsWith;

std::string text(const json& tagged) { return tagged.at("value").get<std::string>(); }

TEST(IclGdOptimum, GivesTheReferenceValues) {
  const json one = answer("icl-gd-optimum", {});
  EXPECT_EQ(text(one.at("rate")), "200/33");
  EXPECT_EQ(text(one.at("loss")), "245/1188");
  EXPECT_EQ(one.at("polynomial").size(), 3u);
  EXPECT_EQ(text(one.at("polynomial")[0]), "5/12");
  const json two = answer("icl-gd-optimum", {{"steps", "2"}});
  EXPECT_THAT(text(two.at("rate")), StartsWith("5.98417226024718093510"));
  EXPECT_THAT(text(two.at("loss")), StartsWith("0.156615170836195604892"));
  EXPECT_EQ(text(answer("icl-gd-optimum", {{"inputs", "gaussian"}}).at("loss")), "55/21");
}

TEST(IclGdOptimum, HasNullForWhatIsIrrationalUnderExact) {
  const json two = answer("icl-gd-optimum", {{"steps", "2"}, {"evidence", "exact"}});
  EXPECT_EQ(text(two.at("polynomial")[4]), "65813/24192");
  EXPECT_TRUE(two.at("rate").is_null());
  EXPECT_TRUE(two.at("loss").is_null());
  EXPECT_EQ(text(answer("icl-gd-optimum", {{"evidence", "exact"}}).at("rate")), "200/33");
  const json rounded = answer("icl-gd-optimum", {{"steps", "2"}, {"evidence", "double"}});
  EXPECT_EQ(rounded.at("rate").at("kind"), "f64");
  EXPECT_EQ(rounded.at("polynomial")[1].at("kind"), "f64");
  EXPECT_DOUBLE_EQ(rounded.at("loss").at("approximate").get<double>(), 0.1566151708361956048925);
}

TEST(IclGdPlusPlus, GivesTheReferenceValuesAndEveryCandidate) {
  const json shared = answer("icl-gd-plus-plus", {{"looped", "true"}});
  EXPECT_THAT(text(shared.at("gamma")), StartsWith("0.175985013509779169"));
  EXPECT_THAT(text(shared.at("loss")), StartsWith("0.1104946821875598"));
  EXPECT_EQ(shared.at("candidates").size(), 4u);
  const json one = answer("icl-gd-plus-plus", {{"steps", "1"}});
  EXPECT_EQ(text(one.at("rate")[0]), "200/33");
  EXPECT_EQ(one.at("gamma").size(), 0u);
}

TEST(IclGdLayer, TakesATaskOfYourOwn) {
  const json found = answer(
      "icl-gd-layer",
      {{"task", R"({"x": [[1, 2], [0, 1], ["-1", 3]], "y": [[2], [-1], [1]], "query": [2, 1], )"
                R"("W0": [[1, -1]], "rate": "1/2"})"}});
  EXPECT_EQ(text(found.at("delta_W")[0][0]), "-1/3");
  EXPECT_EQ(text(found.at("delta_W")[0][1]), "7/2");
  EXPECT_EQ(text(found.at("prediction")[0]), "23/6");  // 1 - 2/3 + 7/2
  EXPECT_EQ(text(found.at("tokens")[3][2]), "-23/6");
}

TEST(IclGdScale, GivesTheReferenceLoss) {
  EXPECT_EQ(text(answer("icl-gd-scale", {{"scale", "1"}}).at("loss")), "245/1188");
  EXPECT_EQ(text(answer("icl-gd-scale", {{"scale", "1/2"}}).at("loss")), "3085/38016");
}

TEST(IclQuantities, NameTheOptionThatIsWrong) {
  EXPECT_THAT(refusal("icl-gd-optimum", {{"inputs", "uniform:0"}}), HasSubstr("--inputs"));
  EXPECT_THAT(refusal("icl-gd-optimum", {{"steps", "5"}}),
              HasSubstr("--steps: expected at most 4"));
  EXPECT_THAT(refusal("icl-gd-layer", {{"task", R"({"x": [[1]]})"}}), HasSubstr("'y' is missing"));
  EXPECT_THAT(
      refusal("icl-gd-layer", {{"task", R"({"x": [[1]], "y": [[1]], "query": [1, 2], "W0": [[0]], )"
                                        R"("rate": 1})"}}),
      HasSubstr("--task: query: expected as many entries"));
  EXPECT_THAT(refusal("icl-gd-layer", {{"task", R"({"x": [[0.5]]})"}}), HasSubstr("found 0.5"));
}

}  // namespace
}  // namespace lemmascope::icl
