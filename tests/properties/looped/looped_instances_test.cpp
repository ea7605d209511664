// The instances of the paper's claims: written, read back, shrunk.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "properties/looped/law_instance.hpp"
#include "properties/looped/loop_instance.hpp"
#include "tests/properties/claim/instance_checks.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::looped {
namespace {

template <class I>
void is_read_back_and_shrinks(const I& from, const std::string& summary) {
  EXPECT_EQ(claim::InstanceTraits<I>::summary(from), summary);
  claim::is_read_back(from);
  claim::shrinks_to_an_end(from);
}

TEST(LoopedInstances, AreReadBackFromTheirJsonAndShrink) {
  is_read_back_and_shrinks(general_loop(), "d=2,n=2,L=2");
  LawInstance law = plain(2, 20, 2);
  law.number = Rational(1, 3);
  is_read_back_and_shrinks(law, "d=2,n=20,L=2");
}

TEST(LoopedInstances, AreRefusedWhereTheyMakeNoSense) {
  auto loop = claim::InstanceTraits<LoopedTask>::to_json(general_loop());
  loop["A"] = {{"1"}};
  EXPECT_THROW(claim::InstanceTraits<LoopedTask>::from_json(loop), PreconditionError);
  auto law = claim::InstanceTraits<LawInstance>::to_json(plain(2, 3, 1));
  law["context"] = 0;
  EXPECT_THROW(claim::InstanceTraits<LawInstance>::from_json(law), PreconditionError);
}

TEST(SampledLaws, HaveWeightsThatAreNotSymmetric) {
  const auto domain = sampled_laws(2)(claim::Profile::quick);
  int lopsided = 0;
  for (std::int64_t k = 0; k < domain.cases; ++k) {
    const auto at = domain.at(k, claim::case_key(1, "test", domain.name, k));
    lopsided += at.a(0, 1) != at.a(1, 0) ? 1 : 0;
  }
  EXPECT_GE(lopsided, 6);
}

}  // namespace
}  // namespace lemmascope::looped
