// The instances of the paper's claims: written, read back, shrunk.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "properties/ngram/prompt_instance.hpp"
#include "properties/ngram/selector_instance.hpp"
#include "properties/ngram/tokens_instance.hpp"
#include "tests/properties/claim/instance_checks.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::ngram {
namespace {

template <class I>
void is_read_back_and_shrinks(const I& from, const std::string& summary) {
  EXPECT_EQ(claim::InstanceTraits<I>::summary(from), summary);
  claim::is_read_back(from);
  claim::shrinks_to_an_end(from);
}

TEST(NgramInstances, AreReadBackFromTheirJsonAndShrink) {
  is_read_back_and_shrinks(noisy_xor(), "d=2,lags=1.2,M=3");
  is_read_back_and_shrinks(TunedInstance{skewed(), Rational(7, 2)}, "d=2,lags=1,M=2,power=7/2");
  is_read_back_and_shrinks(five_flips(), "d=2,lags=1,M=2,L=5");
  is_read_back_and_shrinks(four_sets(), "sets=4");
  is_read_back_and_shrinks(ten_tokens(), "L=10,d=3,S=1.2,M=3");
}

TEST(NgramInstances, AreRefusedWhereTheyMakeNoSense) {
  const auto refused = [](auto at, const char* member, const nlohmann::json& value) {
    using I = decltype(at);
    auto json = claim::InstanceTraits<I>::to_json(at);
    json[member] = value;
    EXPECT_THROW(claim::InstanceTraits<I>::from_json(json), PreconditionError) << member;
  };
  refused(flips(), "window", 7);
  refused(flips(), "lags", {1, 2});
  refused(flips(), "kernel", {{"1", "1"}, {"0", "1"}});
  refused(five_flips(), "length", 0);
  refused(five_flips(), "epsilon", "-1");
  refused(four_sets(), "signals", {"1"});
  refused(ten_tokens(), "tokens", {0, 3});
  refused(ten_tokens(), "set", {2, 1});
  refused(ten_tokens(), "power", "1/2");
}

TEST(SampledKernels, HoldOneAndTwoLagsAndThreeSymbols) {
  const auto domain = sampled_kernels(false)(claim::Profile::pr);
  int two_lags = 0, three_symbols = 0, zeros = 0;
  for (std::int64_t k = 0; k < domain.cases; ++k) {
    const auto at = domain.at(k, claim::case_key(1, "test", domain.name, k));
    two_lags += at.kernel.lags.size() == 2 ? 1 : 0;
    three_symbols += at.kernel.symbols() == 3 ? 1 : 0;
    zeros += is_positive(at.kernel) ? 0 : 1;
  }
  EXPECT_GE(two_lags, 40);
  EXPECT_GE(three_symbols, 40);
  EXPECT_GE(zeros, 20);
}

}  // namespace
}  // namespace lemmascope::ngram
