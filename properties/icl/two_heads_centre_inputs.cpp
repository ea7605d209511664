// Two softmax heads of opposite scores: the series of their difference.
#include "properties/icl/scores_instance.hpp"
#include "properties/icl/task_instance.hpp"
#include "theory/icl/kernel_step.hpp"

namespace lemmascope::icl {
namespace {

Rational mean_power(const Vector<Rational>& scores, const Rational& centre, int power) {
  Rational sum(0);
  for (Eigen::Index i = 0; i < scores.size(); ++i) {
    Rational term(1);
    for (int k = 0; k < power; ++k) term *= scores(i) - centre;
    sum += term;
  }
  return sum / static_cast<long>(scores.size());
}

/// Coefficients of t, t^2 and t^3: (2/N)(z - m), 0 and (1/(3N)) ((z - m)^3 - 3 v (z - m) - k3) with
/// the mean m, variance v and third central moment k3 of all scores. `centre` in place of m in the
/// first.
Matrix<Rational> formula(const Vector<Rational>& scores, const Rational& centre) {
  const Rational mean = mean_power(scores, Rational(0), 1);
  const Rational variance = mean_power(scores, mean, 2), third = mean_power(scores, mean, 3);
  const auto n = static_cast<long>(scores.size());
  Matrix<Rational> terms(scores.size(), 3);
  for (Eigen::Index i = 0; i < scores.size(); ++i) {
    const Rational apart = scores(i) - mean;
    terms(i, 0) = 2 * (scores(i) - centre) / n;
    terms(i, 1) = 0;
    terms(i, 2) = (apart * apart * apart - 3 * variance * apart - third) / (3 * n);
  }
  return terms;
}

Matrix<Rational> series(const ScoresInstance& at) {
  return two_head_series(at.scores, 4).rightCols(3);
}

Sides by_series(const ScoresInstance& at) {
  return beside(series(at), formula(at.scores, mean_power(at.scores, Rational(0), 1)));
}

// Other route: p' = p (z - <z>) again and again at t = 0, with p_i = 1/N there: derivatives of the
// softmax are sums over polynomials in the power means of z. Third order from raw means.
Sides by_derivatives(const ScoresInstance& at) {
  const auto& z = at.scores;
  const auto n = static_cast<long>(z.size());
  const Rational a = mean_power(z, Rational(0), 1), b = mean_power(z, Rational(0), 2);
  const Rational c = mean_power(z, Rational(0), 3);
  Matrix<Rational> found(z.size(), 3), mean_free(z.size(), 3);
  for (Eigen::Index i = 0; i < z.size(); ++i) {
    const Rational x = z(i);
    const Rational first = x - a;
    const Rational third =
        x * x * x - 3 * x * x * a + 3 * x * (2 * a * a - b) - 6 * a * a * a + 6 * a * b - c;
    found(i, 0) = 2 * first / n;
    found(i, 1) = 0;
    found(i, 2) = third / (3 * n);
    // Pairs of scores in place of means: sum_j (z_i - z_j).
    Rational apart(0), squares(0), cubes(0);
    for (Eigen::Index j = 0; j < z.size(); ++j) apart += x - z(j);
    apart /= n;
    for (Eigen::Index j = 0; j < z.size(); ++j) {
      const Rational other = z(j) - x + apart;
      squares += other * other;
      cubes += other * other * other;
    }
    mean_free(i, 0) = 2 * apart / n;
    mean_free(i, 1) = 0;
    mean_free(i, 2) = (apart * apart * apart - 3 * apart * squares / n - cubes / n) / (3 * n);
  }
  return beside(found, mean_free);
}

// Wrong: plain inputs in place of centred ones.
Sides not_centred(const ScoresInstance& at) {
  return beside(series(at), formula(at.scores, Rational(0)));
}

// Wrong: one head's slope.
Sides one_head(const ScoresInstance& at) {
  return beside(series(at),
                formula(at.scores, mean_power(at.scores, Rational(0), 1)) * Rational(1, 2));
}

}  // namespace

claim::Claim two_heads_centre_inputs_claim() {
  return claim::ClaimAbout<ScoresInstance>("icl/two-heads-centre-inputs")
      .states(
          "softmax(t z) - softmax(-t z) = (2t/N)(z - mean) + (t^3/(3N))((z - m)^3 - 3v(z - m) - "
          "k3) + O(t^5): a gradient step on centred inputs, without a constant and without a "
          "square.")
      .latex(
          R"(\mathrm{softmax}(tz)-\mathrm{softmax}(-tz)=\tfrac{2t}N(z-\bar z)+\tfrac{t^3}{3N}\big((z-\bar z)^3-3v(z-\bar z)-\kappa_3\big)+O(t^5))")
      .from({kPaper, "Section on softmax attention with two heads"})
      .formally("Coefficients of t, t^2 and t^3 as power series in fractions.")
      .differs(
          "the paper subtracts a constant and absorbs the rest in a factor; exactly, inputs are "
          "centred. " +
          std::string(kNoAttack))
      .tagged({"icl", "softmax"})
      .over(every_small_score())
      .over(sampled_scores())
      .attacked({0, 0, 0})
      .mathematics({"theory/icl/kernel_step.hpp: two_head_series"})
      .tested_by({"tests/theory/icl/kernel_step_test.cpp: TwoHeads.ApproachCentredScores"})
      .law(claim::Evidence::exact, domain::equal_at_each(by_series))
      .confirmed_by("derivatives of the softmax at equal scores, and pairs of scores",
                    domain::equal_at_each(by_derivatives))
      .twin("inputs not centred", domain::equal_at_each(not_centred))
      .twin("one head", domain::equal_at_each(one_head))
      .example(three_scores());
}

}  // namespace lemmascope::icl
