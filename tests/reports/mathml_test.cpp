// LaTeX to MathML: the subset claims use, and an honest refusal of the rest.
#include "reports/writers/mathml.hpp"

#include <gtest/gtest.h>

#include "properties/catalogue/catalogue.hpp"

namespace lemmascope::report {
namespace {

std::string body(std::string_view latex) {
  const auto whole = mathml(latex);
  if (!whole) return "unsupported";
  const std::size_t start = whole->find("<mrow>") + 6;
  return whole->substr(start, whole->rfind("</mrow></math>") - start);
}

TEST(Formula, ScriptsFractionsAndWordsBecomeElements) {
  EXPECT_EQ(body("g_{ij}"), "<msub><mi>g</mi><mrow><mi>i</mi><mi>j</mi></mrow></msub>");
  EXPECT_EQ(body("x_i^2"), "<msubsup><mi>x</mi><mi>i</mi><mn>2</mn></msubsup>");
  EXPECT_EQ(body("\\tfrac12"), "<mfrac><mn>1</mn><mn>2</mn></mfrac>");
  EXPECT_EQ(body("\\ge"), "<mo>≥</mo>");
  EXPECT_EQ(body("a - b"), "<mi>a</mi><mo>−</mo><mi>b</mi>");
  EXPECT_EQ(body("\\text{for all }"), "<mtext>for\u00a0all\u00a0</mtext>");
  EXPECT_EQ(body("\\begin{pmatrix}a&b\\\\0&1\\end{pmatrix}"),
            "<mrow><mo>(</mo><mtable><mtr><mtd><mrow><mi>a</mi></mrow></mtd><mtd><mrow><mi>b</mi></"
            "mrow></mtd></mtr><mtr><mtd><mrow><mn>0</mn></mrow></mtd><mtd><mrow><mn>1</mn></mrow></"
            "mtd></mtr></mtable><mo>)</mo></mrow>");
  EXPECT_EQ(body("\\sum_{k}^{n}"),
            "<munderover><mo>∑</mo><mrow><mi>k</mi></mrow><mrow><mi>n</mi></mrow></munderover>");
}

TEST(Formula, StacksBinomialsWithoutALine) {
  EXPECT_NE(
      mathml("\\tbinom{n}{m}")
          ->find(
              "<mfrac linethickness=\"0\"><mrow><mi>n</mi></mrow><mrow><mi>m</mi></mrow></mfrac>"),
      std::string::npos);
}

TEST(Formula, KeepsItsSourceEscapedAsAlternativeText) {
  EXPECT_NE(mathml("a<b")->find("alttext=\"a&lt;b\""), std::string::npos);
}

TEST(Formula, IsRefusedOutsideTheSubset) {
  for (const char* latex : {"\\unknown", "{", "}", "\\frac{1}", "x^", "\\left(x", "\\text{a", "#",
                            "\\href{javascript:x}{y}", ""}) {
    EXPECT_FALSE(mathml(latex)) << latex;
  }
  EXPECT_FALSE(mathml(std::string(10000, '{')));
}

TEST(Formula, OfEveryClaimIsInTheSubset) {
  for (const auto& claim : catalogue::every_claim()) {
    EXPECT_TRUE(claim.latex.empty() || mathml(claim.latex)) << claim.id << ": " << claim.latex;
  }
}

}  // namespace
}  // namespace lemmascope::report
