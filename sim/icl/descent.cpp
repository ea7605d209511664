#include "sim/icl/descent.hpp"

#include <fmt/format.h>

#include "theory/numeric/require.hpp"

namespace lemmascope::icl {
namespace {

double middle(const Interval& x) { return to_double(Rational(x.middle())); }

double middle(const regression::RootInterval& root) {
  return to_double(Rational((root.first + root.second) / 2));
}

/// The mean of the diagonal of the x-part.
template <class F>
F mean_diagonal(const F* matrix, const sim::AttentionSizes& sizes) {
  F sum = 0;
  for (int i = 0; i < sizes.dimension; ++i) sum += matrix[i * sizes.token() + i];
  return sum / static_cast<F>(sizes.dimension);
}

}  // namespace

Descent best_gradient_descent(const Setting& setting, int steps) {
  if (steps == 1) {
    return {"gradient descent",
            {{to_double(Rational(best_one_step_rate(setting) / setting.shape.context)), 0}},
            to_double(best_one_step_half_loss(setting))};
  }
  const auto best = regression::least_of_convex(half_loss(setting, steps));
  return {"gradient descent",
          std::vector<DescentRates>(static_cast<std::size_t>(steps), {middle(best.at), 0}),
          middle(best.value)};
}

std::optional<Descent> best_descent(const Setting& setting, int layers, bool looped,
                                    bool transforms) {
  const bool gaussian = setting.law.kind == regression::InputLaw::Kind::gaussian;
  if (layers == 1 || (!transforms && layers <= (gaussian ? 12 : 4))) {
    return best_gradient_descent(setting, layers);
  }
  if (layers != 2 || !transforms) return std::nullopt;
  if (looped) {
    const PlusPlusOptimum found = best_plus_plus(setting);
    const PlusPlusPoint& best = found.candidates[found.best];
    const DescentRates rates{middle(best.step), middle(best.gamma)};
    return Descent{"GD++", {rates, rates}, middle(best.half_loss)};
  }
  const SeparateOptimum found = best_separate(setting);
  const SeparatePoint& best = found.candidates[found.best];
  return Descent{"GD++",
                 {{middle(best.first), middle(best.gamma)}, {middle(best.second), 0}},
                 middle(best.half_loss)};
}

template <class F>
std::vector<F> products_of(const Descent& descent, const sim::AttentionSizes& sizes) {
  require(descent.layers.size() == static_cast<std::size_t>(sizes.layers) && sizes.heads == 1,
          fmt::format("expected {} layers of one head for the descent", descent.layers.size()));
  std::vector<F> products(static_cast<std::size_t>(sizes.products()), F(0));
  const int e = sizes.token(), y = sizes.dimension;
  for (int l = 0; l < sizes.stored_layers(); ++l) {
    const DescentRates& rates = descent.layers[static_cast<std::size_t>(l)];
    F* a = products.data() + sizes.offset(l, 0);
    F* b = a + sizes.matrix();
    for (int i = 0; i < y; ++i) {
      a[i * e + i] = static_cast<F>(-rates.gamma);
      b[i * e + i] = 1;
    }
    a[y * e + y] = static_cast<F>(-rates.step);
  }
  for (const DescentRates& rates : descent.layers) {
    const DescentRates& first = descent.layers.front();
    require(!sizes.looped || (rates.step == first.step && rates.gamma == first.gamma),
            "looped layers share their rates");
  }
  return products;
}

template <class F>
DescentRates rates_of(const std::vector<F>& products, const sim::AttentionSizes& sizes, int layer) {
  const F* a = products.data() + sizes.offset(layer, 0);
  const double b = static_cast<double>(mean_diagonal(a + sizes.matrix(), sizes));
  return {-b * static_cast<double>(a[sizes.matrix() - 1]),
          -b * static_cast<double>(mean_diagonal(a, sizes))};
}

template <class F>
std::vector<F> interpolated(const std::vector<F>& products, const std::vector<F>& others,
                            const sim::AttentionSizes& sizes) {
  std::vector<F> half = products;
  for (std::ptrdiff_t at = 0; at < sizes.products(); at += 2 * sizes.matrix()) {
    const F b = mean_diagonal(products.data() + at + sizes.matrix(), sizes);
    for (std::ptrdiff_t k = at; k < at + 2 * sizes.matrix(); ++k) {
      const auto i = static_cast<std::size_t>(k);
      const F scaled = k < at + sizes.matrix() ? products[i] * b : products[i] / b;
      half[i] = (scaled + others[i]) / 2;
    }
  }
  return half;
}

template std::vector<float> products_of(const Descent&, const sim::AttentionSizes&);
template std::vector<double> products_of(const Descent&, const sim::AttentionSizes&);
template DescentRates rates_of(const std::vector<float>&, const sim::AttentionSizes&, int);
template DescentRates rates_of(const std::vector<double>&, const sim::AttentionSizes&, int);
template std::vector<float> interpolated(const std::vector<float>&, const std::vector<float>&,
                                         const sim::AttentionSizes&);
template std::vector<double> interpolated(const std::vector<double>&, const std::vector<double>&,
                                          const sim::AttentionSizes&);

}  // namespace lemmascope::icl
