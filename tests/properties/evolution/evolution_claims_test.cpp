// The claims of the paper come out as expected; instances are read back and shrink.
#include <gtest/gtest.h>

#include "properties/evolution/evolution_instance.hpp"
#include "properties/evolution/sequence_instance.hpp"
#include "tests/properties/claim/claims_of_paper.hpp"
#include "tests/properties/claim/instance_checks.hpp"

namespace lemmascope::evolution {
namespace {

TEST(EvolutionClaims, ComeOutAsExpectedAndCatchTheirTwins) {
  claim::come_out_as_expected("evolution", 22);
}

TEST(EvolutionInstances, AreReadBackFromTheirJsonAndShrink) {
  const ChainOfLength chain{{markov::two_state_chain(Rational(2, 5), Rational(3, 4))}, 3};
  EXPECT_EQ(claim::InstanceTraits<ChainOfLength>::summary(chain), "S=2,length=3");
  claim::is_read_back(chain);
  claim::shrinks_to_an_end(chain);
  const LengthInstance length{5, Rational(1, 4)};
  EXPECT_EQ(claim::InstanceTraits<LengthInstance>::summary(length), "length=5,number=1/4");
  claim::is_read_back(length);
  claim::shrinks_to_an_end(length);
  const SequenceInstance sequence{{0, 2, 1}, 4, Rational(20)};
  EXPECT_EQ(claim::InstanceTraits<SequenceInstance>::summary(sequence), "t=3,k=4,c=20");
  claim::is_read_back(sequence);
  claim::shrinks_to_an_end(sequence);
}

}  // namespace
}  // namespace lemmascope::evolution
