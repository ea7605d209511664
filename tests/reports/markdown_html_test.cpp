// The documentation's Markdown: the subset that is used, and nothing that breaks out.
#include "reports/writers/markdown_html.hpp"

#include <gtest/gtest.h>

namespace lemmascope::report {
namespace {

std::string html(const std::string& markdown) {
  return markdown_html(
      markdown, [](const std::string& target) { return target == "GUIDE.md" ? "GUIDE.html" : ""; });
}

TEST(Markdown, HasHeadingsParagraphsAndLists) {
  EXPECT_EQ(html("# Your own `paper`\n\nOne\ntwo.\n\n- a\n  b\n- c\n\n1. d\n"),
            "<h1 id=\"your-own-paper\">Your own <code>paper</code></h1>\n<p>One\ntwo.</p>\n"
            "<ul><li>a\nb</li><li>c</li></ul>\n<ol><li>d</li></ol>\n");
  EXPECT_EQ(markdown_title("text\n# A title\n"), "A title");
}

TEST(Markdown, HasTablesAndFencedCode) {
  EXPECT_NE(
      html("| a | `x|y` |\n| --- | --- |\n| 1 | 2 |\n")
          .find("<tr><th>a</th><th><code>x|y</code></th></tr></thead><tbody><tr><td>1</td><td>"
                "2</td></tr>"),
      std::string::npos);
  EXPECT_NE(html("```sh\n# a < b\n```\n").find("<code># a &lt; b\n</code>"), std::string::npos);
}

TEST(Markdown, LinksWhereItMay) {
  EXPECT_EQ(
      html("[*a*](https://example.org) [b](GUIDE.md) [c](../other.cpp) [d](javascript:x)"),
      "<p><a href=\"https://example.org\"><em>a</em></a> <a href=\"GUIDE.html\">b</a> c d</p>\n");
}

TEST(Markdown, LeavesOutCommentsAndEscapesMarkup) {
  EXPECT_EQ(html("a<!-- b -->c <b> **d** 2 * 3 * 4 `"),
            "<p>ac &lt;b&gt; <strong>d</strong> 2 * 3 * 4 `</p>\n");
  EXPECT_EQ(html("<!-- never closed"), "");
}

}  // namespace
}  // namespace lemmascope::report
