// Kleene's three-valued tables.
#include "theory/numeric/truth.hpp"

#include <gtest/gtest.h>

namespace lemmascope {
namespace {

constexpr Truth kAll[] = {Truth::no, Truth::unknown, Truth::yes};

/// The classical values a three-valued answer leaves open.
struct Open {
  bool may_be_false;
  bool may_be_true;
};
Open open(Truth t) { return {t != Truth::yes, t != Truth::no}; }

Truth closed(bool may_be_false, bool may_be_true) {
  if (may_be_false && may_be_true) return Truth::unknown;
  return truth(may_be_true);
}

TEST(Truth, ConnectivesAnswerOnlyWhatEveryClassicalReadingAnswers) {
  for (const Truth a : kAll) {
    EXPECT_EQ(!a, closed(open(a).may_be_true, open(a).may_be_false));
    for (const Truth b : kAll) {
      EXPECT_EQ(a & b, closed(open(a).may_be_false || open(b).may_be_false,
                              open(a).may_be_true && open(b).may_be_true));
      EXPECT_EQ(a | b, closed(open(a).may_be_false && open(b).may_be_false,
                              open(a).may_be_true || open(b).may_be_true));
    }
  }
}

TEST(Truth, HasAName) {
  EXPECT_EQ(to_text(Truth::yes), "yes");
  EXPECT_EQ(to_text(Truth::unknown), "unknown");
  EXPECT_EQ(to_text(Truth::no), "no");
}

}  // namespace
}  // namespace lemmascope
