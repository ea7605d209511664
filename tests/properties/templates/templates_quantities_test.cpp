// The calculators of the paper: reference values and clear refusals.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "tests/properties/catalogue/answers.hpp"

namespace lemmascope::templates {
namespace {

using catalogue::answer;
using catalogue::refusal;
using nlohmann::json;
using ::testing::HasSubstr;
using ::testing::StartsWith;

std::string text(const json& tagged) { return tagged.at("value"); }

TEST(TemplateKernel, GivesTheReferenceValues) {
  const json one = answer("template-kernel", {});
  EXPECT_EQ(one.at("N")[0][0].at("kind"), "ball");
  EXPECT_THAT(text(one.at("N")[0][0]), StartsWith("0.63683815396836945450914043390"));
  EXPECT_THAT(text(one.at("N")[1][0]), StartsWith("0.61263181897634352506903298776"));
  EXPECT_THAT(text(one.at("N")[1][1]), StartsWith("0.59316220660172404305339144498"));
  EXPECT_THAT(text(one.at("same_string")[0]), StartsWith("1.6368381539683694"));
  EXPECT_THAT(text(one.at("same_string")[1]), StartsWith("1.39429449039784117441645977"));
  EXPECT_THAT(text(one.at("determinant")), StartsWith("0.0024305790337831661717766"));
  EXPECT_THAT(text(one.at("condition")), StartsWith("620.4430"));
}

TEST(TemplateKernel, TakesTheIdentityAndTemplatesOfThree) {
  const json with = answer("template-kernel", {{"identity", "1"}, {"beta", "1/10"}});
  EXPECT_THAT(text(with.at("determinant")), StartsWith("0.0528804864842389"));
  EXPECT_THAT(text(with.at("condition")), StartsWith("21.2164"));
  const json three = answer("template-kernel", {{"templates", "aba,abb"}});
  EXPECT_EQ(three.at("N").size(), 2u);
  EXPECT_EQ(three.at("N")[0][0].at("kind"), "ball");
}

TEST(TemplateKernel, AgreesInEveryArithmetic) {
  const json precise =
      answer("template-kernel", {{"beta", "1/2"}, {"evidence", "precise"}, {"digits", "40"}});
  EXPECT_THAT(text(precise.at("determinant")), StartsWith("0.000172469805150"));
  const json fast = answer("template-kernel", {{"beta", "1/2"}, {"evidence", "double"}});
  EXPECT_THAT(text(fast.at("N")[0][1]), StartsWith("0.5466329689738"));
}

TEST(TemplateKernelDerivative, GivesTheReferenceValues) {
  const auto value = [](const char* first, const char* second) {
    return text(answer("template-kernel-derivative",
                       {{"first", first}, {"second", second}, {"order", "6,4"}})
                    .at("value"));
  };
  EXPECT_EQ(value("0,1", "11,10"), "5400");
  EXPECT_EQ(value("0,0", "11,12"), "2160");
  EXPECT_EQ(value("0,0", "12,12"), "0");
  EXPECT_EQ(value("2,1,2", "12,12,12"), "1280/3");
}

// aa and ab over two symbols, by hand: N = ((2, 3/2), (3/2, 3/2)); aa meets aa in half of its two
// strings, which adds 2, and ab in every one of its two, which adds 1; ab meets ab once as itself,
// which adds 3/2, and once exchanged, which adds 1/2.
TEST(TemplateDiversity, IsThatOfAFewSymbolsByHand) {
  const json found = answer("template-diversity", {{"symbols", "2"}});
  EXPECT_EQ(text(found.at("N")[0][0]), "2");
  EXPECT_EQ(text(found.at("N")[0][1]), "3/2");
  EXPECT_EQ(text(found.at("N")[1][1]), "3/2");
  EXPECT_EQ(text(found.at("mean")[0][0]), "3");
  EXPECT_EQ(text(found.at("mean")[0][1]), "5/2");
  EXPECT_EQ(text(found.at("mean")[1][1]), "5/2");
  // M^{-1} (1, -1) = (4, -22/5), so N M^{-1} y = (7/5, -3/5).
  EXPECT_EQ(text(found.at("error_left")[0]), "-2/5");
  EXPECT_EQ(text(found.at("error_left")[1]), "-2/5");
  EXPECT_THAT(refusal("template-diversity", {{"symbols", "1"}}), HasSubstr("as many symbols"));
  EXPECT_THAT(refusal("template-diversity", {{"weights", "1,1"}}), HasSubstr("four weights"));
  EXPECT_THAT(refusal("template-diversity", {{"labels", "1"}}), HasSubstr("one for each"));
}

TEST(TemplateRidge, GivesTheReferenceValues) {
  const auto with = [](const char* samples) {
    return answer("template-ridge", {{"labels", "1,-1"}, {"per-template", samples}});
  };
  const json ten = with("10");
  EXPECT_THAT(text(ten.at("predictions")[0]), StartsWith("-0.06374775573199600"));
  EXPECT_THAT(text(ten.at("predictions")[1]), StartsWith("-0.10350751469216635"));
  EXPECT_THAT(text(ten.at("inverse_times_labels")[0]), StartsWith("496.0933213"));
  EXPECT_THAT(text(ten.at("inverse_times_labels")[1]), StartsWith("-514.06268"));
  const json million = with("1000000,1000000");
  EXPECT_THAT(text(million.at("predictions")[0]), StartsWith("0.9994991752908461"));
  EXPECT_THAT(text(million.at("predictions")[1]), StartsWith("-0.999583218133114"));
}

TEST(TemplatesQuantities, NameTheOptionThatIsWrong) {
  EXPECT_THAT(refusal("template-kernel", {{"templates", "aa,bb"}}),
              HasSubstr("--templates: expected different templates"));
  EXPECT_THAT(refusal("template-kernel", {{"templates", "aa,aab"}}), HasSubstr("one length"));
  EXPECT_THAT(refusal("template-kernel", {{"templates", "abcd"}}), HasSubstr("two or three"));
  EXPECT_THAT(refusal("template-kernel", {{"beta", "0"}}), HasSubstr("--beta"));
  EXPECT_THAT(refusal("template-kernel", {{"evidence", "exact"}}), HasSubstr("exact"));
  EXPECT_THAT(refusal("template-kernel", {{"templates", "abc,aab"}, {"evidence", "precise"}}),
              HasSubstr("--most-memory"));
  EXPECT_THAT(
      refusal("template-kernel-derivative", {{"first", "0"}, {"second", "0,1"}, {"order", "2,2"}}),
      HasSubstr("--second"));
  EXPECT_THAT(
      refusal("template-kernel-derivative", {{"first", "0"}, {"second", "1"}, {"order", "12,2"}}),
      HasSubstr("--order"));
  EXPECT_THAT(refusal("template-ridge", {{"labels", "1"}, {"per-template", "3"}}),
              HasSubstr("--labels: expected one for each of 2"));
  EXPECT_THAT(refusal("template-ridge", {{"labels", "1,1"}, {"per-template", "0"}}),
              HasSubstr("--per-template"));
}

}  // namespace
}  // namespace lemmascope::templates
