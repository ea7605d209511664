// Events: what is written can be read back, a cut line is dropped, shards cover a run exactly once.
#include "reports/model/events.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <set>

#include "properties/catalogue/catalogue.hpp"
#include "properties/claim/result.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::report {
namespace {

claim::CheckResult full_result() {
  claim::CheckResult r;
  r.name = "c";
  r.domain = "d";
  r.evidence = claim::Evidence::interval;
  r.scope = claim::Scope::family;
  r.verdict = claim::Verdict::suspect;
  r.reason = "because";
  r.tried = 7;
  r.met = 5;
  r.relations = 11;
  r.excluded["h"] = 2;
  r.tightest = claim::CaseFinding{
      3,
      "T=3,S=2",
      {claim::site("i", 2, "j", 1), claim::quantity(Rational(1, 3)), claim::Op::less_equal,
       claim::quantity(Interval(Rational(1, 3))), claim::quantity(0.1)}};
  r.failing = claim::CaseFinding{
      4,
      "T=4,S=2",
      {claim::site("i", -1), claim::proportion(3, 10, 0.1, 0.6), claim::Op::equal,
       claim::quantity(Real50(2)), claim::quantity(Rational(-1, 7))}};
  r.witness = std::make_shared<const nlohmann::json>(nlohmann::json{{"claim", "x"}});
  r.measured = std::make_shared<const nlohmann::json>(nlohmann::json{{"power", 0.9}});
  r.contradiction = true;
  return r;
}

std::string temporary_file(const char* name) {
  return (std::filesystem::path(testing::TempDir()) / name).string();
}

TEST(CheckResult, ReadsBackToTheSameJson) {
  const nlohmann::json written = claim::to_json(full_result());
  EXPECT_EQ(claim::to_json(claim::check_result_from_json(written)), written);
}

// A name of a site may read like several coordinates; a resumed run must not stumble over it.
TEST(CheckResult, ReadsBackSitesWhoseNamesHoldCommasAndSigns) {
  claim::CheckResult result = full_result();
  const claim::Site sites[] = {claim::site("before, limit, query", 1),
                               claim::site("a = b, row", 2, "x, y", -3),
                               claim::site("p<=q, i", 0, "", 1, "k", 2), claim::Site{}};
  for (const claim::Site& site : sites) {
    result.failing->finding.site = site;
    const nlohmann::json written = claim::to_json(result);
    const claim::CheckResult back = claim::check_result_from_json(written);
    EXPECT_EQ(claim::to_json(back), written);
    for (std::size_t k = 0; k < site.coordinates.size(); ++k) {
      const auto &want = site.coordinates[k], &got = back.failing->finding.site.coordinates[k];
      ASSERT_EQ(got.name == nullptr, want.name == nullptr);
      if (want.name == nullptr) break;
      EXPECT_STREQ(got.name, want.name);
      EXPECT_EQ(got.value, want.value);
    }
  }
}

TEST(CheckResult, RefusesASiteThatIsNone) {
  for (const char* text :
       {"i", "i=", "i=1, ", "i=1, j", "i=1x", "i=99999999999", "a=1, b=2, c=3, d=4"}) {
    nlohmann::json written = claim::to_json(full_result());
    written["failing"]["site"] = text;
    EXPECT_THROW(claim::check_result_from_json(written), PreconditionError) << text;
  }
}

TEST(CheckResult, RefusesWhatIsNoResult) {
  EXPECT_THROW(claim::check_result_from_json(nlohmann::json::object()), PreconditionError);
  nlohmann::json odd = claim::to_json(full_result());
  odd["verdict"] = "proved";
  EXPECT_THROW(claim::check_result_from_json(odd), PreconditionError);
}

nlohmann::json header() { return run_header({}, {}, {}, {}); }

TEST(Events, KeepWholeLinesAndDropOneCutShort) {
  const std::string path = temporary_file("cut.jsonl");
  const claim::Unit a{"x/y", claim::Unit::Part::check, 0, "c"},
      b{"x/y", claim::Unit::Part::twin, 0, "t"};
  EventLog log(path, header(), {}, {});
  log.record(a, {full_result(), 0.5}, false);
  log.record(b, {full_result(), 0.5}, false);
  std::filesystem::resize_file(path, std::filesystem::file_size(path) - 10);
  const Events events = read_events(path);
  EXPECT_FALSE(events.complete);
  ASSERT_EQ(events.units.size(), 1U);
  EXPECT_EQ(events.units.begin()->first, unit_key(a));
}

TEST(Events, LeaveOutWhatTheTimeBudgetInterrupted) {
  const std::string path = temporary_file("interrupted.jsonl");
  EventLog log(path, header(), {}, {});
  log.record({"x/y", claim::Unit::Part::check, 0, "c"}, {full_result(), 0.5}, true);
  EXPECT_TRUE(read_events(path).units.empty());
}

TEST(Events, NameTheLineThatIsWrong) {
  const std::string path = temporary_file("wrong.jsonl");
  std::ofstream(path) << header().dump() << "\nnonsense\n";
  try {
    read_events(path);
    FAIL() << "accepted";
  } catch (const PreconditionError& failure) {
    EXPECT_NE(std::string(failure.what()).find("wrong.jsonl:2:"), std::string::npos);
  }
}

TEST(Events, AreRefusedWhenTheirHeaderIsBroken) {
  const std::string path = temporary_file("header.jsonl");
  const nlohmann::json whole = header();
  for (const auto& [key, value] : whole.items()) {
    nlohmann::json broken = header();
    broken.erase(key);
    std::ofstream(path) << broken.dump() << "\n";
    EXPECT_THROW(read_events(path), PreconditionError) << key;
  }
}

TEST(Shards, CoverEveryUnitExactlyOnce) {
  std::vector<const claim::Claim*> claims;
  for (const auto& claim : catalogue::every_claim()) claims.push_back(&claim);
  std::multiset<std::string> all, joined;
  for (const auto& unit : units_of_shard(claims, {})) all.insert(unit_key(unit));
  for (int k = 1; k <= 4; ++k) {
    for (const auto& unit : units_of_shard(claims, {k, 4})) joined.insert(unit_key(unit));
  }
  EXPECT_EQ(joined, all);
  EXPECT_EQ(std::set<std::string>(all.begin(), all.end()).size(), all.size());
}

TEST(Shards, AreRefusedWhenMalformed) {
  for (const char* text : {"", "1", "0/2", "3/2", "a/b", "1/2/3", "-1/2"}) {
    EXPECT_THROW(parse_shard(text), PreconditionError) << text;
  }
}

}  // namespace
}  // namespace lemmascope::report
