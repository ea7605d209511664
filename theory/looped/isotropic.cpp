#include "theory/looped/isotropic.hpp"

#include "theory/numeric/require.hpp"
#include "theory/regression/trace_moments.hpp"
#include "theory/regression/trace_recursion.hpp"

namespace lemmascope::looped {
namespace {

using regression::product_of;

void require_setting(const LoopSetting& setting) {
  require(setting.dimension >= 1 && setting.context >= 1,
          "expected at least one coordinate and one example");
  require(setting.loops >= 1 && setting.loops <= 12, "expected 1 to 12 loops");
}

/// sum_k C(2L, k) (-1)^k p^k s_k.
template <class Times>
Polynomial binomial_sum(int loops, Times term) {
  Polynomial sum;
  Rational factor(1);
  for (int k = 0; k <= 2 * loops; ++k) {
    const Polynomial next = product_of({factor}, term(k));
    if (sum.size() < next.size()) sum.resize(next.size(), Rational(0));
    for (std::size_t i = 0; i < next.size(); ++i) sum[i] += next[i];
    factor *= Rational(-(2 * loops - k), k + 1);
  }
  return sum;
}

/// E tr S^k as a polynomial in 1/n, of degree at most k.
Polynomial normalised_moment(int dimension, int k) {
  std::vector<std::pair<Rational, Rational>> samples;
  for (int n = 1; n <= k + 1; ++n) {
    Rational value = regression::gaussian_trace_moment(k, {dimension, n});
    for (int j = 0; j < k; ++j) value /= n;
    samples.emplace_back(Rational(1, n), value);
  }
  return interpolate(samples);
}

/// c tr (R^i S^j) tr (R^k S^l) with R = I - a S.
struct TwoTraces {
  int coefficient;
  int i, j, k, l;
};

/// The sum of E of these, in a. `mean` gives E of a product of traces of powers of X X^T.
template <class Mean>
Polynomial averaged(const std::vector<TwoTraces>& terms, int context, Mean mean) {
  Polynomial sum(5, Rational(0));
  const auto binomial = [](int n, int k) {
    Rational value(1);
    for (int m = 0; m < k; ++m) value *= Rational(m - n, m + 1);  // with the sign of (-a)^k
    return value;
  };
  for (const auto& [coefficient, i, j, k, l] : terms) {
    for (int p = 0; p <= i; ++p) {
      for (int q = 0; q <= k; ++q) {
        Rational term = coefficient * binomial(i, p) * binomial(k, q) * mean({p + j, q + l});
        for (int m = 0; m < p + j + q + l; ++m) term /= context;
        sum[p + q] += term;
      }
    }
  }
  return sum;
}

/// tr I tr(...) for a single trace: the factor d is taken out of the coefficient.
template <class Mean>
Polynomial turned_variation_by(int dimension, int context, Mean mean) {
  require(dimension >= 2 && context >= 1, "expected at least two coordinates and one example");
  Polynomial sum = averaged({{1, 0, 0, 2, 2}}, context, mean);  // d tr R^2 S^2
  for (Rational& c : sum) c *= Rational(dimension - 2, dimension);
  const Polynomial others =
      averaged({{2, 1, 0, 1, 2}, {1, 2, 0, 0, 2}, {-2, 0, 1, 2, 1}}, context, mean);
  for (std::size_t k = 0; k < sum.size(); ++k) sum[k] += others[k];
  return sum;
}

}  // namespace

Polynomial dominance_gap(const LoopSetting& setting) {
  const Polynomial loss = isotropic_loss(setting), slope = regression::derivative_of(loss);
  Polynomial gap{Rational(1)}, power{Rational(1)};
  const Rational factor(16, setting.dimension);
  for (int k = 0; k < setting.loops; ++k) {
    gap = product_of(product_of(gap, {factor}), product_of(slope, slope));
  }
  for (int k = 0; k < 2 * setting.loops - 1; ++k) power = product_of(power, loss);
  if (gap.size() < power.size()) gap.resize(power.size(), Rational(0));
  for (std::size_t k = 0; k < power.size(); ++k) gap[k] -= power[k];
  return gap;
}

Polynomial turned_variation(int dimension, int context) {
  auto traces = regression::TraceRecursion::of_products(dimension, context);
  return turned_variation_by(dimension, context,
                             [&traces](std::vector<int> powers) { return traces.mean(powers); });
}

Polynomial turned_variation_by_pairings(int dimension, int context) {
  return turned_variation_by(dimension, context, [=](const std::vector<int>& powers) {
    return regression::traces_by_pairings(powers, {dimension, context});
  });
}

Polynomial isotropic_loss(const LoopSetting& setting) {
  require_setting(setting);
  const auto moments = regression::trace_moments(
      2 * setting.loops, {setting.dimension, setting.context}, regression::gaussian_law());
  Rational scale(1);
  return binomial_sum(setting.loops, [&](int k) {
    Polynomial term(k + 1, Rational(0));
    term[k] = moments[k] * scale;
    scale /= setting.context;
    return term;
  });
}

regression::Least best_isotropic(const LoopSetting& setting) {
  return regression::least_of_convex(isotropic_loss(setting));
}

Interval loss_at_test(const LoopSetting& setting, int test_loops) {
  const auto trained = best_isotropic(setting);
  return regression::enclosed(isotropic_loss({setting.dimension, setting.context, test_loops}),
                              regression::enclosure_of(trained.at));
}

Polynomial expansion(int dimension, int loops, const Rational& x) {
  require_setting({dimension, 1, loops});
  Polynomial power{Rational(1)};
  return binomial_sum(loops, [&](int k) {
    const Polynomial term = product_of(power, normalised_moment(dimension, k));
    power = product_of(power, {Rational(1), Rational(-x)});
    return term;
  });
}

Rational limit_shift(int dimension, int loops) {
  // The coefficient is quadratic in x: its vertex from three values.
  const auto at = [&](int x) { return expansion(dimension, loops, Rational(x))[loops + 1]; };
  const Rational low = at(-1), middle = at(0), high = at(1);
  return (low - high) / (2 * (low + high - 2 * middle));
}

Rational flow_time(int loops, const Rational& p, const Rational& q) {
  require(loops >= 2, "expected at least two loops");
  Rational before(1), after(1);
  for (int k = 0; k < 2 * loops - 2; ++k) {
    before *= p;
    after *= q;
  }
  return (after - before) / (4 * loops * (loops - 1));
}

Polynomial flow_series(int loops, const Rational& p, int terms) {
  Polynomial alpha{1 / p};
  for (int k = 0; k + 1 < terms; ++k) {
    Polynomial power{Rational(1)};  // alpha^(2L - 1) up to t^k
    for (int j = 0; j < 2 * loops - 1; ++j) {
      power = product_of(power, alpha);
      power.resize(std::min(power.size(), alpha.size()));
    }
    alpha.push_back(-2 * loops * power[k] / (k + 1));
  }
  return alpha;
}

Rational examples_for_closeness(int dimension, int loops) {
  Rational root = Rational(8 * loops) * dimension * dimension;
  for (int k = 0; k < 2 * loops; ++k) root *= 8;
  return root * root;
}

int most_dimensions_for_dominance(int loops) {
  require(loops >= 2, "expected at least two loops");
  const auto power = [](const Integer& base, int exponent) {
    Integer result(1);
    for (int k = 0; k < exponent; ++k) result *= base;
    return result;
  };
  const Integer most = power(Integer(64 * loops * loops), loops);
  int low = 1, high = 1 << 20;
  while (high - low > 1) {
    const int middle = low + (high - low) / 2;
    (power(Integer(middle), loops - 1) <= most ? low : high) = middle;
  }
  return low;
}

}  // namespace lemmascope::looped
