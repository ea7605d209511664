#include "theory/templates/copy_head.hpp"

#include <gtest/gtest.h>

#include "theory/numeric/require.hpp"

namespace lemmascope::templates {
namespace {

// Three symbols of three entries; the last is orthogonal to the others.
CopyHead three_symbols(const Rational& identity) {
  CopyHead head{Matrix<Rational>(3, 3), Matrix<Rational>(3, 3), identity};
  head.embeddings << 1, 2, 0, 2, 1, 0, 0, 0, 3;
  head.values << Rational(1, 2), 0, 1, 0, Rational(1, 3), 0, 1, 0, Rational(-1, 4);
  return head;
}

const std::vector<CopyTask> kTasks{{{0}, 0}, {{1, 0}, 1}};

TEST(CopyHead, GivesAnUnseenSymbolTheIdentityTimesItsNorm) {
  const Rational b(2);
  const auto end = trained(three_symbols(b), kTasks, Rational(1, 50), 4);
  const Rational without = logits_of(three_symbols(0), {2})(2);
  EXPECT_EQ(logits_of(end, {2})(2), without + b * 9);
  EXPECT_EQ(logits_of(end, {2, 0})(2), logits_of(end, {0})(2) / 2 + (without + b * 9) / 2);
  EXPECT_NE(logits_of(end, {0})(0), logits_of(three_symbols(b), {0})(0));  // seen ones do learn
}

TEST(CopyHead, TrainsTowardsItsTargets) {
  const auto loss = [](const CopyHead& head) {
    Rational sum(0);
    for (const auto& task : kTasks) {
      const auto logits = logits_of(head, task.string);
      for (int v = 0; v < 3; ++v) {
        const Rational gap = logits(v) - (v == task.target ? 1 : 0);
        sum += gap * gap;
      }
    }
    return sum;
  };
  const auto start = three_symbols(Rational(1, 8));
  EXPECT_LT(loss(trained(start, kTasks, Rational(1, 100), 6)), loss(start) / 2);
}

TEST(CopyHead, IsFollowedByItsTasksAlone) {
  const auto start = three_symbols(Rational(1, 8));
  const auto end = trained(start, kTasks, Rational(1, 20), 5);
  for (const Symbols& string : {Symbols{0}, Symbols{2}, Symbols{1, 2, 2}}) {
    EXPECT_EQ(logits_of(end, string),
              trained_logits_by_tasks(start, kTasks, Rational(1, 20), 5, string));
  }
}

TEST(CopyHead, RefusesSymbolsWithoutAnEmbedding) {
  EXPECT_THROW(logits_of(three_symbols(0), {3}), PreconditionError);
  EXPECT_THROW(logits_of(three_symbols(0), {}), PreconditionError);
}

}  // namespace
}  // namespace lemmascope::templates
