// The instances of the paper's claims: written, read back, shrunk.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "properties/icl/scores_instance.hpp"
#include "properties/icl/setting_instance.hpp"
#include "properties/icl/task_instance.hpp"
#include "tests/properties/claim/instance_checks.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::icl {
namespace {

template <class I>
void is_read_back_and_shrinks(const I& from, const std::string& summary) {
  EXPECT_EQ(claim::InstanceTraits<I>::summary(from), summary);
  claim::is_read_back(from);
  claim::shrinks_to_an_end(from);
}

TEST(IclInstances, AreReadBackFromTheirJsonAndShrink) {
  is_read_back_and_shrinks(general_task(), "N=3,nx=2,ny=1,K=2");
  is_read_back_and_shrinks(usual_setting(), "uniform:1/2,d=10,N=10,K=1");
  is_read_back_and_shrinks(three_scores(), "N=3");
}

TEST(IclInstances, AreRefusedWhereTheyMakeNoSense) {
  auto task = claim::InstanceTraits<TaskInstance>::to_json(general_task());
  task["W0"] = {{"1"}};
  EXPECT_THROW(claim::InstanceTraits<TaskInstance>::from_json(task), PreconditionError);
  auto setting = claim::InstanceTraits<SettingInstance>::to_json(usual_setting());
  setting["inputs"] = "cauchy";
  EXPECT_THROW(claim::InstanceTraits<SettingInstance>::from_json(setting), PreconditionError);
}

TEST(SampledTasks, StartFromZeroNowAndThen) {
  const auto domain = sampled_tasks()(claim::Profile::quick);
  int zero = 0, several_outputs = 0;
  for (std::int64_t k = 0; k < domain.cases; ++k) {
    const auto at = domain.at(k, claim::case_key(1, "test", domain.name, k));
    zero += at.task.start == zero_matrix(at.task.outputs(), at.task.width()) ? 1 : 0;
    several_outputs += at.task.outputs() > 1 ? 1 : 0;
  }
  EXPECT_GE(zero, 2);
  EXPECT_GE(several_outputs, 5);
}

}  // namespace
}  // namespace lemmascope::icl
