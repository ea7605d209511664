#include "theory/lego/finite_group.hpp"

#include <gmock/gmock.h>

#include "theory/numeric/require.hpp"

namespace lemmascope::lego {
namespace {

std::string refusal(const std::string& text) {
  try {
    group_by_name(text);
  } catch (const PreconditionError& error) {
    return error.what();
  }
  return "";
}

TEST(FiniteGroups, HaveTheirOrdersAndClasses) {
  // Classes: n for Z_n; partitions of n for S_n; (n + 3) / 2 for odd and n / 2 + 3 for even D_n.
  const struct {
    const char* name;
    int order, classes;
    bool abelian;
  } known[] = {{"z2", 2, 2, true},     {"z7", 7, 7, true},    {"d3", 6, 3, false},
               {"d4", 8, 5, false},    {"d5", 10, 4, false},  {"s3", 6, 3, false},
               {"s4", 24, 5, false},   {"s5", 120, 7, false}, {"d2", 4, 4, true},
               {"0,1;1,0", 2, 2, true}};
  for (const auto& [name, order, classes, abelian] : known) {
    const FiniteGroup group = group_by_name(name);
    EXPECT_EQ(group.order(), order) << name;
    EXPECT_EQ(conjugacy_classes(group), classes) << name;
    EXPECT_EQ(group.is_abelian(), abelian) << name;
    for (Element a = 0; a < order; ++a) {
      EXPECT_EQ(group.product(a, group.inverse(a)), group.identity()) << name;
    }
  }
}

TEST(DihedralGroup, TurnsReflectionsAround) {
  const FiniteGroup d3 = dihedral_group(3);
  const Element r = d3.find("r1"), s = d3.find("s0");
  EXPECT_EQ(d3.product(r, s), d3.product(s, d3.inverse(r)));
  EXPECT_NE(d3.product(r, s), d3.product(s, r));
  EXPECT_EQ(d3.product(r, d3.product(r, r)), d3.identity());
}

TEST(SymmetricGroup, ComposesFromTheRight) {
  const FiniteGroup s3 = symmetric_group(3);
  // p = 102 exchanges 0 and 1, q = 021 exchanges 1 and 2: (p q)(0) = 1, (p q)(1) = p(2) = 2.
  EXPECT_EQ(s3.element_name(s3.product(s3.find("102"), s3.find("021"))), "120");
}

TEST(FiniteGroups, RefuseTablesThatAreNone) {
  using ::testing::HasSubstr;
  EXPECT_THAT(refusal("0,1;1"), HasSubstr("expected 2 columns, found 1"));
  EXPECT_THAT(refusal("0,1;1,2"), HasSubstr("expected entries from 0 to 1, found 2"));
  EXPECT_THAT(refusal("1,1;1,1"), HasSubstr("expected an identity"));
  EXPECT_THAT(refusal("0,1,2;1,1,2;2,1,1"), HasSubstr("expected an inverse of 1"));
  // An identity and inverses, but 1 (1 2) = 1 1 = 0 and (1 1) 2 = 2.
  EXPECT_THAT(refusal("0,1,2;1,0,1;2,1,0"), HasSubstr("expected (1 1) 2 = 1 (1 2)"));
  EXPECT_THAT(refusal("q8"), HasSubstr("expected a group"));
  EXPECT_THAT(refusal("z"), HasSubstr("expected a group"));
  EXPECT_THAT(refusal(""), HasSubstr("expected a group"));
  EXPECT_THAT(refusal("s6"), HasSubstr("1 to 5 points"));
}

}  // namespace
}  // namespace lemmascope::lego
