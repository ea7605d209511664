#include "theory/icl/rare_tasks.hpp"

#include <fmt/format.h>

#include <vector>

#include "theory/numeric/require.hpp"

namespace lemmascope::icl {
namespace {

Rational power(Rational base, int exponent) {
  Rational result(1);
  for (; exponent > 0; exponent /= 2) {
    if (exponent % 2 == 1) result *= base;
    base *= base;
  }
  return result;
}

void require_sum(int count, const Rational& at) {
  require(count >= 1 && 0 <= at && at <= count,
          fmt::format("expected a sum from 0 to the number of terms, {}, found {}", count,
                      to_text(at)));
}

void require_uniform(const Setting& setting) {
  require(setting.law.kind == regression::InputLaw::Kind::uniform,
          "expected inputs uniform on an interval, found " + regression::to_text(setting.law));
}

}  // namespace

Rational uniform_sum_tail(int count, const Rational& at) {
  require_sum(count, at);
  Rational sum(0), weight(1);  // (-1)^k C(n, k)
  for (int k = 0; k < count - at; ++k) {
    sum += weight * power(count - at - k, count);
    weight *= Rational(k - count, k + 1);
  }
  for (int k = 2; k <= count; ++k) sum /= k;
  return sum;
}

Rational uniform_sum_tail_by_densities(int count, const Rational& at) {
  require_sum(count, at);
  // f_m at `at` + k for whole k; all other places of [0, count + 1] are never asked.
  int below = 0;
  while (at - below >= 1) ++below;
  const Rational first = at - below;
  std::vector<Rational> density(static_cast<std::size_t>(count + 1), Rational(0));
  density[0] = 1;  // at `first`, in [0, 1)
  for (int m = 1; m <= count; ++m) {
    for (int k = m; k >= 0; --k) {
      const Rational x = first + k;
      const auto here = static_cast<std::size_t>(k);
      const Rational left = k > 0 ? Rational((m + 1 - x) * density[here - 1]) : Rational(0);
      density[here] = (x * density[here] + left) / m;
    }
  }
  Rational sum(0);
  for (int k = below + 1; k <= count; ++k) sum += density[static_cast<std::size_t>(k)];
  return sum;
}

RareTasks rare_tasks(const Setting& setting, int sum,
                     Rational (*tail)(int count, const Rational& at)) {
  require_uniform(setting);
  const auto& [d, n] = setting.shape;
  const Rational signs = power(Rational(1, 2), d * n - (d + n - 1));
  const Rational total = setting.law.size * sum;
  return {signs * tail(d * n, Rational(sum)), total * total / (d * n)};
}

Rational roll_out_at_least(const Setting& setting, const RareTasks& tasks, const Rational& step,
                           int steps) {
  const Rational growth = step * tasks.eigenvalue - 1;
  if (growth <= 1) return Rational(0);
  return regression::variance(setting.law) / 2 * tasks.probability * power(growth, 2 * steps);
}

int telling_sum(const Setting& setting, const Rational& step, int steps) {
  int best = 1;
  Rational most(0);
  for (int sum = 1; sum < setting.shape.dimension * setting.shape.context; ++sum) {
    const RareTasks tasks = rare_tasks(setting, sum);
    const Rational bound = roll_out_at_least(setting, tasks, step, steps);
    if (bound <= most) continue;
    best = sum;
    most = bound;
  }
  return best;
}

Rational scalar_roll_out(const Setting& setting, const Rational& step, int steps) {
  require(setting.shape.dimension == 1, "expected inputs of one entry");
  const int most = 2 * steps, n = setting.shape.context;
  // E C^k / k! is the coefficient of z^k in (sum_j E x^(2j) z^j / j!)^N: p = f^N has f p' = N f' p.
  std::vector<Rational> one, all{Rational(1)};
  Rational factorial(1);
  for (int k = 0; k <= most; ++k) {
    one.push_back(regression::even_moment(setting.law, k) / factorial);
    factorial *= k + 1;
  }
  for (int k = 1; k <= most; ++k) {
    Rational sum(0);
    for (int j = 1; j <= k; ++j) sum += one[j] * all[k - j] * (j * n - (k - j));
    all.push_back(sum / k);
  }
  // (1 - s C)^(2T) = sum_k C(2T, k) (-s)^k k! (C^k / k!).
  Rational value(0), factor(1);
  for (int k = 0; k <= most; ++k) {
    value += factor * all[k];
    factor *= -step * (most - k);
  }
  return value;
}

Rational harmless_damping(const Setting& setting) {
  require_uniform(setting);
  const auto& [d, n] = setting.shape;
  return Rational(2) / (d * setting.law.size * setting.law.size * best_one_step_rate(setting));
}

}  // namespace lemmascope::icl
