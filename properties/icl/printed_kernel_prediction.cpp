// Expected to be refuted: the kernel prediction as printed, without the rate.
#include "properties/icl/task_instance.hpp"
#include "theory/icl/kernel_step.hpp"

namespace lemmascope::icl {
namespace {

Vector<Rational> by_attention(const TaskInstance& at) {
  const RegressionTask lifted = on_features(at.task, at.hidden);
  return prediction_of(after_layers(tokens_of(lifted), {{gradient_head(lifted)}}),
                       at.task.outputs());
}

/// sum_i y_i k(x_i, x), summed over features first.
Vector<Rational> printed(const TaskInstance& at) {
  const RegressionTask lifted = on_features(at.task, at.hidden);
  return lifted.targets.transpose() * lifted.inputs * lifted.query;
}

Sides as_printed(const TaskInstance& at) { return beside(by_attention(at), printed(at)); }

Sides by_differences(const TaskInstance& at) {
  const RegressionTask lifted = on_features(at.task, at.hidden);
  const Matrix<Rational> gradient = gradient_by_differences(lifted, lifted.start);
  return beside(gradient * lifted.query * Rational(-at.task.rate),
                gradient * lifted.query * Rational(-at.task.context()));
}

Sides with_the_rate(const TaskInstance& at) {
  return beside(by_attention(at), printed(at) * Rational(at.task.rate / at.task.context()));
}

}  // namespace

claim::Claim printed_kernel_prediction_claim() {
  return claim::ClaimAbout<TaskInstance>("icl/printed-kernel-prediction")
      .states(
          "From a map of zeros one layer behind an MLP predicts sum y_i k(x_i, x) (expected to be "
          "refuted: the factor eta/N is missing).")
      .latex(R"(\hat y=\sum_iy_i\,k(x_i,x))")
      .from({kPaper, "equation (13)"})
      .formally("m(x) = relu(H x); the layer of Proposition 1 on features.")
      .differs("kept as printed; the exact form is icl/kernel-step. " + std::string(kNoAttack))
      .uses({"icl/kernel-step"})
      .tagged({"icl", "kernel", "printed"})
      .expects(claim::Verdict::refuted)
      .over(every_tiny_task())
      .over(sampled_tasks())
      .mathematics({"theory/icl/kernel_step.hpp: on_features"})
      .tested_by({"tests/theory/icl/kernel_step_test.cpp: "
                  "KernelPrediction.IsOneStepOnFeatures"})
      .law(claim::Evidence::exact, domain::equal_at_each(as_printed))
      .confirmed_by("the gradient by differences of the loss, times eta and times N",
                    domain::equal_at_each(by_differences))
      .control("with the factor eta/N it is exact", domain::equal_at_each(with_the_rate))
      .example(general_task());
}

}  // namespace lemmascope::icl
