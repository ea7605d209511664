// Expected to be refuted: the printed input law and loss together with the printed value.
#include "properties/domain/profiled.hpp"
#include "properties/icl/setting_instance.hpp"
#include "properties/icl/task_instance.hpp"

namespace lemmascope::icl {
namespace {

/// What is printed as 0.2 is at least 0.15 and at most 0.25.
Sides rounds_to_printed(const Rational& loss) {
  return {{Rational(3, 20), loss, claim::site("bound", 0)},
          {loss, Rational(1, 4), claim::site("bound", 1)}};
}

Sides full_loss(const SettingInstance& at) {
  return rounds_to_printed(Rational(2 * best_one_step_half_loss(at.setting)));
}

// Other route: the vertex of the loss from partitions.
Sides by_partitions(const SettingInstance& at) {
  const auto moment = [&](int k) {
    return regression::trace_moment_by_partitions(k, at.setting.shape, at.setting.law);
  };
  return rounds_to_printed(regression::variance(at.setting.law) *
                           (moment(0) - moment(1) * moment(1) / moment(2)));
}

// What the published code computes: inputs on half the interval, half the squared error.
Sides as_coded(const SettingInstance& at) {
  Setting halved = at.setting;
  halved.law.size /= 2;
  return rounds_to_printed(best_one_step_half_loss(halved));
}

SettingInstance printed() {
  SettingInstance at = usual_setting();
  at.setting.law = regression::uniform_law(Rational(1));
  return at;
}

// A smaller setting would be another statement.
claim::Hypothesis<SettingInstance> printed_setting() {
  return {"printed setting", "d = N = 10, one step, inputs uniform on [-1, 1]",
          [](const SettingInstance& at) {
            const auto& [shape, law] = at.setting;
            return truth(shape.dimension == 10 && shape.context == 10 && at.steps == 1 &&
                         law.kind == regression::InputLaw::Kind::uniform && law.size == 1);
          }};
}

}  // namespace

claim::Claim printed_loss_claim() {
  return claim::ClaimAbout<SettingInstance>("icl/printed-loss")
      .states(
          "For inputs uniform on [-1, 1]^10 and ten examples the mean squared error of the best "
          "gradient step is 0.2 (expected to be refuted: it is 490/297 = 1.65).")
      .latex(R"(\min_\eta E(\hat y-y)^2\approx0.2)")
      .from({kPaper, "Section 3: setup and figure of the loss"})
      .formally("The printed number is met when the exact value lies in [0.15, 0.25].")
      .differs(
          "kept as printed; the published code draws from [-1/2, 1/2] and halves the error, which "
          "gives 245/1188 = 0.206")
      .uses({"icl/one-step-loss"})
      .tagged({"icl", "optimum", "printed"})
      .expects(claim::Verdict::refuted)
      .assumes(printed_setting())
      .over([](claim::Profile) {
        return domain::family_domain("printed-setting", "d = N = 10, uniform on [-1, 1]",
                                     std::vector<SettingInstance>{printed()});
      })
      .mathematics({"theory/icl/rate_loss.hpp: best_one_step_half_loss"})
      .tested_by({"tests/theory/icl/rate_loss_test.cpp: OneStep.HasTheReferenceOptimum"})
      .law(claim::Evidence::exact, domain::at_most_at_each(full_loss))
      .confirmed_by("the vertex from pairs of partitions", domain::at_most_at_each(by_partitions))
      .control("with the law and the half of the published code", domain::at_most_at_each(as_coded))
      .example(printed());
}

}  // namespace lemmascope::icl
