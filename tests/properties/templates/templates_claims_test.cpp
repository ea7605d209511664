// The claims of the paper come out as expected and catch their twins.
#include <gtest/gtest.h>

#include "tests/properties/claim/claims_of_paper.hpp"

namespace lemmascope::templates {
namespace {

TEST(TemplatesClaims, ComeOutAsExpectedAndCatchTheirTwins) {
  claim::come_out_as_expected("templates", 19);
}

}  // namespace
}  // namespace lemmascope::templates
