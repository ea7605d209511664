// The instances of the paper's claims: written, read back, shrunk.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "properties/lego/chain_instance.hpp"
#include "properties/lego/leak_instance.hpp"
#include "properties/lego/sentence_instance.hpp"
#include "tests/properties/claim/instance_checks.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::lego {
namespace {

using claim::is_read_back;
using claim::shrinks_to_an_end;

TEST(SentenceInstance, IsReadBackFromItsJsonAndShrinks) {
  is_read_back(three_dihedral_clauses());
  shrinks_to_an_end(three_dihedral_clauses());
  EXPECT_EQ(claim::InstanceTraits<SentenceInstance>::summary(three_dihedral_clauses()),
            "d3,n=3,l=2");
  auto broken = claim::InstanceTraits<SentenceInstance>::to_json(three_dihedral_clauses());
  broken["order"] = {0, 0, 1};
  EXPECT_THROW(claim::InstanceTraits<SentenceInstance>::from_json(broken), PreconditionError);
}

TEST(SentenceInstance, IsWrittenInItsOrderWithItsNames) {
  const Sentence sentence = written(three_dihedral_clauses());
  ASSERT_EQ(sentence.size(), 3u);
  EXPECT_EQ(sentence[0].variable, 1);
  EXPECT_EQ(sentence[0].previous, 0);
  EXPECT_EQ(sentence[1].previous, kRoot);
  EXPECT_EQ(chain_order(sentence), (std::vector<int>{0, 1, 2}));
}

TEST(ChainInstance, IsReadBackFromItsJsonAndShrinks) {
  const ChainInstance at{last_variable("d3", 4).group, 4, 1, 3};
  is_read_back(at);
  shrinks_to_an_end(at);
  EXPECT_EQ(claim::InstanceTraits<ChainInstance>::summary(at), "d3,n=4,i=1,j=3");
}

TEST(LeakInstance, IsReadBackFromItsJsonAndShrinks) {
  const LeakInstance at{8, 3, Rational(1, 10)};
  is_read_back(at);
  shrinks_to_an_end(at);
  auto broken = claim::InstanceTraits<LeakInstance>::to_json(at);
  broken["copies"] = 8;
  EXPECT_THROW(claim::InstanceTraits<LeakInstance>::from_json(broken), PreconditionError);
}

}  // namespace
}  // namespace lemmascope::lego
