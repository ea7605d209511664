// What one transformation does to the spectrum of X X^T.
#include "properties/icl/task_instance.hpp"
#include "theory/icl/residual.hpp"

namespace lemmascope::icl {
namespace {

Rational steepness(const TaskInstance& at) { return abs(at.gamma); }

/// tr C'^k of the transformed inputs for k = 1, 2, 3.
std::vector<Rational> traces(const Matrix<Rational>& covariance) {
  std::vector<Rational> all;
  Matrix<Rational> power = covariance;
  for (int k = 1; k <= 3; ++k) {
    Rational trace(0);
    for (Eigen::Index i = 0; i < power.rows(); ++i) trace += power(i, i);
    all.push_back(trace);
    power = (power * covariance).eval();
  }
  return all;
}

Matrix<Rational> covariance_of(const RegressionTask& task) {
  return task.inputs.transpose() * task.inputs;
}

/// f(C) = C (I - gamma C)^2, or with another power.
Matrix<Rational> mapped(const TaskInstance& at, int power) {
  const Matrix<Rational> covariance = covariance_of(at.task);
  Matrix<Rational> result = covariance;
  for (int k = 0; k < power; ++k) result -= (result * covariance * at.gamma).eval();
  return result;
}

Sides spectrum(const TaskInstance& at, int power) {
  Sides sides;
  const auto found = traces(covariance_of(transformed(at.task, at.gamma)));
  const auto claimed = traces(mapped(at, power));
  for (int k = 0; k < 3; ++k) sides.push_back({found[k], claimed[k], claim::site("power", k + 1)});
  return sides;
}

/// f at the turning points: 4 / (27 gamma) at 1 / (3 gamma) and again at 4 / (3 gamma), 0 at
/// 1 / gamma.
void add_turning_points(Sides& sides, const TaskInstance& at, const Rational& top_at) {
  const Rational gamma = steepness(at);
  if (gamma == 0) return;
  const Rational top = Rational(4) / (27 * gamma);
  sides.push_back({mapped_eigenvalue(top_at / gamma, gamma), top, claim::site("turning", 1)});
  sides.push_back({mapped_eigenvalue(1 / gamma, gamma), Rational(0), claim::site("turning", 2)});
  sides.push_back(
      {mapped_eigenvalue(Rational(4) / (3 * gamma), gamma), top, claim::site("turning", 3)});
}

Sides by_map(const TaskInstance& at) {
  Sides sides = spectrum(at, 2);
  add_turning_points(sides, at, Rational(1, 3));
  return sides;
}

// Other route: Newton's power sums from Gram entries of the moved examples; f by its expansion
// lambda - 2 gamma lambda^2 + gamma^2 lambda^3.
Sides by_expansion(const TaskInstance& at) {
  Sides sides;
  const Matrix<Rational> inputs = transformed(at.task, at.gamma).inputs;
  const auto found = traces(Matrix<Rational>(inputs * inputs.transpose()));
  const Matrix<Rational> c = covariance_of(at.task), squared = c * c;
  const auto claimed = traces(Matrix<Rational>(c - squared * Rational(2 * at.gamma) +
                                               squared * c * Rational(at.gamma * at.gamma)));
  for (int k = 0; k < 3; ++k) sides.push_back({found[k], claimed[k], claim::site("power", k + 1)});
  const Rational gamma = steepness(at);
  const auto expanded = [&](const Rational& x) {
    return Rational(x - 2 * gamma * x * x + gamma * gamma * x * x * x);
  };
  if (gamma == 0) return sides;
  const Rational top = Rational(4, 27) / gamma;
  sides.push_back({expanded(Rational(1, 3) / gamma), top, claim::site("turning", 1)});
  sides.push_back({expanded(1 / gamma), Rational(0), claim::site("turning", 2)});
  sides.push_back({expanded(Rational(4, 3) / gamma), top, claim::site("turning", 3)});
  return sides;
}

// Wrong: eigenvalues move like inputs, lambda (1 - gamma lambda).
Sides once(const TaskInstance& at) { return spectrum(at, 1); }

// Wrong: the maximum at 1 / (4 gamma).
Sides quarter(const TaskInstance& at) {
  Sides sides = spectrum(at, 2);
  add_turning_points(sides, at, Rational(1, 4));
  return sides;
}

}  // namespace

claim::Claim spectrum_is_mapped_claim() {
  return claim::ClaimAbout<TaskInstance>("icl/spectrum-is-mapped")
      .states(
          "One transformation sends each eigenvalue of X X^T to f(lambda) = lambda (1 - gamma "
          "lambda)^2, with local maximum f(1/(3 gamma)) = 4/(27 gamma) and a double root at "
          "1/gamma.")
      .latex(
          R"(f(\lambda)=\lambda(1-\gamma\lambda)^2,\qquad f(\tfrac1{3\gamma})=\tfrac4{27\gamma})")
      .from({kPaper, "GD++: eigenvalues, appendix"})
      .formally("Traces of the first three powers decide the spectrum of up to three eigenvalues.")
      .differs("traces in place of eigenvalues, which are irrational. " + std::string(kNoAttack))
      .uses({"icl/plus-plus-transforms-inputs"})
      .tagged({"icl", "gd++"})
      .over(every_tiny_task())
      .over(sampled_tasks())
      .mathematics({"theory/icl/residual.hpp: mapped_eigenvalue",
                    "theory/icl/gradient_step.hpp: transformed"})
      .tested_by({"tests/theory/icl/residual_test.cpp: "
                  "MappedCondition.GivesTheReferenceValues"})
      .law(claim::Evidence::exact, domain::equal_at_each(by_map))
      .confirmed_by("traces of Gram matrices of examples, f expanded",
                    domain::equal_at_each(by_expansion))
      .twin("lambda (1 - gamma lambda)", domain::equal_at_each(once))
      .twin("the maximum at 1/(4 gamma)", domain::equal_at_each(quarter))
      .example(general_task());
}

}  // namespace lemmascope::icl
