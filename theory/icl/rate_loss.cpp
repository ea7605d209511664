#include "theory/icl/rate_loss.hpp"

#include "theory/numeric/require.hpp"

namespace lemmascope::icl {
namespace {

using regression::SparsePolynomial;

/// (sigma^2 / 2) E tr p(C) for a polynomial p in (t, gamma, lambda).
SparsePolynomial<2> averaged(const SparsePolynomial<3>& of_eigenvalue, const Setting& setting) {
  int most = 0;
  for (const auto& [exponents, coefficient] : of_eigenvalue.terms()) {
    most = std::max(most, exponents[2]);
  }
  const auto moments = regression::trace_moments(most, setting.shape, setting.law);
  const Rational half = regression::variance(setting.law) / 2;
  SparsePolynomial<2> result;
  for (const auto& [exponents, coefficient] : of_eigenvalue.terms()) {
    result.add({exponents[0], exponents[1]}, Rational(half * coefficient * moments[exponents[2]]));
  }
  return result;
}

/// min over s of (sigma^2 / 2) (m_0 - 2 s m_3 + s^2 m_6).
Rational least_towards_infinity(const Setting& setting) {
  const auto moments = regression::trace_moments(6, setting.shape, setting.law);
  return regression::variance(setting.law) / 2 *
         (moments[0] - moments[3] * moments[3] / moments[6]);
}

template <class Point>
std::size_t least(const std::vector<Point>& candidates) {
  require(!candidates.empty(), "found no critical point");
  std::size_t best = 0;
  for (std::size_t k = 1; k < candidates.size(); ++k) {
    if (certainly_less(candidates[k].half_loss, candidates[best].half_loss)) best = k;
  }
  for (std::size_t k = 0; k < candidates.size(); ++k) {
    require(k == best || certainly_less(candidates[best].half_loss, candidates[k].half_loss),
            "two critical points are too close to tell which is lower");
  }
  return best;
}

void require_attained(const Interval& least, const Interval& towards_infinity) {
  require(certainly_less(least, towards_infinity),
          "the least value is not attained: it is lower towards infinity");
}

/// f(gamma, t) for f(t, gamma): roots are isolated in gamma.
SparsePolynomial<2> turned(const SparsePolynomial<2>& polynomial) {
  SparsePolynomial<2> result;
  for (const auto& [exponents, coefficient] : polynomial.terms()) {
    result.add({exponents[1], exponents[0]}, coefficient);
  }
  return result;
}

/// Averages over C of (1 - t C)^2 and of (1 - t C) C times powers of a(C).
struct Averages {
  SparsePolynomial<2> squares[3];  ///< E (1 - t C)^2 a^i
  SparsePolynomial<2> slopes[3];   ///< E (1 - t C) C a^i
};
Averages averages(const SparsePolynomial<3>& a, const Setting& setting) {
  using P = SparsePolynomial<3>;
  const P lambda = P::variable(2), left = P(1) - P::variable(0) * lambda;
  Averages result;
  P power(1);
  for (int i = 0; i < 3; ++i) {
    result.squares[i] = averaged(left * left * power, setting);
    result.slopes[i] = averaged(left * lambda * power, setting);
    power = power * a;
  }
  return result;
}

/// The condition on t with s = squares_1 / squares_2, times squares_2^2.
SparsePolynomial<2> condition_on_first(const Averages& of) {
  const auto& [square, once, twice] = of.squares;
  return twice * twice * of.slopes[0] - once * twice * of.slopes[1] * SparsePolynomial<2>(2) +
         once * once * of.slopes[2];
}

/// E (1 - t C)^2 - (E (1 - t C)^2 a)^2 / E (1 - t C)^2 a^2 at (t, gamma).
Interval least_over_second(const Averages& of, const Interval& t, const Interval& gamma) {
  const auto at = [&](int i) {
    return regression::value_at<Interval, 2>(of.squares[i], {t, gamma});
  };
  return at(0) - at(1) * at(1) / at(2);
}

/// min over t and s of E (1 - t C)^2 (1 - s C^3)^2.
Interval separate_towards_infinity(const Setting& setting) {
  const auto lambda = SparsePolynomial<3>::variable(2);
  const Averages of = averages(lambda * lambda * lambda, setting);
  Polynomial condition;
  for (const auto& [exponents, coefficient] : condition_on_first(of).terms()) {
    condition.resize(exponents[0] + 1, Rational(0));
    condition.back() = coefficient;
  }
  std::vector<PlusPlusPoint> all;
  for (const auto& root : regression::real_roots(condition, regression::fine_width())) {
    const Interval t = regression::enclosure_of(root);
    all.push_back({t, Interval(0), least_over_second(of, t, Interval(0))});
  }
  return all.at(least(all)).half_loss;
}

}  // namespace

Rational best_one_step_rate(const Setting& setting) {
  const auto& [d, n] = setting.shape;
  return n / (regression::variance(setting.law) * (n + d - 2 + regression::kurtosis(setting.law)));
}

Rational best_one_step_half_loss(const Setting& setting) {
  const auto& [d, n] = setting.shape;
  return d * regression::variance(setting.law) / 2 *
         (1 - n / (n + d - 2 + regression::kurtosis(setting.law)));
}

Rational best_centred_half_loss(const Setting& setting) {
  const auto& [d, n] = setting.shape;
  require(n >= 2, "a single example is its own mean");
  const Rational variance = regression::variance(setting.law), more(n - 1);
  const Rational square = (d - 1) * more + more * more + 2 * more +
                          (regression::kurtosis(setting.law) - 3) * more * more /
                              n;  // of a diagonal entry's, / sigma^4
  return d * variance / 2 * (1 - more * more / square);
}

Polynomial half_loss(const Setting& setting, int steps) {
  return scaled_half_loss(setting, steps, Rational(1));
}

Polynomial scaled_half_loss(const Setting& setting, int steps, const Rational& scale) {
  require(steps >= 1, "expected at least one step");
  const auto moments = regression::trace_moments(2 * steps, setting.shape, setting.law);
  const Rational squared = scale * scale;
  Rational factor = regression::variance(setting.law) / 2 * squared;  // times (-alpha^2)^k C(2K, k)
  Polynomial result;
  for (int k = 0; k <= 2 * steps; ++k) {
    result.push_back(factor * moments[k]);
    factor *= -squared * (2 * steps - k) / (k + 1);
  }
  return result;
}

SparsePolynomial<2> plus_plus_half_loss(const Setting& setting) {
  using P = SparsePolynomial<3>;
  const P t = P::variable(0), gamma = P::variable(1), lambda = P::variable(2);
  const P phi = P(1) - gamma * lambda;
  const P rho = (P(1) - t * lambda) * (P(1) - t * lambda * phi * phi);
  return averaged(rho * rho, setting);
}

PlusPlusOptimum best_plus_plus(const Setting& setting) {
  const SparsePolynomial<2> loss = plus_plus_half_loss(setting);
  // Gamma first, t second; dL / dgamma has the factor t, and t = 0 is no critical point as dL / dt
  // is -sigma^2 (E tr C + E tr C phi^2) < 0 there.
  const SparsePolynomial<2> along_gamma = loss.derivative(1);
  SparsePolynomial<2> in_gamma;
  for (const auto& [exponents, coefficient] : along_gamma.terms()) {
    in_gamma.add({exponents[1], exponents[0] - 1}, coefficient);
  }
  const SparsePolynomial<2> in_step = turned(loss.derivative(0));
  PlusPlusOptimum optimum;
  for (const auto& [gamma, step] :
       regression::common_zeros(in_step, in_gamma, regression::fine_width())) {
    optimum.candidates.push_back(
        {step, gamma, regression::value_at<Interval, 2>(loss, {step, gamma})});
  }
  optimum.best = least(optimum.candidates);
  optimum.towards_infinity = least_towards_infinity(setting);
  require_attained(optimum.candidates[optimum.best].half_loss, Interval(optimum.towards_infinity));
  return optimum;
}

SeparateOptimum best_separate(const Setting& setting) {
  using P = SparsePolynomial<3>;
  const P lambda = P::variable(2), left = P(1) - P::variable(0) * lambda;
  const P phi = P(1) - P::variable(1) * lambda, a = lambda * phi * phi;
  const Averages of = averages(a, setting);
  // dL/dgamma = 0 and dL/dt_2 = 0 both say what t_2 is; t_2 = 0 is no critical point, as E (1 - t_1
  // C)^2 a is positive.
  const P along = left * left * lambda * lambda * phi;
  const SparsePolynomial<2> both =
      averaged(along, setting) * of.squares[2] - averaged(along * a, setting) * of.squares[1];
  SeparateOptimum optimum;
  for (const auto& [gamma, first] : regression::common_zeros(
           turned(both), turned(condition_on_first(of)), regression::fine_width())) {
    const auto square = [&](int i) {
      return regression::value_at<Interval, 2>(of.squares[i], {first, gamma});
    };
    optimum.candidates.push_back(
        {first, square(1) / square(2), gamma, least_over_second(of, first, gamma)});
  }
  optimum.best = least(optimum.candidates);
  require_attained(optimum.candidates[optimum.best].half_loss, separate_towards_infinity(setting));
  return optimum;
}

}  // namespace lemmascope::icl
