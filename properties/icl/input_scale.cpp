// Inputs scaled at test time: the exact loss of a rate chosen before.
#include "properties/icl/setting_instance.hpp"
#include "properties/icl/task_instance.hpp"

namespace lemmascope::icl {
namespace {

std::vector<Rational> scales() {
  return {Rational(1, 2), Rational(1), Rational(3, 2), Rational(2)};
}

/// The closed form of one step: with r = N/(N + d - 2 + kappa) and the mean d sigma^2 / 2 =: l,
/// l alpha^2 (1 - 2 r alpha^2 + r alpha^4). `power` is that of the last alpha.
Rational closed_form(const Setting& setting, const Rational& scale, int power) {
  const auto& [d, n] = setting.shape;
  const Rational r = n / (n + d - 2 + regression::kurtosis(setting.law));
  const Rational squared = scale * scale;
  Rational last(1);
  for (int k = 0; k < power; ++k) last *= scale;
  return d * regression::variance(setting.law) / 2 * squared * (1 - 2 * r * squared + r * last);
}

Sides beside_closed_form(const SettingInstance& at, int power,
                         Rational (*loss)(const Setting&, const Rational& rate,
                                          const Rational& scale)) {
  const Rational rate = best_one_step_rate(at.setting) / at.setting.shape.context;
  Sides sides;
  for (const Rational& scale : scales()) {
    sides.push_back({loss(at.setting, rate, scale), closed_form(at.setting, scale, power),
                     claim::site("scale", static_cast<int>(sides.size()))});
  }
  return sides;
}

Rational by_scaled_moments(const Setting& setting, const Rational& rate, const Rational& scale) {
  return evaluate(scaled_half_loss(setting, 1, scale), rate);
}

// Other route: moments of the scaled law itself, by partitions.
Rational by_scaled_law(const Setting& setting, const Rational& rate, const Rational& scale) {
  const auto moment = [&](int k) {
    Rational power(1);
    for (int j = 0; j < 2 * k; ++j) power *= scale;
    return Rational(power * regression::trace_moment_by_partitions(k, setting.shape, setting.law));
  };
  return scale * scale * regression::variance(setting.law) / 2 *
         (moment(0) - 2 * rate * moment(1) + rate * rate * moment(2));
}

Sides by_polynomial(const SettingInstance& at) {
  return beside_closed_form(at, 4, by_scaled_moments);
}

Sides by_law(const SettingInstance& at) { return beside_closed_form(at, 4, by_scaled_law); }

// Wrong: a cube in place of the fourth power.
Sides cubed(const SettingInstance& at) { return beside_closed_form(at, 3, by_scaled_moments); }

// Wrong: the loss scales as inputs do, alpha^2 and no more.
Sides only_squared(const SettingInstance& at) {
  Sides sides = by_polynomial(at);
  for (std::size_t k = 0; k < sides.size(); ++k) {
    sides[k].rhs = best_one_step_half_loss(at.setting) * scales()[k] * scales()[k];
  }
  return sides;
}

}  // namespace

claim::Claim input_scale_claim() {
  return claim::ClaimAbout<SettingInstance>("icl/input-scale")
      .states(
          "With inputs scaled by alpha at test time and the best rate kept, one step has half-loss "
          "(d sigma^2/2) alpha^2 (1 - 2r alpha^2 + r alpha^4), r = N/(N + d - 2 + kappa).")
      .latex(R"(L(\alpha)=\tfrac{d\sigma^2}2\alpha^2(1-2r\alpha^2+r\alpha^4))")
      .from({kPaper, "figure on inputs out of distribution"})
      .formally("Context and query are scaled, w is not; alpha of 1/2, 1, 3/2 and 2.")
      .differs("the paper compares curves; the exact form is derived here. " +
               std::string(kNoAttack))
      .uses({"icl/one-step-loss"})
      .tagged({"icl", "optimum"})
      .over(usual_settings())
      .mathematics({"theory/icl/rate_loss.hpp: scaled_half_loss"})
      .tested_by({"tests/theory/icl/rate_loss_test.cpp: InputScale.GivesTheReferenceLoss"})
      .law(claim::Evidence::exact, domain::equal_at_each(by_polynomial))
      .confirmed_by("moments of the scaled inputs over pairs of partitions",
                    domain::equal_at_each(by_law))
      .twin("a cube in place of the fourth power", domain::equal_at_each(cubed))
      .twin("alpha squared and no more", domain::equal_at_each(only_squared))
      .example(usual_setting());
}

}  // namespace lemmascope::icl
