// Mathematics inside sentences: what is set, and what is left alone.
#include "reports/writers/prose_math.hpp"

#include <gtest/gtest.h>

namespace lemmascope::report {
namespace {

std::string formula(const std::string& source, const std::string& body) {
  return "<math alttext=\"" + source + "\">" + body + "</math>";
}

TEST(FormulasInProse, AreLettersAndNumbersWithScripts) {
  EXPECT_EQ(prose_html("p_c > 0"),
            formula("p_c", "<msub><mi>p</mi><mrow><mi>c</mi></mrow></msub>") + " &gt; 0");
  EXPECT_EQ(prose_html("sigma_v^2"),
            formula("sigma_v^2",
                    "<msubsup><mi>σ</mi><mrow><mi>v</mi></mrow><mrow><mn>2</mn></mrow></msubsup>"));
  EXPECT_EQ(prose_html("10^4 tasks"),
            formula("10^4", "<msup><mn>10</mn><mrow><mn>4</mn></mrow></msup>") + " tasks");
  EXPECT_EQ(
      prose_html("e^{-2 beta}"),
      formula("e^{-2 beta}", "<msup><mi>e</mi><mrow><mo>−</mo><mn>2</mn><mi>β</mi></mrow></msup>"));
}

TEST(FormulasInProse, AreBracketsWithScriptsRootsAndGreekNames) {
  EXPECT_EQ(prose_html("(1-rho)^2"),
            "(1-" + formula("rho", "<mi>ρ</mi>") +
                formula(")^2",
                        "<msup><mo stretchy=\"false\">)</mo><mrow><mn>2</mn></mrow>"
                        "</msup>"));
  EXPECT_EQ(prose_html("sqrt(n)"), formula("sqrt(n)", "<msqrt><mrow><mi>n</mi></mrow></msqrt>"));
  EXPECT_EQ(prose_html("beta0"), formula("beta0", "<msub><mi>β</mi><mn>0</mn></msub>"));
  EXPECT_EQ(prose_html("whatever tau."), "whatever " + formula("tau", "<mi>τ</mi>") + ".");
  EXPECT_EQ(prose_html("of $x_1$"),
            "of " + formula("x_1", "<mrow><msub><mi>x</mi><mn>1</mn></msub></mrow>"));
}

TEST(FormulasInProse, SetRelations) {
  EXPECT_EQ(prose_html("a >= 1 <= b != c -> d"), "a ≥ 1 ≤ b ≠ c → d");
}

TEST(FormulasInProse, AreNotNamesWordsAndIds) {
  for (const char* text : {"chi-square", "a_long_name", "max_depth", "topic/beta-wins", "alphabet",
                           "the eta-step", "2 lambda_max_value", "x^", "a price of 5$"}) {
    EXPECT_EQ(prose_html(text).find("<math"), std::string::npos) << text;
  }
}

TEST(FormulasInProse, AreEscapedLikeTheRest) {
  EXPECT_EQ(
      prose_html("<b> & x_{<i>}"),
      "&lt;b&gt; &amp; " +
          formula("x_{&lt;i&gt;}",
                  "<msub><mi>x</mi><mrow><mo>&lt;</mo><mi>i</mi><mo>&gt;</mo></mrow></msub>"));
  EXPECT_EQ(prose_html("$<script>$").find("<script"), std::string::npos);
  const std::string deep(5000, '(');
  EXPECT_NO_THROW(prose_html("x^" + deep));
  EXPECT_NO_THROW(prose_html("x^{" + std::string(300, '{') + std::string(300, '}') + "}"));
}

}  // namespace
}  // namespace lemmascope::report
