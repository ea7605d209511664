// Keyed draws are those of RapidCheck's gen::exec, so that samples drawn long ago stay what they
// were.
#include "properties/domain/draw.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <vector>

namespace lemmascope::domain {
namespace {

struct Range {
  int low, high;
};
constexpr Range kRanges[] = {{0, 2}, {-4, 5}, {2, 13}, {0, 1000000}, {-12, 13}, {7, 8}};
constexpr int kRounds = 20;

std::vector<int> by_draw(const claim::CaseKey& key) {
  Draw draw(key);
  std::vector<int> values;
  for (int round = 0; round < kRounds; ++round) {
    for (const Range& r : kRanges) values.push_back(draw.in_range(r.low, r.high));
  }
  return values;
}

std::vector<int> by_exec(const claim::CaseKey& key) {
  constexpr int kNominalSize = 100;
  const auto generator = rc::gen::exec([] {
    std::vector<int> values;
    for (int round = 0; round < kRounds; ++round) {
      for (const Range& r : kRanges) values.push_back(*rc::gen::inRange(r.low, r.high));
    }
    return values;
  });
  return generator(rc::Random(key), kNominalSize).value();
}

TEST(Draw, GivesWhatGenExecDrawsFromTheSameKey) {
  for (std::int64_t index = 0; index < 50; ++index) {
    const auto key = claim::case_key(20240222, "some/claim", "some-domain", index);
    EXPECT_EQ(by_draw(key), by_exec(key));
  }
}

TEST(Draw, RefusesAnEmptyRange) {
  Draw draw(claim::case_key(1, "some/claim", "some-domain", 0));
  EXPECT_ANY_THROW(draw.in_range(3, 3));
}

}  // namespace
}  // namespace lemmascope::domain
