// The claims of the paper come out as expected and catch their twins.
#include <gtest/gtest.h>

#include "tests/properties/claim/claims_of_paper.hpp"

namespace lemmascope::graphdepth {
namespace {

TEST(GraphdepthClaims, ComeOutAsExpectedAndCatchTheirTwins) {
  claim::come_out_as_expected("graphdepth", 8);
}

}  // namespace
}  // namespace lemmascope::graphdepth
