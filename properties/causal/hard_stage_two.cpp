#include "properties/causal/hard_stage_two.hpp"

#include "theory/causal/population_gradient.hpp"

namespace lemmascope::causal {
namespace {

Rational smoothing(const ForestInstance& at) { return Rational(1, at.forest.size() + 1); }

// Logarithms of the attention of one row; entry `target` keeps what does not leak.
template <class N>
void set_row(Position i, Position target, const Rational& leak, Leak how, Matrix<N>& scores) {
  if (i == 0) return;
  Position first = target == 0 ? 1 : 0;
  for (Position j = 0; j <= i; ++j) {
    Rational share = leak / i;  // i other entries
    if (how == Leak::uneven && i > 1) {
      share = j == first ? Rational(leak * 9 / 10) : Rational(leak / (10 * (i - 1)));
    }
    scores(i, j) = log(from_rational<N>(j == target ? Rational(1 - leak) : share));
  }
}

}  // namespace

template <Elementary N>
LossAndSlope<N> hard_by_counting(const ForestInstance& at, const N& match) {
  const auto law = hard_adjacency_law<N>(at.prior(), at.forest, QueryAttention::itself);
  return stage_two_loss(law, match, smoothing(at));
}

template <Elementary N>
LossAndSlope<N> soft_by_enumeration(const ForestInstance& at, const N& match, const Rational& leak,
                                    Leak how) {
  const int length = at.forest.size() + 1;
  const Rational least = parse_rational("1e-120");
  Matrix<N> scores = Matrix<N>::Constant(length, length, N(0));
  for (Position i = 0; i < length; ++i) {
    const Position target = i < at.forest.size() && !at.forest.is_root(i) ? at.forest.parent(i) : i;
    set_row(i, target, leak > 0 ? leak : least, how, scores);
  }
  const auto gradient =
      symmetric_population_gradient(scores, match, at.forest, at.prior(), smoothing(at));
  return {gradient.loss, gradient.match_slope};
}

claim::Hypothesis<ForestInstance> tree() {
  return {"a tree", "position 0 is the only root",
          [](const ForestInstance& at) { return truth(at.forest.root_count() == 1); }};
}

#define LEMMASCOPE_HARD_STAGE_TWO(N)                                               \
  template LossAndSlope<N> hard_by_counting<N>(const ForestInstance&, const N&);   \
  template LossAndSlope<N> soft_by_enumeration<N>(const ForestInstance&, const N&, \
                                                  const Rational&, Leak);
LEMMASCOPE_HARD_STAGE_TWO(Interval)
LEMMASCOPE_HARD_STAGE_TWO(Real50)

}  // namespace lemmascope::causal
