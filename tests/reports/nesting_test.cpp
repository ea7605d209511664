#include "reports/model/nesting.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "theory/numeric/require.hpp"

namespace lemmascope::report {
namespace {

std::string repeated(const std::string& piece, int count) {
  std::string out;
  for (int k = 0; k < count; ++k) out += piece;
  return out;
}

TEST(NestingOfJson, IsBoundedOnBothSidesOfTheLimit) {
  EXPECT_NO_THROW(require_shallow_json(repeated("[", kDeepest), "x"));
  EXPECT_THROW(require_shallow_json(repeated("[", kDeepest + 1), "x"), PreconditionError);
  EXPECT_THROW(require_shallow_json(repeated("{\"a\":", kDeepest + 1), "x"), PreconditionError);
}

TEST(NestingOfJson, IgnoresBracketsInStringsAndAfterEscapes) {
  EXPECT_NO_THROW(require_shallow_json("\"" + repeated("[", 1000) + "\"", "x"));
  EXPECT_NO_THROW(require_shallow_json("\"\\\"" + repeated("[", 1000) + "\"", "x"));
  EXPECT_THROW(require_shallow_json("\"\\\\\"" + repeated("[", 1000), "x"), PreconditionError);
  EXPECT_NO_THROW(require_shallow_json(repeated("[],", 1000), "x"));
}

TEST(NestingOfToml, CountsThePartsOfAKey) {
  EXPECT_NO_THROW(require_shallow_toml(repeated("a.", kDeepest - 1) + "a = 1", "x"));
  EXPECT_THROW(require_shallow_toml(repeated("a.", kDeepest) + "a = 1", "x"), PreconditionError);
  EXPECT_THROW(require_shallow_toml(repeated("\"a\" . ", kDeepest) + "a = 1", "x"),
               PreconditionError);
  EXPECT_NO_THROW(require_shallow_toml("a = [" + repeated("0.5, ", 1000) + "]", "x"));
}

TEST(NestingOfToml, IgnoresCommentsAndStringsOfEveryKind) {
  const std::string deep = repeated("[", 1000);
  for (const std::string& text :
       std::vector<std::string>{"# " + deep, "a = \"" + deep + "\"", "a = '" + deep + "'",
                                "a = \"\"\"\n" + deep + "\"\"\"", "a = '''\n" + deep + "'''",
                                "a = \"\\\"" + deep + "\""}) {
    EXPECT_NO_THROW(require_shallow_toml(text, "x")) << text.substr(0, 12);
    EXPECT_THROW(require_shallow_toml(text + "\nb = " + deep, "x"), PreconditionError)
        << text.substr(0, 12);
  }
}

TEST(ParseJson, NamesThePlaceAndNoLibrary) {
  for (const char* text : {"", "{", "[1,]", "1e999", "\"\xff\"", "nul"}) {
    try {
      parse_json(text, "file.json:7");
      ADD_FAILURE() << text;
    } catch (const PreconditionError& failure) {
      const std::string words = failure.what();
      EXPECT_EQ(words.find("file.json:7: not JSON"), 0U) << words;
      EXPECT_EQ(words.find("exception"), std::string::npos) << words;
    }
  }
}

}  // namespace
}  // namespace lemmascope::report
