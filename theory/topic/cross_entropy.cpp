#include "theory/topic/cross_entropy.hpp"

#include "theory/numeric/instantiate.hpp"
#include "theory/numeric/jet.hpp"
#include "theory/numeric/product.hpp"
#include "theory/numeric/require.hpp"
#include "theory/topic/documents.hpp"
#include "theory/topic/require_contrast.hpp"

namespace lemmascope::topic {
namespace {

void require_penalty(const Rational& lambda) {
  require(lambda > 0,
          "cross entropy has an optimum only with a penalty lambda > 0: without it the infimum "
          "ln(tau v) is not attained");
}

/// |d| with d = (-1, 1/K, ..., 1/K).
template <Elementary N>
N mask_contrast_norm(const TopicParametersOf<N>& at) {
  return sqrt(N(N(1) + N(1) / static_cast<N>(at.words())));
}

/// The objective as a function of the coordinates, in N or in jets over N.
template <class V, Elementary N>
V objective(const TopicParametersOf<N>& at, const N& lambda, const V& contrast, const V& unigram) {
  const N words = static_cast<N>(at.words());
  const N document_words = static_cast<N>(long{at.topics_per_document()} * at.words_per_topic());
  const N q = at.true_share();
  const N scale = sqrt(mean_norm_squared(at)) / mask_contrast_norm(at);
  const V out = contrast * V(N(-q / words)) + unigram * V(N(scale / words));
  const V in = out + contrast * V(N(q / document_words));
  const V mask = unigram * V(N(-scale));
  const V normaliser =
      V(document_words) * exp(in) + V(N(words - document_words)) * exp(out) + exp(mask);
  const V penalty = contrast * contrast * V(N(at.topics() - 1)) + unigram * unigram;
  return log(normaliser) - in + V(lambda) * penalty;
}

/// softmax(logits) and log-sum-exp, without a shift: logits are small in this model.
template <Elementary N>
Vector<N> exponentials(const Vector<N>& logits) {
  Vector<N> weights(logits.size());
  for (Eigen::Index i = 0; i < logits.size(); ++i) weights(i) = exp(logits(i));
  return weights;
}

template <Elementary N>
Jet<N> objective_jet(const TopicParametersOf<N>& at, const N& lambda,
                     const CrossEntropyOptimum<N>& point) {
  return objective(at, lambda, Jet<N>::variable(point.contrast, 0),
                   Jet<N>::variable(point.unigram, 1));
}

Real50 gradient_square(const Jet<Real50>& jet) {
  return jet.gradient[0] * jet.gradient[0] + jet.gradient[1] * jet.gradient[1];
}

/// One Newton step, halved until the gradient shrinks. On a strongly convex objective the Newton
/// direction shrinks it at first, and unlike the objective itself it still falls at the last
/// digits.
CrossEntropyOptimum<Real50> newton_step(const TopicParametersOf<Real50>& at, const Real50& lambda,
                                        const CrossEntropyOptimum<Real50>& point,
                                        const Jet<Real50>& jet) {
  const auto& [xx, xy, yy] = jet.hessian;
  const Real50 determinant = xx * yy - xy * xy;
  const Real50 dx = (yy * jet.gradient[0] - xy * jet.gradient[1]) / determinant;
  const Real50 dy = (xx * jet.gradient[1] - xy * jet.gradient[0]) / determinant;
  Real50 size = 1;
  for (int halving = 0; halving < 60; ++halving) {
    const CrossEntropyOptimum<Real50> next{Real50(point.contrast - size * dx),
                                           Real50(point.unigram - size * dy)};
    if (gradient_square(objective_jet(at, lambda, next)) < gradient_square(jet)) return next;
    size /= 2;
  }
  return point;
}

Interval point(const Real50& value) { return Interval(value); }

/// value +- radius.
Interval around(const Interval& value, const Interval& radius) {
  const Rational bound(Rational(radius.upper()));
  return value + Interval::between(-bound, bound);
}

}  // namespace

template <Elementary N>
Matrix<N> value_matrix_of(const TopicParametersOf<N>& at, const CrossEntropyOptimum<N>& optimum) {
  Vector<N> direction = Vector<N>::Constant(at.tokens(), N(1) / static_cast<N>(at.words()));
  direction(kMaskToken) = N(-1);
  const N scale = optimum.unigram / (mask_contrast_norm(at) * sqrt(mean_norm_squared(at)));
  const Vector<N> column = direction * scale;
  return Matrix<N>(contrast_projector(at) * optimum.contrast +
                   column * mean_shown_law(at).transpose());
}

template <Elementary N>
N cross_entropy(const TopicParametersOf<N>& at, const Matrix<N>& value) {
  const auto sets = every_topic_set(at.topics(), at.topics_per_document());
  N total(0);
  for (const TopicSet& set : sets) {
    const Vector<N> logits = product(value, shown_token_law(at, set));
    total += log(N(exponentials(logits).sum())) - N(true_word_law(at, set).dot(logits));
  }
  return total / static_cast<N>(static_cast<long>(sets.size()));
}

template <Elementary N>
Matrix<N> cross_entropy_gradient(const TopicParametersOf<N>& at, const Matrix<N>& value) {
  const auto sets = every_topic_set(at.topics(), at.topics_per_document());
  Matrix<N> total = Matrix<N>::Constant(at.tokens(), at.tokens(), N(0));
  for (const TopicSet& set : sets) {
    const Vector<N> shown = shown_token_law(at, set);
    const Vector<N> logits = product(value, shown);
    Vector<N> weights = exponentials(logits);
    weights /= N(weights.sum());
    total += (weights - true_word_law(at, set)) * shown.transpose();
  }
  return Matrix<N>(total / static_cast<N>(static_cast<long>(sets.size())));
}

template <Elementary N>
N penalised_cross_entropy(const TopicParametersOf<N>& at, const N& lambda,
                          const CrossEntropyOptimum<N>& optimum) {
  return objective(at, lambda, optimum.contrast, optimum.unigram);
}

CrossEntropyOptimum<Interval> cross_entropy_optimum(const TopicParameters& at,
                                                    const Rational& lambda) {
  require_penalty(lambda);
  require_contrast(at, "the cross-entropy optimum");
  const auto real = in_arithmetic<Real50>(at);
  const Real50 real_lambda = from_rational<Real50>(lambda);
  CrossEntropyOptimum<Real50> best{Real50(0), Real50(0)};
  constexpr int kMostSteps = 200;
  for (int step = 0; step < kMostSteps; ++step) {
    const Jet<Real50> jet = objective_jet(real, real_lambda, best);
    const CrossEntropyOptimum<Real50> next = newton_step(real, real_lambda, best, jet);
    if (next.contrast == best.contrast && next.unigram == best.unigram) break;
    best = next;
  }
  const CrossEntropyOptimum<Interval> found{point(best.contrast), point(best.unigram)};
  const auto enclosed = in_arithmetic<Interval>(at);
  const Jet<Interval> jet = objective_jet(enclosed, Interval(lambda), found);
  // In (y, z) the penalty lambda ((T-1) y^2 + z^2) has curvature at least 2 lambda, as T >= 2.
  const Interval radius = (abs(jet.gradient[0]) + abs(jet.gradient[1])) / Interval(2 * lambda);
  return {around(found.contrast, radius), around(found.unigram, radius)};
}

Interval distance_to_optimum(const TopicParameters& at, const Rational& lambda,
                             const Matrix<Interval>& value) {
  require_penalty(lambda);
  const Interval twice(2 * lambda);
  const Matrix<Interval> gradient =
      cross_entropy_gradient(in_arithmetic<Interval>(at), value) + value * twice;
  Interval square(0);
  for (Eigen::Index i = 0; i < gradient.size(); ++i) square += pow(gradient(i), 2);
  return sqrt(square) / twice;
}

template <Elementary N>
N cross_entropy_on_contrast_ray(const TopicParametersOf<N>& at, const N& c) {
  const N words = static_cast<N>(at.words());
  const N document_words = static_cast<N>(long{at.topics_per_document()} * at.words_per_topic());
  const N pull = c * at.true_share();
  const N other = exp(N(-pull / document_words));
  const N mask = exp(N(pull / words - pull / document_words));
  return log(N(document_words + (words - document_words) * other + mask));
}

#define LEMMASCOPE_INSTANTIATE(N)                                                                 \
  template Matrix<N> value_matrix_of(const TopicParametersOf<N>&, const CrossEntropyOptimum<N>&); \
  template N cross_entropy(const TopicParametersOf<N>&, const Matrix<N>&);                        \
  template Matrix<N> cross_entropy_gradient(const TopicParametersOf<N>&, const Matrix<N>&);       \
  template N penalised_cross_entropy(const TopicParametersOf<N>&, const N&,                       \
                                     const CrossEntropyOptimum<N>&);                              \
  template N cross_entropy_on_contrast_ray(const TopicParametersOf<N>&, const N&);
LEMMASCOPE_ELEMENTARY(LEMMASCOPE_INSTANTIATE)
#undef LEMMASCOPE_INSTANTIATE

}  // namespace lemmascope::topic
