// One budget of memory and work: what is within it runs, what is not is refused in one line.
#include "properties/compute/budget.hpp"

#include <gmock/gmock.h>

#include <limits>

#include "theory/numeric/require.hpp"

namespace lemmascope::compute {
namespace {

using ::testing::HasSubstr;

std::string refusal(const Budget& budget, const Estimate& estimate) {
  try {
    require_within(budget, estimate, "it");
  } catch (const PreconditionError& failure) {
    return failure.what();
  }
  return "";
}

TEST(Budget, AllowsWhatItSaysAndNoMore) {
  const Budget budget{1024, 1000};
  EXPECT_EQ(refusal(budget, {1024, 1000}), "");
  EXPECT_EQ(refusal(budget, {2048, 0}),
            "it: needs about 2 KiB of memory, more than 1 KiB; --most-memory GIB raises it");
  EXPECT_EQ(refusal(budget, {0, 3000}),
            "it: needs about 3e+03 terms, more than 1e+03; --most-work TERMS raises it");
  EXPECT_THAT(refusal(budget, {std::numeric_limits<double>::infinity(), 0}), HasSubstr("memory"));
  EXPECT_THAT(refusal(budget, {0, std::numeric_limits<double>::quiet_NaN()}), HasSubstr("terms"));
}

TEST(Budget, IsWhatItsOptionsSay) {
  const Budget usual = budget_of({});
  EXPECT_EQ(usual.memory, 4.0 * (1ull << 30));
  // The defaults that the help shows are those that hold.
  const Budget shown = budget_of(with_defaults(budget_options(), {}));
  EXPECT_EQ(shown.memory, usual.memory);
  EXPECT_EQ(shown.terms, usual.terms);
  EXPECT_EQ(budget_of({{"most-memory", {"1/2"}}}).memory, 0.5 * (1ull << 30));
  EXPECT_EQ(budget_of({{"most-work", {"7"}}}).terms, 7);
}

}  // namespace
}  // namespace lemmascope::compute
