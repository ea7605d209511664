// Expected to be refuted: damping makes the roll-out of every task shrink.
#include "properties/domain/profiled.hpp"
#include "properties/icl/task_instance.hpp"
#include "theory/icl/residual.hpp"
#include "theory/numeric/semidefinite.hpp"

namespace lemmascope::icl {
namespace {

constexpr int kSteps = 8;

/// lambda eta* / N with lambda = 3/4 and the best rate for inputs uniform on [-1/2, 1/2]: 12 lambda
/// / (N + d - 1/5).
Rational step_of(const TaskInstance& at) {
  return Rational(9) / (at.task.context() + at.task.width() - Rational(1, 5));
}

Matrix<Rational> covariance_of(const TaskInstance& at) {
  return at.task.inputs.transpose() * at.task.inputs;
}

/// lhs <= rhs: what is left of the map after each step and before it.
Sides in_order(const std::vector<Rational>& left) {
  Sides sides;
  for (std::size_t k = 1; k < left.size(); ++k) {
    sides.push_back({left[k], left[k - 1], claim::site("step", static_cast<int>(k))});
  }
  return sides;
}

Sides by_powers(const TaskInstance& at) {
  return in_order(roll_out(covariance_of(at), step_of(at), kSteps));
}

// Other route: traces of powers of the Gram matrix of examples and binomial coefficients.
Sides by_traces(const TaskInstance& at) {
  const Matrix<Rational> gram = at.task.inputs * at.task.inputs.transpose();
  std::vector<Rational> traces{Rational(at.task.width())};
  Matrix<Rational> power = gram;
  for (int k = 1; k <= 2 * kSteps; ++k) {
    Rational trace(0);
    for (Eigen::Index i = 0; i < power.rows(); ++i) trace += power(i, i);
    traces.push_back(trace);
    power = (power * gram).eval();
  }
  std::vector<Rational> left;
  for (int steps = 0; steps <= kSteps; ++steps) {
    Rational sum(0), factor(1);
    for (int k = 0; k <= 2 * steps; ++k) {
      sum += factor * traces[k];
      factor *= -step_of(at) * (2 * steps - k) / (k + 1);
    }
    left.push_back(sum);
  }
  return in_order(left);
}

claim::Hypothesis<TaskInstance> inputs_in_range() {
  return {"inputs in range", "every entry of an input is in [-1/2, 1/2]",
          [](const TaskInstance& at) {
            bool inside = true;
            for (Eigen::Index e = 0; e < at.task.inputs.size(); ++e) {
              inside = inside && abs(at.task.inputs.data()[e]) <= Rational(1, 2);
            }
            return truth(inside);
          }};
}

claim::Hypothesis<TaskInstance> below_the_threshold() {
  return {"below the threshold", "the largest eigenvalue of X X^T is at most 2N/(lambda eta*)",
          [](const TaskInstance& at) {
            Matrix<Rational> room = -covariance_of(at);
            for (int i = 0; i < at.task.width(); ++i) room(i, i) += 2 / step_of(at);
            return is_positive_semidefinite<Rational>(room);
          }};
}

/// The inputs of each sampled task over four, and of ten examples of ten entries of one half.
TaskDomain tasks_in_range() {
  return domain::seen_as<TaskInstance>(sampled_tasks(), [](TaskInstance at) {
    at.task.inputs = at.task.inputs * Rational(1, 4);
    return at;
  });
}

TaskDomain equal_inputs() {
  return [](claim::Profile) {
    std::vector<TaskInstance> all;
    for (const auto& [d, n] : {std::pair(1, 10), std::pair(2, 2), std::pair(10, 10)}) {
      TaskInstance at;
      at.task = {Matrix<Rational>::Constant(n, d, Rational(1, 2)), zero_matrix(n, 1),
                 zero_matrix(d, 1).col(0), zero_matrix(1, d), Rational(1)};
      at.hidden = zero_matrix(1, d);
      all.push_back(std::move(at));
    }
    return domain::family_domain("equal-inputs", "every entry of every input one half",
                                 std::move(all));
  };
}

}  // namespace

claim::Claim damped_roll_out_shrinks_claim() {
  return claim::ClaimAbout<TaskInstance>("icl/damped-roll-out-shrinks")
      .states(
          "With damping 0.75 the one-step rule, applied again and again, never raises the error of "
          "a task (expected to be refuted: it does where the largest eigenvalue of X X^T exceeds "
          "2N/(lambda eta*), 4.4 for d = N = 10).")
      .latex(
          R"(\|(I-\tfrac{\lambda\eta^*}NXX^\top)^{T+1}\|_F\le\|(I-\tfrac{\lambda\eta^*}NXX^\top)^T\|_F)")
      .from({kPaper, "Section 3: roll-out with damping 0.75"})
      .formally(
          "Squared Frobenius norms of what is left of the map after T = 1, ..., 8 steps, for "
          "inputs "
          "in [-1/2, 1/2].")
      .differs(
          "the paper shows the mean over 10^4 tasks. Tasks beyond the threshold have positive "
          "probability (about 10^-4 for d = N = 10), so the expected loss tends to infinity (see "
          "icl/expected-roll-out-grows). No "
          "attack: the family of equal inputs refutes it")
      .uses({"icl/one-step-loss"})
      .tagged({"icl", "roll-out"})
      .expects(claim::Verdict::refuted)
      .assumes(inputs_in_range())
      .over(equal_inputs())
      .over(tasks_in_range())
      .mathematics({"theory/icl/residual.hpp: roll_out"})
      .tested_by({"tests/theory/icl/residual_test.cpp: RollOut.GrowsBeyondTheThreshold"})
      .law(claim::Evidence::exact, domain::at_most_at_each(by_powers))
      .confirmed_by("traces of powers of the Gram matrix", domain::at_most_at_each(by_traces))
      .control("below the threshold it never grows", domain::at_most_at_each(by_powers),
               {below_the_threshold()})
      .example([] {
        TaskInstance at = general_task();
        at.task.inputs = at.task.inputs * Rational(1, 6);
        return at;
      }());
}

}  // namespace lemmascope::icl
