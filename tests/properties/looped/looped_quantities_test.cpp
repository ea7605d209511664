// The calculators of the paper: reference values and clear refusals.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "tests/properties/catalogue/answers.hpp"

namespace lemmascope::looped {
namespace {

using catalogue::answer;
using catalogue::refusal;
using catalogue::texts;
using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

std::string text(const json& tagged) { return tagged.at("value").get<std::string>(); }

TEST(LoopedIsotropic, GivesTheReferenceValues) {
  const json found = answer("looped-isotropic", {{"context", "10"}});
  EXPECT_THAT(texts(found.at("polynomial")), ElementsAre("2", "-8", "78/5", "-408/25", "921/125"));
  EXPECT_THAT(text(found.at("step")), StartsWith("0.706837966028547687379"));
  EXPECT_THAT(text(found.at("loss")), StartsWith("0.215154193342374786639"));
  const json one = answer("looped-isotropic", {{"context", "10"}, {"loops", "1"}});
  EXPECT_EQ(text(one.at("step")), "10/13");
  EXPECT_EQ(text(one.at("loss")), "6/13");
}

TEST(LoopedFull, FindsTheTurnedMinimum) {
  const json found = answer("looped-full", {});
  EXPECT_THAT(text(found.at("b")), StartsWith("0.10194419432959134851"));
  EXPECT_THAT(text(found.at("isotropic_hessian")[0]), StartsWith("-0.04100374"));
  EXPECT_EQ(text(answer("looped-full", {{"context", "14"}}).at("b")), "0");
}

TEST(LoopedFull, HasNullForWhatIsIrrationalUnderExact) {
  const json turned = answer("looped-full", {{"evidence", "exact"}});
  EXPECT_TRUE(turned.at("b").is_null());
  EXPECT_TRUE(turned.at("isotropic_hessian")[0].is_null());
  EXPECT_EQ(text(answer("looped-full", {{"context", "14"}, {"evidence", "exact"}}).at("b")), "0");
  EXPECT_EQ(answer("looped-full", {{"evidence", "double"}}).at("a").at("kind"), "f64");
}

TEST(LoopedTestLoops, GivesTheReferenceValues) {
  EXPECT_THAT(text(answer("looped-test-loops", {{"trained", "3"}, {"test", "4"}}).at("loss")),
              StartsWith("0.0161"));
}

TEST(LoopedQuantities, NameTheOptionThatIsWrong) {
  EXPECT_THAT(refusal("looped-full", {{"dimension", "3"}}), HasSubstr("--dimension"));
  EXPECT_THAT(refusal("looped-full", {{"loops", "4"}}), HasSubstr("--loops"));
  EXPECT_THAT(refusal("looped-isotropic", {{"context", "0"}}), HasSubstr("--context"));
}

}  // namespace
}  // namespace lemmascope::looped
