// One step of gradient descent from zero writes what the Hebbian rule writes.
#include "properties/plasticity/squared_error_by_differences.hpp"
#include "properties/plasticity/task_certificates.hpp"
#include "properties/plasticity/task_domains.hpp"
#include "theory/plasticity/fast_weights.hpp"

namespace lemmascope::plasticity {
namespace {

Matrix<Rational> hebbian(const TaskInstance& at) {
  return hebbian_weights(at.task, at.task.tokens()) * at.rate;
}

Matrix<Rational> step_from(const TaskInstance& at, const Matrix<Rational>& start) {
  return start - error_gradient(at.task, start, 0, at.task.tokens()) * at.rate;
}

Matrix<Rational> zero(const TaskInstance& at) {
  return Matrix<Rational>::Constant(at.task.outputs(), at.task.width(), Rational(0));
}

Sides by_formula(const TaskInstance& at) {
  return domain::entries(step_from(at, zero(at)), hebbian(at));
}

Sides by_differences(const TaskInstance& at) {
  const AssociationTask& task = at.task;
  const Matrix<Rational> step =
      gradient_by_differences(task, zero(at), 0, task.tokens()) * Rational(-at.rate);
  Matrix<Rational> sum = zero(at);
  for (int i = 0; i < task.outputs(); ++i) {
    for (int j = 0; j < task.width(); ++j) {
      for (int t = task.tokens() - 1; t >= 0; --t) {
        sum(i, j) += at.rate * task.keys(t, j) * task.values(t, i);
      }
    }
  }
  return domain::entries(step, sum);
}

// Wrong: from a hundredth of the result instead of from zero.
Sides from_near_zero(const TaskInstance& at) {
  return domain::entries(step_from(at, hebbian(at) * Rational(1, 100)), hebbian(at));
}

// Wrong: the mean over the tokens instead of the sum.
Sides mean_loss(const TaskInstance& at) {
  return domain::entries(Matrix<Rational>(step_from(at, zero(at)) / Rational(at.task.tokens())),
                         hebbian(at));
}

}  // namespace

claim::Claim first_batch_step_is_hebbian_claim() {
  return claim::ClaimAbout<TaskInstance>("plasticity/first-batch-step-is-hebbian")
      .states(
          "One batch step of gradient descent from zero on half the squared error is the rate "
          "times "
          "the Hebbian weights.")
      .latex(R"(0-\eta\nabla_W\tfrac12\sum_t|Wk_t-v_t|^2\big|_{W=0}=\eta\sum_tv_tk_t^\top)")
      .from({kPaper, kAbstract})
      .formally("Every entry; the loss sums over the tokens.")
      .differs("the link is ours: the paper calls its rule local plasticity")
      .uses({"plasticity/hebbian-weights-are-linear-attention"})
      .tagged({"plasticity", "gradient"})
      .over(every_tiny_task())
      .over(sampled_small_tasks())
      .proved_by({"plasticity/FirstStepIsHebbian"},
                 "None in substance: the gradient is that of the whole squared error at half the "
                 "rate.")
      .proved_in_part({"plasticity/CertifiedBatchStep"})
      .certified_by(batch_step_certificates)
      .mathematics({"theory/plasticity/delta_rule.hpp: error_gradient"})
      .tested_by({"tests/theory/plasticity/delta_rule_test.cpp: "
                  "ErrorGradient.AtZeroIsMinusTheHebbianMatrix"})
      .law(claim::Evidence::exact, domain::equal_at_each(by_formula))
      .confirmed_by("central differences of the loss, exact for a quadratic, against V^T K",
                    domain::equal_at_each(by_differences))
      .twin("the weights start at a hundredth of the result", domain::equal_at_each(from_near_zero))
      .twin("the loss is the mean over the tokens", domain::equal_at_each(mean_loss))
      .example(reference_instance());
}

}  // namespace lemmascope::plasticity
