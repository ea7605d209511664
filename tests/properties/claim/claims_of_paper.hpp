// What the test of every paper's claims asks: all of them come out as they should, and what is
// false falls to a confirmed witness. The paper must be among those of the test program.
#pragma once

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "properties/catalogue/catalogue.hpp"
#include "properties/claim/engine.hpp"

namespace lemmascope::claim {

/// Runs every claim of a paper in quick: each is as expected and catches its twins. `count` is how
/// many there are, so that none is lost.
inline void come_out_as_expected(const std::string& paper, std::size_t count) {
  const auto claims = catalogue::select_claims({paper + "/*"}, "", "");
  EXPECT_EQ(claims.size(), count);
  for (const Claim* claim : claims) {
    const ClaimResult result = run_claim(*claim, RunContext{});
    EXPECT_TRUE(result.as_expected) << claim->id << ": " << result.reason;
    for (const TwinResult& twin : result.twins) {
      EXPECT_TRUE(twin.caught) << claim->id << ": " << twin.name;
    }
  }
}

/// The instance that refutes a claim, after the independent route agreed; an empty object where
/// none does, and the test has failed.
inline nlohmann::json witness_of(const std::string& id) {
  const Claim* claim = catalogue::find_claim(id);
  EXPECT_NE(claim, nullptr) << id;
  if (claim == nullptr) return nlohmann::json::object();
  const ClaimResult result = run_claim(*claim, RunContext{});
  EXPECT_EQ(result.verdict, Verdict::refuted) << id;
  for (const CheckResult& check : result.checks) {
    if (!check.witness) continue;
    EXPECT_EQ(check.witness->at("confirmation").at("agrees"), "yes") << id;
    return check.witness->at("instance");
  }
  ADD_FAILURE() << id << ": no check has a witness";
  return nlohmann::json::object();
}

}  // namespace lemmascope::claim
