// The instances of the paper's claims: written, read back, shrunk.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "properties/signal/depth_instance.hpp"
#include "properties/signal/gaussian_instance.hpp"
#include "properties/signal/layer_instance.hpp"
#include "properties/signal/pair_instance.hpp"
#include "properties/signal/tokens_instance.hpp"
#include "tests/properties/claim/instance_checks.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::signal {
namespace {

template <class I>
void is_read_back_and_shrinks(const I& from, const std::string& summary) {
  EXPECT_EQ(claim::InstanceTraits<I>::summary(from), summary);
  claim::is_read_back(from);
  claim::shrinks_to_an_end(from);
}

TEST(SignalInstances, AreReadBackFromTheirJsonAndShrink) {
  TokensInstance tokens = three_tokens();
  tokens.weights.query_variance = Rational(1, 3);
  is_read_back_and_shrinks(tokens, "n=3,d=2,k=1,v=1");
  is_read_back_and_shrinks(GaussianTokens{3, 2, Rational(1, 4)}, "n=3,d=2");
  is_read_back_and_shrinks(six_layers(), "n=10,L=6");
  is_read_back_and_shrinks(general_layer(), "n=3,d=2,m=1");
  is_read_back_and_shrinks(crossed_pair(3), "n=3");
}

TEST(SignalInstances, AreRefusedWhereTheyMakeNoSense) {
  auto layer = claim::InstanceTraits<LayerInstance>::to_json(general_layer());
  layer["form"] = {{"1"}};
  EXPECT_THROW(claim::InstanceTraits<LayerInstance>::from_json(layer), PreconditionError);
  auto depth = claim::InstanceTraits<DepthInstance>::to_json(six_layers());
  depth["correlation"] = "2";
  EXPECT_THROW(claim::InstanceTraits<DepthInstance>::from_json(depth), PreconditionError);
}

TEST(SampledLayers, HoldEqualTokensAndMultiplesOfOne) {
  const auto domain = sampled_layers("whole-layers", 3, 1)(claim::Profile::quick);
  int equal = 0, multiples = 0;
  for (std::int64_t k = 0; k < domain.cases; ++k) {
    const auto at = domain.at(k, claim::case_key(1, "test", domain.name, k));
    bool same = true, parallel = at.input.cols() == 2;
    for (int i = 1; i < at.input.rows(); ++i) {
      same = same && at.input.row(i) == at.input.row(0);
      parallel = parallel && at.input(i, 0) * at.input(0, 1) == at.input(i, 1) * at.input(0, 0);
    }
    equal += same ? 1 : 0;
    multiples += parallel && !same ? 1 : 0;
  }
  EXPECT_GE(equal, 5);
  EXPECT_GE(multiples, 3);
}

}  // namespace
}  // namespace lemmascope::signal
