// Regression classes: each shown on the smallest change that causes it.
#include "reports/compare/compare.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "reports/compare/numbers.hpp"

namespace lemmascope::report {
namespace {

using nlohmann::json;

json rational(const char* value) {
  return {{"kind", "rational"}, {"value", value}, {"approximate", 0.5}};
}

json claim() {
  return {{"id", "a/b"},
          {"statement", "s"},
          {"latex", "x"},
          {"formal", "f"},
          {"hypotheses", json::array()},
          {"expected", "holds"},
          {"verdict", "holds"},
          {"evidence", "exact"},
          {"scope", "family"},
          {"reason", ""},
          {"as_expected", true},
          {"contradiction", false},
          {"path", {{"evidence", "exact"}, {"scope", "family"}, {"weakest_link", "a/b"}}},
          {"checks",
           {{{"name", "c"},
             {"domain", "d"},
             {"evidence", "exact"},
             {"scope", "family"},
             {"verdict", "holds"},
             {"digest", "00000000000000aa"},
             {"cases", {{"tried", 5}, {"met", 4}, {"relations", 9}}},
             {"tightest",
              {{"site", "i=1"},
               {"case", 2},
               {"instance", "T=3"},
               {"lhs", rational("1/2")},
               {"rhs", rational("1/4")},
               {"margin", rational("1/4")}}}}}},
          {"twins", {{{"name", "t"}, {"caught", true}}}}};
}

json document(const json& claims) {
  return {{"schema", "lemmascope/result/1"},
          {"request", {{"profile", "quick"}, {"seed", "1"}}},
          {"claims", claims}};
}

/// The class of the only change between claim() and a copy that `edit` has changed.
template <class Edit>
std::string class_after(Edit edit, int& code) {
  json changed = claim();
  edit(changed);
  const json comparison =
      compare_results(document(json::array({claim()})), document(json::array({changed})));
  code = comparison_exit_code(comparison);
  return comparison.at("changes").at(0).at("class");
}

TEST(Compare, SameIsSame) {
  int code = -1;
  EXPECT_EQ(class_after([](json&) {}, code), "same");
  EXPECT_EQ(code, 0);
}

TEST(Compare, ABrokenClaimIsBroken) {
  int code = -1;
  EXPECT_EQ(class_after([](json& c) { c["verdict"] = "refuted", c["as_expected"] = false; }, code),
            "broken");
  EXPECT_EQ(code, 4);
}

TEST(Compare, AnUndecidedSkippedOrFailingClaimIsLost) {
  for (const char* verdict : {"undecided", "skipped", "error"}) {
    int code = -1;
    EXPECT_EQ(class_after([&](json& c) { c["verdict"] = verdict, c["as_expected"] = false; }, code),
              "lost");
    EXPECT_EQ(code, 4);
  }
}

TEST(Compare, WeakerEvidenceScopePathChecksTwinsOrCasesAreADowngrade) {
  int code = -1;
  EXPECT_EQ(class_after([](json& c) { c["evidence"] = "precise"; }, code), "downgrade");
  EXPECT_EQ(class_after([](json& c) { c["scope"] = "sample"; }, code), "downgrade");
  EXPECT_EQ(class_after([](json& c) { c["path"]["evidence"] = "none"; }, code), "downgrade");
  EXPECT_EQ(class_after([](json& c) { c["checks"] = json::array(); }, code), "downgrade");
  EXPECT_EQ(class_after([](json& c) { c["twins"] = json::array(); }, code), "downgrade");
  EXPECT_EQ(class_after([](json& c) { c["checks"][0]["cases"]["met"] = 3; }, code), "downgrade");
  EXPECT_EQ(code, 4);
}

TEST(Compare, AChangedStatementIsNotComparable) {
  int code = -1;
  for (const char* key : {"statement", "latex", "formal", "expected"}) {
    EXPECT_EQ(class_after([&](json& c) { c[key] = "else"; }, code), "not comparable");
  }
  EXPECT_EQ(code, 4);
}

TEST(Compare, AnotherExactValueIsAContradiction) {
  int code = -1;
  EXPECT_EQ(
      class_after([](json& c) { c["checks"][0]["tightest"]["margin"] = rational("1/5"); }, code),
      "contradiction");
  EXPECT_EQ(code, 6);
  EXPECT_EQ(class_after([](json& c) { c["checks"][0]["tightest"]["lhs"] = rational("1/3"); }, code),
            "contradiction");
  EXPECT_EQ(class_after(
                [](json& c) {
                  c["checks"][0]["tightest"]["lhs"] = rational("1/3"),
                  c["checks"][0]["tightest"]["case"] = 3;
                },
                code),
            "same");
}

TEST(Compare, AnotherDigestOfTheSameCasesIsAChange) {
  int code = -1;
  const auto other_numbers = [](json& c) { c["checks"][0]["digest"] = "00000000000000bb"; };
  EXPECT_EQ(class_after(other_numbers, code), "changed");
  EXPECT_EQ(code, 4);
  EXPECT_EQ(class_after([](json& c) { c["checks"][0].erase("digest"); }, code), "same");
  const auto more_cases = [&](json& c) {
    other_numbers(c);
    c["checks"][0]["cases"]["met"] = 5;
  };
  EXPECT_EQ(class_after(more_cases, code), "improved") << "other cases have other numbers";
}

TEST(Compare, MoreIsImprovedAndAFixIsRepaired) {
  int code = -1;
  EXPECT_EQ(class_after([](json& c) { c["scope"] = "region"; }, code), "improved");
  EXPECT_EQ(code, 0);
  json failing = claim();
  failing["as_expected"] = false;
  failing["verdict"] = "undecided";
  const json comparison =
      compare_results(document(json::array({failing})), document(json::array({claim()})));
  EXPECT_EQ(comparison["changes"][0]["class"], "repaired");
  EXPECT_EQ(comparison_exit_code(comparison), 0);
}

TEST(Compare, ARemovedClaimIsBadAndANewOneIsNot) {
  const json removed = compare_results(document(json::array({claim()})), document(json::array()));
  EXPECT_EQ(removed["changes"][0]["class"], "removed");
  EXPECT_EQ(comparison_exit_code(removed), 4);
  const json added = compare_results(document(json::array()), document(json::array({claim()})));
  EXPECT_EQ(added["changes"][0]["class"], "added");
  EXPECT_EQ(comparison_exit_code(added), 0);
}

TEST(Compare, OfASelectionComparesNothingElse) {
  json other = claim();
  other["id"] = "c/d";
  other["tags"] = {"key"};
  other["source"] = {{"paper", "arXiv 1234.5"}};
  const json base = document(json::array({claim(), other}));
  const auto compared = [&](const char* member, const json& value) {
    json fresh = document(json::array({claim()}));
    fresh["request"][member] = value;
    return compare_results(base, fresh);
  };
  for (const json& outside : {compared("selectors", {"a/*"}), compared("tag", "else"),
                              compared("paper", "9.9"), compared("paper", "z")}) {
    EXPECT_EQ(comparison_exit_code(outside), 0);
    EXPECT_EQ(outside["outside_selection"], 1);
    EXPECT_EQ(outside["changes"].size(), 1U);
  }
  for (const json& inside :
       {compared("selectors", {"a/*", "c/?"}), compared("selectors", json::array()),
        compared("tag", "key"), compared("paper", "1234.5"), compared("paper", "c")}) {
    EXPECT_EQ(comparison_exit_code(inside), 4);
    EXPECT_EQ(inside["outside_selection"], 0);
  }
}

json golden(const char* kind, const json& value) {
  return {{"schema", "lemmascope/golden/1"},
          {"values",
           {{{"claim", "a/b"},
             {"check", "c"},
             {"field", "tightest.margin"},
             {"value", value},
             {"class", kind},
             {"basis", "b"},
             {"reason", "r"}}}}};
}

TEST(Golden, AnotherValueIsBrokenAndAnUnknownNameAnOrphan) {
  const json result = document(json::array({claim()}));
  EXPECT_EQ(comparison_exit_code(compare_golden(golden("exact", rational("1/4")), result)), 0);
  EXPECT_EQ(comparison_exit_code(compare_golden(golden("exact", rational("1/5")), result)), 4);
  json orphan = golden("exact", rational("1/4"));
  orphan["values"][0]["check"] = "gone";
  const json comparison = compare_golden(orphan, result);
  EXPECT_EQ(comparison["changes"][0]["class"], "orphan");
  EXPECT_EQ(comparison_exit_code(comparison), 4);
}

TEST(Golden, WithoutBasisOrReasonIsRefused) {
  json unexplained = golden("exact", rational("1/4"));
  unexplained["values"][0]["reason"] = "";
  EXPECT_EQ(comparison_exit_code(compare_golden(unexplained, document(json::array({claim()})))), 4);
}

json ball(const char* middle, const char* radius) {
  return {
      {"kind", "ball"}, {"value", middle}, {"radius", radius}, {"bits", 169}, {"approximate", 0.5}};
}

TEST(Numbers, EnclosuresAgreeWhenTheyOverlap) {
  EXPECT_EQ(agreement(ball("0.5", "1e-3"), ball("0.5005", "1e-4")), Agreement::agree);
  EXPECT_EQ(agreement(ball("0.5", "1e-3"), ball("0.502", "9e-4")), Agreement::disagree);
  EXPECT_EQ(agreement(ball("0.3333", "1e-4"), rational("1/3")), Agreement::agree);
  EXPECT_EQ(agreement(rational("1/3"), rational("1/4")), Agreement::disagree);
  const json rounded = {
      {"kind", "f64"}, {"value", "0.1"}, {"hex", "0x1.9p-4"}, {"approximate", 0.1}};
  EXPECT_EQ(agreement(rounded, rational("1/3")), Agreement::unknown);
}

}  // namespace
}  // namespace lemmascope::report
