// The loss of K steps from trace moments, against other ways to average.
#include "properties/icl/setting_instance.hpp"
#include "properties/icl/task_instance.hpp"

namespace lemmascope::icl {
namespace {

/// Sides in coefficients of t^0..t^(2K): (sigma^2/2) C(2K, k) (-1)^k E tr C^k.
template <class Moment>
Sides coefficients(const SettingInstance& at, int steps, Moment moment) {
  const Polynomial loss = half_loss(at.setting, at.steps);
  Rational factor = regression::variance(at.setting.law) / 2;
  Sides sides;
  for (int k = 0; k <= 2 * at.steps; ++k) {
    sides.push_back({loss[k], Rational(factor * moment(k)), claim::site("power", k)});
    factor *= Rational(-(2 * steps - k), k + 1);
  }
  return sides;
}

bool is_gaussian(const SettingInstance& at) {
  return at.setting.law.kind == regression::InputLaw::Kind::gaussian;
}

// Gaussian: half_loss integrates by parts, so walks are the other way; else partitions are.
Sides by_other_moments(const SettingInstance& at) {
  return coefficients(at, at.steps, [&](int k) {
    return is_gaussian(at)
               ? regression::trace_moment_by_walks(k, at.setting.shape, at.setting.law)
               : regression::trace_moment_by_partitions(k, at.setting.shape, at.setting.law);
  });
}

// Other route: the loss itself at 2K + 1 rates by walks, interpolated.
Sides by_interpolation(const SettingInstance& at) {
  std::vector<Rational> moments;
  for (int k = 0; k <= 2 * at.steps; ++k) {
    moments.push_back(regression::trace_moment_by_walks(k, at.setting.shape, at.setting.law));
  }
  std::vector<std::pair<Rational, Rational>> samples;
  for (int t = -at.steps; t <= at.steps; ++t) {
    Rational value(0), term = regression::variance(at.setting.law) / 2;
    for (int k = 0; k <= 2 * at.steps; ++k) {
      value += term * moments[k];
      term *= Rational(-t * (2 * at.steps - k), k + 1);
    }
    samples.emplace_back(Rational(t), value);
  }
  const Polynomial between = interpolate(samples);
  const Sides other = by_other_moments(at);
  Sides sides;
  for (std::size_t k = 0; k < between.size(); ++k) {
    sides.push_back({between[k], other[k].rhs, other[k].site});
  }
  return sides;
}

// Wrong: one step more.
Sides one_step_more(const SettingInstance& at) {
  return coefficients(at, at.steps + 1, [&](int k) {
    return regression::trace_moment_by_walks(k, at.setting.shape, at.setting.law);
  });
}

// Wrong: C in place of its mean: no fluctuations.
Sides at_the_mean(const SettingInstance& at) {
  return coefficients(at, at.steps, [&](int k) {
    Rational power(at.setting.shape.dimension);
    for (int j = 0; j < k; ++j) {
      power *= regression::variance(at.setting.law) * at.setting.shape.context;
    }
    return power;
  });
}

}  // namespace

claim::Claim step_losses_are_polynomials_claim() {
  return claim::ClaimAbout<SettingInstance>("icl/step-losses-are-polynomials")
      .states(
          "The half-loss of K steps of rate eta = N t is (sigma^2/2) E tr (I - t C)^(2K), a "
          "polynomial of degree 2K in t with coefficients from closed walks.")
      .latex(R"(L_K(t)=\tfrac{\sigma^2}2\sum_k\binom{2K}k(-t)^k\,E\,\mathrm{tr}\,C^k)")
      .from({kPaper, "Section 3"})
      .formally("d = 10, N = 10; closed walks, partitions and integration by parts.")
      .differs("derived here. " + std::string(kNoAttack))
      .uses({"icl/one-step-loss"})
      .tagged({"icl", "optimum"})
      .over(usual_settings())
      .mathematics({"theory/icl/rate_loss.hpp: half_loss",
                    "theory/regression/trace_moments.hpp: trace_moment_by_walks",
                    "theory/regression/trace_moments.hpp: trace_moment_by_partitions",
                    "theory/regression/trace_moments.hpp: gaussian_trace_moment"})
      .tested_by({"tests/theory/regression/trace_moments_test.cpp: "
                  "TraceMoments.AgreeOnFourRoutes"})
      .law(claim::Evidence::exact, domain::equal_at_each(by_other_moments))
      .confirmed_by("values at 2K + 1 rates, interpolated", domain::equal_at_each(by_interpolation))
      .twin("one step more", domain::equal_at_each(one_step_more))
      .twin("C replaced by its mean", domain::equal_at_each(at_the_mean))
      .example(usual_setting());
}

}  // namespace lemmascope::icl
