#include "properties/causal/model_routes.hpp"

namespace lemmascope::causal {
namespace {

template <class N>
Vector<N> quotients_of_exponentials(const Vector<N>& scores) {
  Vector<N> shares(scores.size());
  N total(0);
  for (Eigen::Index i = 0; i < scores.size(); ++i) {
    shares[i] = exp(scores[i]);
    total += shares[i];
  }
  for (Eigen::Index i = 0; i < scores.size(); ++i) shares[i] /= total;
  return shares;
}

}  // namespace

Rational certified_radius() {
  static const Rational radius = parse_rational("1e-40");
  return radius;
}

template <Elementary N>
FormulaPass<N> by_printed_formula(const ReducedWeights<N>& weights, std::span<const int> tokens) {
  const int length = weights.length(), states = weights.states();
  Matrix<N> x = Matrix<N>::Constant(length, states, N(0));
  for (int i = 0; i < length; ++i) x(i, tokens[static_cast<std::size_t>(i)]) = N(1);
  Matrix<N> attention = Matrix<N>::Constant(length, length, N(0));
  for (int i = 0; i < length; ++i) {
    const Vector<N> visible = weights.position_scores.row(i).head(i + 1).transpose();
    attention.row(i).head(i + 1) = quotients_of_exponentials(visible).transpose();
  }
  const Vector<N> query = x.row(length - 1).transpose();
  const Vector<N> matched = weights.token_match.transpose() * query;
  const Vector<N> scores = attention * (x * matched);
  FormulaPass<N> pass;
  pass.weights = quotients_of_exponentials(scores);
  pass.prediction = x.transpose() * pass.weights;
  return pass;
}

template FormulaPass<Interval> by_printed_formula(const ReducedWeights<Interval>&,
                                                  std::span<const int>);
template FormulaPass<Real100> by_printed_formula(const ReducedWeights<Real100>&,
                                                 std::span<const int>);

}  // namespace lemmascope::causal
