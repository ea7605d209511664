// Among all preconditioned steps the best one is a plain gradient step.
#include "properties/icl/setting_instance.hpp"
#include "properties/icl/task_instance.hpp"

namespace lemmascope::icl {
namespace {

using Loss = Rational (*)(const Setting&, const Matrix<Rational>&);

/// (sigma^2 / 2) E |I - A C|_F^2 from E C = N sigma^2 I and E C^2 = (m_2 / d) I.
Rational loss_by_moments(const Setting& setting, const Matrix<Rational>& a) {
  const auto moments = regression::trace_moments(2, setting.shape, setting.law);
  const int d = setting.shape.dimension;
  Rational trace(0), squared(0);
  for (int i = 0; i < d; ++i) trace += a(i, i);
  for (Eigen::Index e = 0; e < a.size(); ++e) squared += a.data()[e] * a.data()[e];
  return regression::variance(setting.law) / 2 *
         (d - 2 * trace * moments[1] / d + squared * moments[2] / d);
}

/// The same over every matrix of matching points.
Rational loss_by_points(const Setting& setting, const Matrix<Rational>& a) {
  return regression::average_over_points(
      setting.shape, setting.law, 4, [&](const Matrix<Rational>& x) {
        const Matrix<Rational> moved = a * x * x.transpose();
        Rational sum(0);
        for (Eigen::Index i = 0; i < a.rows(); ++i) {
          for (Eigen::Index j = 0; j < a.cols(); ++j) {
            const Rational left = (i == j ? 1 : 0) - moved(i, j);
            sum += left * left;
          }
        }
        return Rational(sum * regression::variance(setting.law) / 2);
      });
}

/// least <= loss of A, and of the best step moved along A by a tenth and a thousandth.
Sides above(const SettingInstance& at, Loss loss, const Rational& least) {
  const int d = at.setting.shape.dimension;
  const Rational best = best_one_step_rate(at.setting) / at.setting.shape.context;
  Sides sides;
  for (const Rational& share : {Rational(1), Rational(1, 10), Rational(1, 1000)}) {
    Matrix<Rational> moved = at.preconditioner * share;
    if (share != 1) {
      for (int i = 0; i < d; ++i) moved(i, i) += best;
    }
    sides.push_back(
        {least, loss(at.setting, moved), claim::site("point", static_cast<int>(sides.size()))});
  }
  return sides;
}

Sides by_moments(const SettingInstance& at) {
  return above(at, loss_by_moments, best_one_step_half_loss(at.setting));
}

Sides by_points(const SettingInstance& at) {
  return above(at, loss_by_points, best_one_step_half_loss(at.setting));
}

Sides two_per_cent_above(const SettingInstance& at) {
  return above(at, loss_by_moments,
               Rational(best_one_step_half_loss(at.setting) * Rational(102, 100)));
}

// Wrong: the best loss as if the entries of C were independent of each other, kappa = 2.
Sides without_kurtosis(const SettingInstance& at) {
  const auto& [d, n] = at.setting.shape;
  return above(at, loss_by_moments,
               Rational(d * regression::variance(at.setting.law) / 2 * (1 - Rational(n, n + d))));
}

}  // namespace

claim::Claim one_step_is_optimal_claim() {
  return claim::ClaimAbout<SettingInstance>("icl/one-step-is-optimal")
      .states(
          "Among all predictions sum_i y_i x_i^T A x the least expected loss is that of a gradient "
          "step: A = (eta/N) I with eta = N/(sigma^2 (N + d - 2 + kappa)), half-loss (d sigma^2/2) "
          "(1 - N/(N + d - 2 + kappa)).")
      .latex(
          R"(\tfrac{\sigma^2}2E\|I-AC\|_F^2\ge\tfrac{d\sigma^2}2\Big(1-\frac N{N+d-2+\kappa}\Big),\quad\kappa=\frac{Ex^4}{\sigma^4})")
      .from({kPaper, "Section 3: a trained layer equals a gradient step"})
      .formally(
          "Exact over the stated families; A of any shape, and the best step moved along A. Data: "
          "w "
          "~ N(0, I), entries of x independent and symmetric.")
      .differs(
          "the paper trains all weights; the restricted family W_KQ = diag(A, 0), P W_V = "
          "diag(0, -1) is an exact theorem, derived here")
      .tagged({"icl", "optimum"})
      .over(small_settings(4))
      .mathematics({"theory/icl/rate_loss.hpp: best_one_step_half_loss",
                    "theory/regression/trace_moments.hpp: trace_moments",
                    "theory/regression/trace_moments.hpp: average_over_points"})
      .tested_by({"tests/theory/icl/rate_loss_test.cpp: OneStep.HasTheReferenceOptimum"})
      .law(claim::Evidence::exact, domain::at_most_at_each(by_moments))
      .confirmed_by("all matrices of matching points", domain::at_most_at_each(by_points))
      .twin("two per cent above", domain::at_most_at_each(two_per_cent_above))
      .twin("kurtosis left out", domain::at_most_at_each(without_kurtosis))
      .example({{{2, 1}, regression::uniform_law(Rational(1, 2))},
                1,
                Rational(1),
                Matrix<Rational>::Constant(2, 2, Rational(1))});
}

}  // namespace lemmascope::icl
