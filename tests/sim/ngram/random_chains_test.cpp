// Drawn prompts follow the authors' recipe.
#include "sim/ngram/random_chains.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "theory/numeric/require.hpp"

namespace lemmascope::ngram {
namespace {

constexpr sim::StreamKey kKey{11, 0, sim::Purpose::training_batch};

TEST(DrawnPrompts, AreThoseOfTheirOwnStreams) {
  const PromptLaw law;
  const PromptSet few = draw_prompts(law, kKey, 3), many = draw_prompts(law, kKey, 20);
  EXPECT_TRUE(std::equal(few.tokens.begin(), few.tokens.end(), many.tokens.begin()));
  EXPECT_NE(few.tokens, draw_prompts(law, {12, 0, sim::Purpose::training_batch}, 3).tokens);
}

// The mean over the prior of the probability that a token repeats the one of the same context is
// E sum_k pi_k^2 = (alpha + 1) / (d alpha + 1).
TEST(DrawnPrompts, RepeatWhatFollowedTheirContext) {
  PromptLaw law;
  law.length = 3;
  law.parents = 1;
  law.symbols = 2;
  law.concentration = 0.25;
  // Prompts x x x' with one context twice: x_1 = x_2 means that row x gave x once; does it again?
  int asked = 0, same = 0;
  const PromptSet set = draw_prompts(law, kKey, 40000);
  for (int b = 0; b < set.count(); ++b) {
    const std::uint8_t* x = set.prompt(b);
    if (x[0] != x[1]) continue;
    ++asked;
    same += x[2] == x[1] ? 1 : 0;
  }
  const double share = static_cast<double>(same) / asked;
  const double expected = (law.concentration + 1) / (2 * law.concentration + 1);
  // Five standard deviations of a share of `asked`.
  EXPECT_LE(std::abs(share - expected), 5 * std::sqrt(expected * (1 - expected) / asked));
}

TEST(DrawnPrompts, EndWithAUniformTokenWhereAsked) {
  PromptLaw law;
  law.parents = 1;
  law.length = 20;
  law.concentration = 0.01;  // chains that hardly move freely
  const auto repeats = [](const PromptLaw& of) {
    const PromptSet set = draw_prompts(of, kKey, 4000);
    // Does the last token follow from the one before as it did earlier in the prompt?
    int asked = 0, same = 0;
    for (int b = 0; b < set.count(); ++b) {
      const std::uint8_t* x = set.prompt(b);
      for (int l = 1; l + 1 < set.length; ++l) {
        if (x[l - 1] != x[set.length - 2]) continue;
        ++asked;
        same += x[l] == x[set.length - 1] ? 1 : 0;
        break;
      }
    }
    return static_cast<double>(same) / asked;
  };
  EXPECT_GT(repeats(law), 0.9);
  law.uniform_query = true;
  EXPECT_LE(std::abs(repeats(law) - 1.0 / 3), 5 * std::sqrt(2.0 / 9 / 4000));
}

TEST(DrawnKernels, HaveDirichletRows) {
  PromptLaw law;
  law.concentration = 0.3;
  double sum = 0, squares = 0;
  const int count = 20000;
  for (int k = 0; k < count; ++k) {
    sim::Stream stream(kKey, static_cast<std::uint64_t>(k));
    const Matrix<double> rows = draw_kernel(law, stream);
    EXPECT_EQ(rows.rows(), 9);
    sum += rows(4, 1);
    squares += rows(4, 1) * rows(4, 1);
  }
  // An entry is Beta(alpha, 2 alpha): mean 1/3, second moment (alpha + 1) / (3 (3 alpha + 1)).
  const double second = (law.concentration + 1) / (3 * (3 * law.concentration + 1));
  EXPECT_LE(std::abs(sum / count - 1.0 / 3), 5 * std::sqrt((second - 1.0 / 9) / count));
  EXPECT_LE(std::abs(squares / count - second), 5 * std::sqrt(second / count));
}

TEST(PromptLaws, AreRefusedWhereTheyMakeNoSense) {
  const auto refused = [](auto change) {
    PromptLaw law;
    change(law);
    EXPECT_THROW(require_law(law), PreconditionError);
  };
  refused([](PromptLaw& l) { l.symbols = 1; });
  refused([](PromptLaw& l) { l.parents = 0; });
  refused([](PromptLaw& l) { l.length = 1; });
  refused([](PromptLaw& l) { l.concentration = 0; });
  refused([](PromptLaw& l) { l.uniform_query = true; });
  refused([](PromptLaw& l) { l.symbols = 60, l.parents = 8; });
}

}  // namespace
}  // namespace lemmascope::ngram
