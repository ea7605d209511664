#include "sim/random/philox.hpp"

#include <Random123/philox.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace lemmascope::sim {
namespace {

TEST(Philox, GivesThePublishedKnownAnswers) {
  // kat_vectors of the Random123 distribution, philox4x32 with 10 rounds.
  EXPECT_EQ(philox({0, 0, 0, 0}, {0, 0}),
            (PhiloxCounter{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
  EXPECT_EQ(philox({0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff}, {0xffffffff, 0xffffffff}),
            (PhiloxCounter{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
  EXPECT_EQ(philox({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}),
            (PhiloxCounter{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}));
}

RC_GTEST_PROP(Philox, AgreesWithTheAuthorsImplementation,
              (std::array<std::uint32_t, 4> counter, std::array<std::uint32_t, 2> key)) {
  const r123::Philox4x32 generator;
  const r123::Philox4x32::ctr_type expected =
      generator({{counter[0], counter[1], counter[2], counter[3]}}, {{key[0], key[1]}});
  const PhiloxCounter found = philox(counter, key);
  for (std::size_t k = 0; k < 4; ++k) RC_ASSERT(found[k] == expected[k]);
}

}  // namespace
}  // namespace lemmascope::sim
