// The instances of the paper's claims: written, read back, shrunk.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "properties/plasticity/masses_instance.hpp"
#include "properties/plasticity/task_domains.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::plasticity {
namespace {

using OfTask = claim::InstanceTraits<TaskInstance>;
using OfMasses = claim::InstanceTraits<MassesInstance>;

TEST(TaskInstance, IsReadBackFromItsJson) {
  const nlohmann::json written = OfTask::to_json(reference_instance());
  EXPECT_EQ(OfTask::to_json(OfTask::from_json(written)), written);
  EXPECT_EQ(OfTask::summary(reference_instance()), "T=3,d=2,m=1");
  nlohmann::json broken = written;
  broken["values"] = {{"1"}};
  EXPECT_THROW(OfTask::from_json(broken), PreconditionError);
  broken.erase("values");
  EXPECT_THROW(OfTask::from_json(broken), PreconditionError);
}

/// Follows the last candidate, the least bold, to the end.
template <class I>
int shrinks_of(I at) {
  int steps = 0;
  for (auto next = claim::InstanceTraits<I>::simpler(at); !next.empty() && steps < 1000; ++steps) {
    at = next.back();
    next = claim::InstanceTraits<I>::simpler(at);
  }
  return steps;
}

TEST(TaskInstance, ShrinkingEnds) {
  const int steps = shrinks_of(reference_instance());
  EXPECT_GT(steps, 10);
  EXPECT_LT(steps, 1000);
}

TEST(MassesInstance, IsReadBackFromItsJsonAndShrinks) {
  const auto at =
      rounding({Rational(1, 3), Rational(5), Rational(2)}, Rational(17, 16), {true, false, true});
  const nlohmann::json written = OfMasses::to_json(at);
  EXPECT_EQ(OfMasses::to_json(OfMasses::from_json(written)), written);
  EXPECT_EQ(OfMasses::summary(at), "n=3");
  EXPECT_LT(shrinks_of(at), 10);
  nlohmann::json broken = written;
  broken["raised"] = {true};
  EXPECT_THROW(OfMasses::from_json(broken), PreconditionError);
  broken = written;
  broken["factor"] = "1/2";
  EXPECT_THROW(OfMasses::from_json(broken), PreconditionError);
}

}  // namespace
}  // namespace lemmascope::plasticity
