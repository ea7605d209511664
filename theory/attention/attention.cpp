#include "theory/attention/attention.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "theory/numeric/instantiate.hpp"
#include "theory/numeric/range.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::attention {

void require_tokens(std::span<const int> tokens, int states) {
  require(!tokens.empty(), "expected at least one token, found none");
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (tokens[i] < 0 || tokens[i] >= states) {
      refuse(fmt::format("expected token {} in 0..{}, found {}", i, states - 1, tokens[i]));
    }
  }
}
namespace {

// What scores are measured from before they are exponentiated: the largest of them; nothing where
// every exponential is far inside the number type's range anyway.
template <Elementary N>
N shift_of(const Vector<N>& scores) {
  bool moderate = !std::same_as<N, double>;
  for (Eigen::Index i = 0; i < scores.size() && moderate; ++i) {
    moderate = has_moderate_exponential<N>(scores[i]);
  }
  if (moderate) return N(0);
  N shift = point_of<N>(scores[0]);
  for (Eigen::Index i = 1; i < scores.size(); ++i) {
    shift = larger_point<N>(shift, point_of<N>(scores[i]));
  }
  return shift;
}

template <Elementary N>
Vector<N> exponentials(const Vector<N>& scores) {
  Vector<N> result(scores.size());
  const N shift = shift_of(scores);
  for (Eigen::Index i = 0; i < scores.size(); ++i) result[i] = exp(N(scores[i] - shift));
  return result;
}

// own / (own + others) written with one occurrence of each. `others` is summed from both sides
// because total - own would subtract enclosures.
Vector<Interval> enclosed_shares(const Vector<Interval>& masses) {
  const Eigen::Index n = masses.size();
  std::vector<Interval> after(static_cast<std::size_t>(n) + 1, Interval(0));
  for (Eigen::Index i = n - 1; i >= 0; --i) after[i] = after[i + 1] + masses[i];
  Vector<Interval> shares(n);
  Interval before(0);
  for (Eigen::Index i = 0; i < n; ++i) {
    const Interval others = before + after[i + 1];
    // A mass too small for its type has zero as its lower end.
    shares[i] = less(Interval(0), masses[i]) == Truth::yes
                    ? Interval(1) / (Interval(1) + others / masses[i])
                    : masses[i] / (masses[i] + others);
    before += masses[i];
  }
  return shares;
}

template <Field N>
Eigen::Index one_of_the_largest(const Vector<N>& scores) {
  Eigen::Index best = 0;
  for (Eigen::Index i = 1; i < scores.size(); ++i) {
    if (less(scores[best], scores[i]) == Truth::yes) best = i;
  }
  return best;
}

}  // namespace

template <Elementary N>
Vector<N> softmax(const Vector<N>& scores) {
  require(scores.size() > 0, "softmax needs at least one score, found none");
  const Vector<N> masses = exponentials(scores);
  if constexpr (std::same_as<N, Interval>) {
    return enclosed_shares(masses);
  } else {
    N total(0);
    for (Eigen::Index i = 0; i < masses.size(); ++i) total += masses[i];
    Vector<N> shares(masses.size());
    for (Eigen::Index i = 0; i < masses.size(); ++i) shares[i] = masses[i] / total;
    return shares;
  }
}

template <Field N>
Vector<N> hard_attention(const Vector<N>& scores) {
  require(scores.size() > 0, "hard attention needs at least one score, found none");
  const Eigen::Index best = one_of_the_largest(scores);
  std::vector<bool> largest(static_cast<std::size_t>(scores.size()));
  long winners = 0;
  for (Eigen::Index i = 0; i < scores.size(); ++i) {
    const Truth tied = i == best ? Truth::yes : equal(scores[i], scores[best]);
    const Truth below = less(scores[i], scores[best]);
    require(tied == Truth::yes || below == Truth::yes,
            "hard attention expected scores it can order, found overlapping enclosures");
    largest[static_cast<std::size_t>(i)] = tied == Truth::yes;
    winners += tied == Truth::yes;
  }
  Vector<N> weights(scores.size());
  for (Eigen::Index i = 0; i < scores.size(); ++i) {
    weights[i] =
        largest[static_cast<std::size_t>(i)] ? from_rational<N>(Rational(1, winners)) : N(0);
  }
  return weights;
}

template <Field N>
Matrix<N> causal_attention(const Matrix<N>& scores, AttentionRule rule) {
  require(scores.rows() == scores.cols(), "causal attention expected a square matrix of scores");
  Matrix<N> weights = Matrix<N>::Constant(scores.rows(), scores.cols(), N(0));
  for (Eigen::Index i = 0; i < scores.rows(); ++i) {
    const Vector<N> visible = scores.row(i).head(i + 1).transpose();
    Vector<N> row;
    if (rule == AttentionRule::hard) {
      row = hard_attention<N>(visible);
    } else if constexpr (Elementary<N>) {
      row = softmax<N>(visible);
    } else {
      refuse("softmax needs an exponential: rational arithmetic offers hard attention only");
    }
    weights.row(i).head(i + 1) = row.transpose();
  }
  return weights;
}

#define LEMMASCOPE_SOFTMAX(N) template Vector<N> softmax<N>(const Vector<N>&);
#define LEMMASCOPE_ATTENTION(N)                           \
  template Vector<N> hard_attention<N>(const Vector<N>&); \
  template Matrix<N> causal_attention<N>(const Matrix<N>&, AttentionRule);
LEMMASCOPE_ELEMENTARY(LEMMASCOPE_SOFTMAX)
LEMMASCOPE_FIELDS(LEMMASCOPE_ATTENTION)

}  // namespace lemmascope::attention
