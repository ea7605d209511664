// 245/1188: the best loss of one step in closed form, against the exact polynomial.
#include "properties/icl/setting_instance.hpp"
#include "properties/icl/task_instance.hpp"

namespace lemmascope::icl {
namespace {

/// Rate and half-loss at the minimum of q_0 + q_1 t + q_2 t^2.
Sides at_vertex(const SettingInstance& at, const Polynomial& loss, const Rational& rate,
                const Rational& half_loss) {
  const Rational vertex = -loss[1] / (2 * loss[2]);
  return {{Rational(vertex * at.setting.shape.context), rate, claim::site("loss", 0)},
          {Rational(loss[0] + loss[1] * vertex / 2), half_loss, claim::site("loss", 1)}};
}

Sides by_walks(const SettingInstance& at) {
  return at_vertex(at, half_loss(at.setting, 1), best_one_step_rate(at.setting),
                   best_one_step_half_loss(at.setting));
}

// Other route: moments over all pairs of partitions; the closed form from E C_ii^2 and E C_ij^2.
Sides by_partitions(const SettingInstance& at) {
  const auto& [shape, law] = at.setting;
  const Rational half = regression::variance(law) / 2;
  const auto moment = [&](int k) { return regression::trace_moment_by_partitions(k, shape, law); };
  const Polynomial loss{half * moment(0), -2 * half * moment(1), half * moment(2)};
  const Rational n(shape.context), d(shape.dimension), fourth = regression::even_moment(law, 2);
  const Rational s = regression::variance(law),
                 square = n * fourth + n * (n - 1) * s * s + (d - 1) * n * s * s;  // E (C^2)_ii
  return at_vertex(at, loss, Rational(n * n * s / square),
                   Rational(half * d * (1 - n * n * s * s / square)));
}

// Wrong: the kurtosis of Gaussian inputs for every law.
Sides as_if_gaussian(const SettingInstance& at) {
  const auto& [d, n] = at.setting.shape;
  const Rational s = regression::variance(at.setting.law);
  return at_vertex(at, half_loss(at.setting, 1), Rational(n / (s * (n + d + 2))),
                   Rational(d * s / 2 * (1 - Rational(n, n + d + 2))));
}

// Wrong: the whole squared error in place of half of it.
Sides doubled(const SettingInstance& at) {
  return at_vertex(at, half_loss(at.setting, 1), best_one_step_rate(at.setting),
                   Rational(2 * best_one_step_half_loss(at.setting)));
}

}  // namespace

claim::Claim one_step_loss_claim() {
  return claim::ClaimAbout<SettingInstance>("icl/one-step-loss")
      .states(
          "The best rate of one step is N/(sigma^2 (N + d - 2 + kappa)) and its half mean squared "
          "error (d sigma^2/2)(1 - N/(N + d - 2 + kappa)): 245/1188 for d = N = 10 and inputs "
          "uniform on [-1/2, 1/2].")
      .latex(R"(\eta^*=\frac N{\sigma^2(N+d-2+\kappa)})")
      .from({kPaper, "Section 3; the rate is found by line search there"})
      .formally("The vertex of the exact loss polynomial in t = eta/N.")
      .differs("derived here; the paper searches a grid. " + std::string(kNoAttack))
      .tagged({"icl", "optimum"})
      .over(usual_settings())
      .over(small_settings(4))
      .attacked({0, 0, 0})
      .mathematics(
          {"theory/icl/rate_loss.hpp: half_loss", "theory/icl/rate_loss.hpp: best_one_step_rate"})
      .tested_by({"tests/theory/icl/rate_loss_test.cpp: OneStep.HasTheReferenceOptimum"})
      .law(claim::Evidence::exact, domain::equal_at_each(by_walks))
      .confirmed_by("moments over pairs of partitions, fourth moments of entries",
                    domain::equal_at_each(by_partitions))
      .twin("the kurtosis of Gaussian inputs", domain::equal_at_each(as_if_gaussian))
      .twin("the loss without the half", domain::equal_at_each(doubled))
      .example(usual_setting());
}

}  // namespace lemmascope::icl
