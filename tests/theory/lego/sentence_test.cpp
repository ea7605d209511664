#include "theory/lego/sentence.hpp"

#include <gmock/gmock.h>

#include "theory/numeric/require.hpp"

namespace lemmascope::lego {
namespace {

std::string refusal(const std::string& text, const FiniteGroup& group = cyclic_group(2)) {
  try {
    parse_sentence(text, group);
  } catch (const PreconditionError& error) {
    return error.what();
  }
  return "";
}

TEST(Sentences, AreFollowedAlongTheChainWhateverTheirOrder) {
  const FiniteGroup z2 = cyclic_group(2);
  const auto written = parse_sentence("b=-a; a=+1; c=+b", z2);
  EXPECT_EQ(written.names, (std::vector<std::string>{"b", "a", "c"}));
  EXPECT_EQ(chain_order(written.sentence), (std::vector<int>{1, 0, 2}));
  const auto values = true_values(written.sentence, z2);
  EXPECT_EQ(values, (std::vector<Element>{z2.find("-"), z2.find("+"), z2.find("-")}));
}

TEST(Sentences, ApplyElementsFromTheLeft) {
  const FiniteGroup d3 = dihedral_group(3);
  const auto written = parse_sentence("x=s0; y=r1*x", d3);
  EXPECT_EQ(true_values(written.sentence, d3)[1], d3.product(d3.find("r1"), d3.find("s0")));
  EXPECT_EQ(parse_sentence("x=3; y=1*x", d3).sentence[0].element, d3.find("s0"));
}

TEST(Sentences, AreRefusedWithTheClauseAtFault) {
  using ::testing::HasSubstr;
  EXPECT_THAT(refusal("a=+1; b"), HasSubstr("found 'b'"));
  EXPECT_THAT(refusal("a=+1; b=*a"), HasSubstr("such as b=-a or a=+1"));
  EXPECT_THAT(refusal("a=+1; a=-1"), HasSubstr("found two for 'a'"));
  EXPECT_THAT(refusal("b=-a"), HasSubstr("expected a clause for 'a'"));
  EXPECT_THAT(refusal("a=+b; b=+a"), HasSubstr("follow from the root"));
  EXPECT_THAT(refusal("a=+1; b=+a; c=+a"), HasSubstr("used once"));
  EXPECT_THAT(refusal(""), HasSubstr("at least one clause"));
  EXPECT_THAT(refusal("x=q; y=r1*x", dihedral_group(3)), HasSubstr("such as b=r0*a"));
  EXPECT_THAT(refusal("x=r0; y=r1*", dihedral_group(3)), HasSubstr("found 'y=r1*'"));
}

}  // namespace
}  // namespace lemmascope::lego
