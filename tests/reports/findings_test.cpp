// Findings come out of claims: what they say of print, their kinds, the smallest counterexample.
#include "reports/model/findings.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "reports/model/papers_document.hpp"
#include "reports/writers/paper_view.hpp"
#include "reports/writers/reach.hpp"

namespace lemmascope::report {
namespace {

using nlohmann::json;

json claim(const std::string& expected, const json& tags) {
  return {{"id", "mine/some-law"},
          {"statement", "As printed."},
          {"divergence", "a factor"},
          {"expected", expected},
          {"verdict", "refuted"},
          {"tags", tags},
          {"source", {{"paper", "mine"}, {"where", "(3)"}}}};
}

TEST(Findings, AreTheClaimsThatAreExpectedToFall) {
  const json found = findings({claim("holds", {"printed"}), claim("refuted", {"printed"}), 3});
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0]["claim"], "mine/some-law");
  EXPECT_EQ(found[0]["instead"], "a factor");
  EXPECT_EQ(found[0]["check"], "check mine/some-law");
  EXPECT_FALSE(found[0].contains("counterexample"));
}

TEST(Findings, HaveTheirKindFromTheTags) {
  EXPECT_EQ(findings(json::array({claim("refuted", {"necessary", "released"})}))[0]["kind"],
            "released code");
  EXPECT_EQ(findings(json::array({claim("refuted", {"necessary", "printed"})}))[0]["kind"],
            "print");
  EXPECT_EQ(findings(json::array({claim("refuted", {"necessary-assumption"})}))[0]["kind"],
            "condition");
  EXPECT_EQ(findings(json::array({claim("refuted", json::array())}))[0]["kind"], "reading");
}

TEST(Findings, ShowTheSmallestCounterexample) {
  json one = claim("refuted", {"printed"});
  for (const char* instance : {"a rather long instance", "short", "a longer instance"}) {
    one["checks"].push_back(
        {{"name", instance},
         {"witness", {{"instance", {{"x", instance}}}, {"summary", instance}}}});
  }
  EXPECT_EQ(findings(json::array({one}))[0]["counterexample"]["instance"], "short");
}

json paper() {
  return {{"key", "mine"},
          {"name", "mine"},
          {"statements",
           {{{"label", "Theorem 1"}, {"words", "w"}, {"claims", {"mine/a", "mine/gone"}}},
            {{"label", "Theorem 2"}, {"claims", json::array()}, {"unchecked_because", "no data"}},
            {{"label", "Theorem 3"}, {"claims", {"mine/gone"}}}}}};
}

TEST(StatementsOfPapers, AreListedByClaim) {
  const auto by_claim = statements_by_claim(json::array({paper()}));
  EXPECT_EQ(by_claim.at("mine/a")[0]["label"], "Theorem 1");
  EXPECT_EQ(by_claim.at("mine/gone").size(), 2U);
  EXPECT_EQ(by_claim.at("mine/gone")[1]["anchor"], "statement-mine.3");
}

TEST(StatementsOfPapers, SayWhatIsCoveredAndWhatBelongsToNone) {
  json views = json::array();
  for (const char* id : {"mine/a", "mine/extra", "minelike/b"}) {
    json view = {{"id", id}, {"proof", json::array()}, {"figures_of", json::array()}};
    for (const char* key :
         {"anchor", "mark", "verdict", "verdict_words", "code", "evidence", "path_strength"})
      view[key] = "";
    views.push_back(view);
  }
  const json found = paper_views(json::array({paper()}), views);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(
      found[0]["coverage"],
      "1 of 3 statements are checked; 1 is not, because of what stands there; the claims of 1 "
      "were not part of this run.");
  EXPECT_EQ(found[0]["statements"][1]["reason_html"], "no data");
  EXPECT_EQ(found[0]["statements"][0]["absent"][0]["id"], "mine/gone");
  ASSERT_EQ(found[0]["others"].size(), 1U);
  EXPECT_EQ(found[0]["others"][0]["id"], "mine/extra");
  EXPECT_EQ(found[0]["open"], true);
}

TEST(PapersOfADocument, AreItsOwn) {
  EXPECT_EQ(papers_of(json({{"papers", {paper()}}}))[0]["key"], "mine");
  EXPECT_EQ(papers_of(json({{"papers", json::array()}, {"claims", {{{"id", "causal/x"}}}}})).size(),
            0U);
}

TEST(WhatIsCounted, AreSuccessesWhereThereAreSome) {
  const json check = {
      {"cases", {{"met", 160}, {"tried", 160}}},
      {"measured", {{"successes", 135}, {"trials", 160}, {"lower", 0.6389}, {"least_share", 0.4}}}};
  EXPECT_EQ(counted_words(check), "135 of 160, at least 63.8\u00a0%, needed 40\u00a0%");
  EXPECT_EQ(counted_words({{"cases", {{"met", 1200}, {"tried", 1300}}}}),
            "1\u202f200\u00a0/\u00a01\u202f300");
}

TEST(WhatIsCounted, SaysHowNearTheBoundIs) {
  const auto words = [](double ratio, int degenerate) {
    return sharpness_words(
        {{"sharpness", {{"relations", 4}, {"degenerate", degenerate}, {"largest_ratio", ratio}}}});
  };
  EXPECT_EQ(words(0.36, 0), "nearest 0.36 of the bound");
  EXPECT_EQ(words(1, 1), "attained: the two sides meet; 1 of 4 read 0 = 0");
  EXPECT_EQ(words(0, 4), "every relation reads 0 = 0");
  EXPECT_EQ(sharpness_words(json::object()), "");
}

TEST(TheStrengthOfARow, IsThatOfTheWeakestOnItsPath) {
  const json claim = {{"verdict", "holds"},
                      {"evidence", "exact"},
                      {"scope", "family"},
                      {"path", {{"evidence", "precise"}, {"scope", "instance"}}}};
  EXPECT_EQ(path_strength_words(claim), "many digits, not rigorous, the listed instances only");
}

TEST(TheReachOfARow, IsOneLineOfDomains) {
  const auto check = [](const std::string& domain, const char* evidence) {
    return json({{"domain", domain}, {"evidence", evidence}, {"verdict", "holds"}});
  };
  const json claim = {{"verdict", "holds"},
                      {"checks",
                       {check("drawn", "statistical"), check("every forest", "exact"),
                        check(std::string(150, 'x'), "interval"), check("drawn", "exact")}}};
  EXPECT_EQ(reach_words(claim), "every forest; and 2 more");
}

}  // namespace
}  // namespace lemmascope::report
