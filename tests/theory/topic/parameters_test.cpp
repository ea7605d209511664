#include "theory/topic/parameters.hpp"

#include <gmock/gmock.h>

#include <string>

#include "parameter_points.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::topic {
namespace {

using ::testing::HasSubstr;

std::string refusal(int topics, int words, int per_document, const char* mask, const char* correct,
                    const char* random) {
  try {
    TopicParameters(topics, words, per_document, parse_rational(mask), parse_rational(correct),
                    parse_rational(random));
  } catch (const PreconditionError& error) {
    return error.what();
  }
  return "";
}

TEST(TopicParameters, SharesOfShownTokensSumToOne) {
  for (const TopicParameters& at : small_models()) {
    EXPECT_EQ(at.true_share() + at.mask_share() + at.random_share(), 1);
  }
}

TEST(TopicParameters, GiveTheSharesOfTheBertMaskingLaw) {
  const TopicParameters at = three_topics();
  EXPECT_EQ(at.true_share(), Rational(173, 200));
  EXPECT_EQ(at.mask_share(), Rational(3, 25));
  EXPECT_EQ(at.random_share(), Rational(3, 200));
  EXPECT_EQ(at.words(), 6);
  EXPECT_EQ(at.topic_of(1), 0);
  EXPECT_EQ(at.topic_of(2), 0);
  EXPECT_EQ(at.topic_of(3), 1);
  EXPECT_EQ(at.topic_of(6), 2);
}

TEST(TopicParameters, NameTheBrokenPrecondition) {
  EXPECT_THAT(refusal(1, 2, 1, "1/10", "1/10", "1/10"), HasSubstr("topics must be at least 2"));
  EXPECT_THAT(refusal(3, 0, 1, "1/10", "1/10", "1/10"), HasSubstr("words per topic"));
  EXPECT_THAT(refusal(3, 2, 4, "1/10", "1/10", "1/10"), HasSubstr("between 1 and the 3 topics"));
  EXPECT_THAT(refusal(3, 2, 0, "1/10", "1/10", "1/10"), HasSubstr("found 0"));
  EXPECT_THAT(refusal(3, 2, 2, "11/10", "1/10", "1/10"),
              HasSubstr("p_m must be a probability between 0 and 1; found 11/10"));
  EXPECT_THAT(refusal(3, 2, 2, "1/10", "-1/10", "1/10"), HasSubstr("p_c"));
  EXPECT_THAT(refusal(3, 2, 2, "1/10", "1/10", "2"), HasSubstr("p_r"));
  EXPECT_THAT(refusal(3, 2, 2, "1/10", "2/3", "1/2"),
              HasSubstr("p_c + p_r must not exceed 1; found 7/6"));
  EXPECT_THAT(refusal(3, 2, 2, "1", "0", "1/2"), HasSubstr("q = 1"));
  EXPECT_EQ(refusal(3, 2, 3, "1", "1/2", "1/2"), "");
}

TEST(TopicParameters, RefuseNotANumber) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_THROW(TopicParametersOf<double>(3, 2, 2, nan, 0.1, 0.1), PreconditionError);
}

TEST(TopicParameters, AcceptABoxOfMaskingLawsUnlessAllOfItIsBroken) {
  const Interval wide = Interval::between(Rational(-1, 10), Rational(1, 10));
  EXPECT_NO_THROW(TopicParametersOf<Interval>(3, 2, 2, wide, Interval(0), Interval(0)));
  const Interval outside = Interval::between(Rational(11, 10), Rational(12, 10));
  EXPECT_THROW(TopicParametersOf<Interval>(3, 2, 2, outside, Interval(0), Interval(0)),
               PreconditionError);
}

}  // namespace
}  // namespace lemmascope::topic
