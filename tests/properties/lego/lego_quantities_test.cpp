// The calculators of the paper: reference values and clear refusals.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "tests/properties/catalogue/answers.hpp"

namespace lemmascope::lego {
namespace {

using catalogue::answer;
using catalogue::refusal;
using nlohmann::json;
using ::testing::HasSubstr;

TEST(LegoShortcut, GivesTheReferenceTables) {
  std::vector<std::string> signs;
  const json six = answer("lego-shortcut", {{"group", "z2"}, {"clauses", "6"}});
  for (const auto& one : six.at("accuracy")) signs.push_back(one.at("value"));
  EXPECT_EQ(signs, (std::vector<std::string>{"21/32", "19/32", "9/16", "19/32", "21/32", "1"}));
  const char* dihedral[] = {"1", "3/4", "137/216", "59/108", "157/324", "253/576"};
  for (int n = 1; n <= 6; ++n) {
    const json found = answer("lego-shortcut", {{"group", "d3"}, {"clauses", std::to_string(n)}});
    EXPECT_EQ(found.at("accuracy").at("value"), dihedral[n - 1]);
  }
  EXPECT_EQ(answer("lego-shortcut", {{"clauses", "50"}}).at("accuracy").size(), 50u);
}

TEST(LegoRun, ShowsWhatIsResolved) {
  const auto run = [](const char* network, const char* layers) {
    return answer("lego-run",
                  {{"sentence", "b=-a; a=+1; c=+b"}, {"network", network}, {"layers", layers}});
  };
  EXPECT_EQ(run("iterative", "0").at("resolved"), 0);
  EXPECT_EQ(run("doubling", "0").at("values"), json({{"a", 1}, {"b", nullptr}, {"c", nullptr}}));
  EXPECT_EQ(run("iterative", "2").at("values"), json({{"a", 1}, {"b", -1}, {"c", nullptr}}));
  EXPECT_EQ(run("doubling", "2").at("values"), json({{"a", 1}, {"b", -1}, {"c", -1}}));
  EXPECT_EQ(run("doubling", "2").at("resolved"), 3);
  const json dihedral =
      answer("lego-run", {{"group", "d3"}, {"sentence", "x=s0; y=r1*x"}, {"layers", "2"}});
  EXPECT_EQ(dihedral.at("values").at("y"), "s2");  // r1 s0 = s0 r-1
}

TEST(LegoLeak, IsAnEnclosure) {
  const json leak = answer("lego-leak", {{"tokens", "8"}, {"copies", "2"}, {"beta", "0"}});
  EXPECT_EQ(leak.at("leak").at("kind"), "ball");
  EXPECT_EQ(leak.at("leak").at("value"), "0.75");
}

TEST(LegoQuantities, NameTheOptionThatIsWrong) {
  EXPECT_THAT(refusal("lego-shortcut", {{"group", "q8"}, {"clauses", "2"}}), HasSubstr("--group"));
  EXPECT_THAT(refusal("lego-shortcut", {{"clauses", "0"}}), HasSubstr("--clauses"));
  EXPECT_THAT(refusal("lego-shortcut", {{"group", "s5"}, {"clauses", "20"}}), HasSubstr("most-"));
  EXPECT_THAT(refusal("lego-run", {{"sentence", "a=b"}, {"layers", "1"}}),
              HasSubstr("--sentence: expected a clause"));
  EXPECT_THAT(refusal("lego-leak", {{"tokens", "2"}, {"copies", "3"}, {"beta", "1"}}),
              HasSubstr("--copies: expected at most --tokens, found 3 of 2"));
}

}  // namespace
}  // namespace lemmascope::lego
