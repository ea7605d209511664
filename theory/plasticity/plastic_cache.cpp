#include "theory/plasticity/plastic_cache.hpp"

#include "theory/numeric/require.hpp"

namespace lemmascope::plasticity {
namespace {

Vector<Rational> shares(Vector<Rational> masses) {
  Rational total(0);
  for (Eigen::Index s = 0; s < masses.size(); ++s) total += masses[s];
  for (Eigen::Index s = 0; s < masses.size(); ++s) masses[s] /= total;
  return masses;
}

// 2^z for a whole z.
Rational power_of_two(const Rational& z) {
  require(denominator(z) == 1 && z >= -4096 && z <= 4096,
          "expected whole scores from -4096 to 4096 for powers of two");
  const int exponent = static_cast<int>(numerator(z));
  const Rational power(Integer(Integer(1) << static_cast<unsigned>(std::abs(exponent))));
  return exponent < 0 ? Rational(1 / power) : power;
}

template <Field N>
Matrix<N> zeros(int rows, int columns) {
  return Matrix<N>::Constant(rows, columns, N(0));
}

// The one-hot time gate g_t opens row t of the first layer and column t of the second.
template <Field N>
void write(const AssociationTaskOf<N>& task, int t, PlasticLayers<N>& layers) {
  for (int j = 0; j < task.width(); ++j) layers.first(t, j) += task.keys(t, j);
  for (int i = 0; i < task.outputs(); ++i) layers.second(i, t) += task.values(t, i);
}

template <Field N>
PlasticLayers<N> empty_layers(const AssociationTaskOf<N>& task) {
  return {zeros<N>(task.tokens(), task.width()), zeros<N>(task.outputs(), task.tokens())};
}

}  // namespace

Vector<Rational> unnormalised(const Vector<Rational>& scores) { return scores; }

Vector<Rational> shares_of_powers(const Vector<Rational>& scores) {
  Vector<Rational> masses(scores.size());
  for (Eigen::Index s = 0; s < scores.size(); ++s) masses[s] = power_of_two(scores[s]);
  return shares(std::move(masses));
}

Vector<Rational> shares_of_squares(const Vector<Rational>& scores) {
  Vector<Rational> masses(scores.size());
  for (Eigen::Index s = 0; s < scores.size(); ++s) masses[s] = 1 + scores[s] * scores[s];
  return shares(std::move(masses));
}

template <Field N>
PlasticLayers<N> plastic_layers(const AssociationTaskOf<N>& task, int tokens) {
  require(tokens >= 0 && tokens <= task.tokens(), "expected a number of tokens of the task");
  PlasticLayers<N> layers = empty_layers(task);
  for (int t = 0; t < tokens; ++t) write(task, t, layers);
  return layers;
}

template <Field N>
Matrix<N> cache_outputs(const AssociationTaskOf<N>& task, const Normaliser<N>& normaliser,
                        Rows rows) {
  PlasticLayers<N> layers = empty_layers(task);
  Matrix<N> outputs = zeros<N>(task.tokens(), task.outputs());
  for (int t = 0; t < task.tokens(); ++t) {
    write(task, t, layers);
    const int seen = rows == Rows::all ? task.tokens() : t + 1;
    Vector<N> scores = Vector<N>::Constant(seen, N(0));
    for (int s = 0; s < seen; ++s) {
      for (int j = 0; j < task.width(); ++j) scores[s] += layers.first(s, j) * task.queries(t, j);
    }
    const Vector<N> weights = normaliser(scores);
    for (int i = 0; i < task.outputs(); ++i) {
      for (int s = 0; s < seen; ++s) outputs(t, i) += layers.second(i, s) * weights[s];
    }
  }
  return outputs;
}

template <Field N>
Matrix<N> attention_outputs(const AssociationTaskOf<N>& task, const Normaliser<N>& normaliser) {
  Matrix<N> outputs = zeros<N>(task.tokens(), task.outputs());
  for (int t = 0; t < task.tokens(); ++t) {
    Vector<N> scores(t + 1);
    for (int s = 0; s <= t; ++s) scores[s] = score(task, s, t);
    const Vector<N> weights = normaliser(scores);
    for (int s = 0; s <= t; ++s) {
      for (int i = 0; i < task.outputs(); ++i) outputs(t, i) += weights[s] * task.values(s, i);
    }
  }
  return outputs;
}

#define LEMMASCOPE_INSTANTIATE(N)                                                               \
  template PlasticLayers<N> plastic_layers<N>(const AssociationTaskOf<N>&, int);                \
  template Matrix<N> cache_outputs<N>(const AssociationTaskOf<N>&, const Normaliser<N>&, Rows); \
  template Matrix<N> attention_outputs<N>(const AssociationTaskOf<N>&, const Normaliser<N>&);
LEMMASCOPE_INSTANTIATE(Rational)
LEMMASCOPE_INSTANTIATE(Interval)
#undef LEMMASCOPE_INSTANTIATE

}  // namespace lemmascope::plasticity
