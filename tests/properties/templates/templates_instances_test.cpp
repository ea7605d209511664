// The instances of the paper's claims: written, read back, shrunk.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "properties/templates/copy_instance.hpp"
#include "properties/templates/equality_instance.hpp"
#include "properties/templates/kernel_instance.hpp"
#include "properties/templates/network_instance.hpp"
#include "properties/templates/ridge_instance.hpp"
#include "properties/templates/strings_instance.hpp"
#include "tests/properties/claim/instance_checks.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::templates {
namespace {

template <class I>
void is_read_back_and_shrinks(const I& from, const std::string& summary) {
  EXPECT_EQ(claim::InstanceTraits<I>::summary(from), summary);
  claim::is_read_back(from);
  claim::shrinks_to_an_end(from);
}

TEST(TemplatesInstances, AreReadBackFromTheirJsonAndShrink) {
  is_read_back_and_shrinks(disjoint_pair(), "k=2");
  is_read_back_and_shrinks(two_templates(), "r=2,n=5");
  is_read_back_and_shrinks(KernelInstance{Rational(1, 2), 2, 1}, "beta=1/2,gamma=2,a=1");
  is_read_back_and_shrinks(EqualityInstance{{0, 0}, {0, 1}, Rational(3)}, "aa,ab,q=3");
  is_read_back_and_shrinks(small_network(), "width=2,m=5,n=4,steps=2");
  is_read_back_and_shrinks(orthonormal_copy(), "m=4,d=4,steps=3");
}

template <class I, class Change>
void is_refused(const I& at, Change change) {
  auto written = claim::InstanceTraits<I>::to_json(at);
  change(written);
  EXPECT_THROW(claim::InstanceTraits<I>::from_json(written), PreconditionError) << written;
}

TEST(TemplatesInstances, AreRefusedWhereTheyMakeNoSense) {
  is_refused(disjoint_pair(), [](auto& written) { written["second"] = {1}; });
  is_refused(two_templates(), [](auto& written) { written["counts"] = {0, 1}; });
  is_refused(two_templates(), [](auto& written) { written["between"][0][1] = "1/2"; });
  is_refused(KernelInstance{}, [](auto& written) { written["beta"] = "0"; });
  is_refused(EqualityInstance{{0}, {0}, 1}, [](auto& written) { written["factor"] = "-1"; });
  is_refused(small_network(), [](auto& written) { written["one"] = 5; });
  is_refused(small_network(), [](auto& written) { written["hidden"] = {{"1"}}; });
  is_refused(orthonormal_copy(), [](auto& written) { written["string"] = {9}; });
}

TEST(SampledNetworks, HoldSymbolsThatAreSeenAndWeightDecay) {
  const auto domain = sampled_networks()(claim::Profile::quick);
  int seen = 0, decayed = 0;
  for (std::int64_t k = 0; k < domain.cases; ++k) {
    const auto at = domain.at(k, claim::case_key(1, "test", domain.name, k));
    seen += unseen_symbols().met(at) == Truth::no ? 1 : 0;
    decayed += no_decay().met(at) == Truth::no ? 1 : 0;
  }
  EXPECT_GE(seen, 1);
  EXPECT_GE(decayed, 2);
  EXPECT_LT(seen + decayed, 20);
}

}  // namespace
}  // namespace lemmascope::templates
