// Escaping: hostile text must come out inert in every format.
#include "reports/writers/escape.hpp"

#include <gtest/gtest.h>

namespace lemmascope::report {
namespace {

TEST(XmlText, CarriesNoMarkupAndNoControlCharacters) {
  EXPECT_EQ(xml_escaped("<a href='x'>&\"</a>"), "&lt;a href=&#39;x&#39;&gt;&amp;&quot;&lt;/a&gt;");
  EXPECT_EQ(xml_escaped(std::string("a\0b\x1b[31m", 8)), "a\ufffdb\ufffd[31m");
  EXPECT_EQ(xml_escaped("line\nbreak\tand é"), "line\nbreak\tand é");
  EXPECT_EQ(xml_escaped("\xef\xbf\xbe"), "\ufffd");
}

TEST(MarkdownText, IsOneLineWithoutMarkupLinksOrMentions) {
  EXPECT_EQ(markdown_escaped("a|b\n# c"), "a\\|b \\# c");
  EXPECT_EQ(markdown_escaped("[x](http://e)"), "\\[x\\]\\(http&#58;//e\\)");
  EXPECT_EQ(markdown_escaped("<img src=x> @someone"), "&lt;img src=x&gt; &#64;someone");
}

TEST(LatexText, IsLiteral) {
  EXPECT_EQ(
      latex_escaped("\\input{x} 5% $a_b$ ~^#&"),
      "\\textbackslash{}input\\{x\\} 5\\% \\$a\\_b\\$ \\textasciitilde{}\\textasciicircum{}\\#\\&");
}

TEST(CsvField, IsQuotedAndNeverAFormula) {
  EXPECT_EQ(csv_field("plain"), "plain");
  EXPECT_EQ(csv_field("a,\"b\""), "\"a,\"\"b\"\"\"");
  EXPECT_EQ(csv_field("=HYPERLINK(1)"), "'=HYPERLINK(1)");
  EXPECT_EQ(csv_field("-3/8"), "-3/8");
  EXPECT_EQ(csv_field("-1.5e-07"), "-1.5e-07");
  EXPECT_EQ(csv_field("-cmd"), "'-cmd");
}

TEST(CsvField, LeavesNumbersAndRelationsAlone) {
  for (const char* plain :
       {"=", "-", "-1", "+1", "-0x1p-1", "-0x1.8p+3", "-1e308", "-inf", "-.5"}) {
    EXPECT_EQ(csv_field(plain), plain);
  }
  EXPECT_EQ(csv_field("-1,0,1"), "\"-1,0,1\"");
  EXPECT_EQ(csv_field("-7/10,3/10;4/10,6/10"), "\"-7/10,3/10;4/10,6/10\"");
  // A sum is a formula though all of its characters occur in numbers.
  for (const char* formula :
       {"-1+2", "=1", "+1-1", "-1e5-1", "-1/2/3", "--1", "-1,=1", "@a", "-0x", "-e"}) {
    EXPECT_NE(csv_field(formula).find("'"), std::string::npos) << formula;
  }
}

TEST(ScriptJson, CannotCloseItsElement) {
  EXPECT_EQ(script_json("{\"a\":\"</script><!--\"}"), "{\"a\":\"\\u003c/script>\\u003c!--\"}");
}

TEST(Base64, AgreesWithTheStandardsExamples) {
  EXPECT_EQ(base64(""), "");
  EXPECT_EQ(base64("f"), "Zg==");
  EXPECT_EQ(base64("fo"), "Zm8=");
  EXPECT_EQ(base64("foobar"), "Zm9vYmFy");
  EXPECT_EQ(base64("\xff\xfe"), "//4=");
}

}  // namespace
}  // namespace lemmascope::report
