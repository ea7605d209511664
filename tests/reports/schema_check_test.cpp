#include "reports/model/schema_check.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <stdexcept>

#include "theory/numeric/require.hpp"

namespace lemmascope::report {
namespace {

using nlohmann::json;

// Against the standard's own validator the command-line tests compare; here, what is said.
TEST(Departure, NamesThePlaceAndWhatWasExpected) {
  const json schema = json::parse(R"({
    "type": "object", "required": ["a"], "additionalProperties": false,
    "properties": {"a": {"type": "array", "minItems": 1, "uniqueItems": true,
                         "items": {"type": "integer", "minimum": 0}},
                   "b": {"type": "string", "pattern": "^x+$"}}})");
  EXPECT_EQ(departure(schema, json::parse(R"({"a": [1, 2], "b": "xx"})")), "");
  EXPECT_EQ(departure(schema, json::parse(R"({"a": [1, -2]})")),
            "a[1]: expected a number of at least 0, found -2");
  EXPECT_EQ(departure(schema, json::parse(R"({})")), "'a' is missing");
  EXPECT_EQ(departure(schema, json::parse(R"({"a": [1.5]})")),
            "a[0]: expected a value of type integer, found 1.5");
  EXPECT_EQ(departure(schema, json::parse(R"({"a": [1, 1]})")),
            "a: expected a list without repetitions, found [1,1]");
  EXPECT_EQ(departure(schema, json::parse(R"({"a": []})")),
            "a: expected a list of at least 1, found []");
  EXPECT_EQ(departure(schema, json::parse(R"({"a": [1], "c": 0})")), "the key 'c' is not known");
  EXPECT_EQ(departure(schema, json::parse(R"({"a": [1], "b": "xy"})")),
            "b: expected the form ^x+$, found \"xy\"");
}

TEST(Departure, SaysWhatIsWrongWithTheFormThatWasMeant) {
  const json schema = json::parse(R"({"oneOf": [
    {"properties": {"event": {"const": "run"}, "n": {"type": "integer"}}, "required": ["n"]},
    {"properties": {"event": {"const": "end"}}}]})");
  EXPECT_EQ(departure(schema, json::parse(R"({"event": "end"})")), "");
  EXPECT_EQ(departure(schema, json::parse(R"({"event": "run", "n": "x"})")),
            "n: expected a value of type integer, found \"x\"");
}

TEST(Departure, NeverPassesOverAKeywordItDoesNotKnow) {
  EXPECT_THROW(departure(json::parse(R"({"multipleOf": 2})"), 3), std::logic_error);
}

TEST(Departure, TakesTextsOfAnyLengthWithoutRecursion) {
  EXPECT_NE(departure(json::parse(R"({"pattern": "^(a|b)*$"})"), std::string(1000000, 'a')), "");
}

TEST(PublishedSchemas, UseOnlyKeywordsTheCheckerKnows) {
  for (const char* name :
       {"result", "witness", "events", "comparison", "golden", "sweep", "sweep-events"}) {
    EXPECT_THROW(require_schema(json::object(), name, "x"), PreconditionError) << name;
  }
}

}  // namespace
}  // namespace lemmascope::report
