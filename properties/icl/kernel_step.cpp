// An MLP before the layer makes the step one of kernel regression.
#include "theory/icl/kernel_step.hpp"

#include "properties/icl/task_instance.hpp"

namespace lemmascope::icl {
namespace {

Vector<Rational> by_attention(const TaskInstance& at, const RegressionTask& lifted) {
  return prediction_of(after_layers(tokens_of(lifted), {{gradient_head(lifted)}}),
                       at.task.outputs());
}

Sides by_layer(const TaskInstance& at) {
  return beside(by_attention(at, on_features(at.task, at.hidden)),
                kernel_prediction(at.task, at.hidden));
}

// Other route: a step on the loss of features by differences; kernels from relu written as
// (|z| + z) / 2.
Sides by_differences(const TaskInstance& at) {
  const RegressionTask lifted = on_features(at.task, at.hidden);
  const Matrix<Rational> map =
      gradient_by_differences(lifted, lifted.start) * Rational(-at.task.rate);
  Vector<Rational> sum = Vector<Rational>::Constant(at.task.outputs(), Rational(0));
  for (int i = 0; i < at.task.context(); ++i) {
    Rational kernel(0);
    for (Eigen::Index f = 0; f < at.hidden.rows(); ++f) {
      Rational own(0), other(0);
      for (int c = 0; c < at.task.width(); ++c) {
        own += at.hidden(f, c) * at.task.inputs(i, c);
        other += at.hidden(f, c) * at.task.query(c);
      }
      kernel += (abs(own) + own) * (abs(other) + other) / 4;
    }
    sum += at.task.targets.row(i).transpose() * kernel;
  }
  return beside(map * lifted.query, sum * Rational(at.task.rate / at.task.context()));
}

// Wrong: the kernel of the inputs themselves.
Sides without_the_mlp(const TaskInstance& at) {
  RegressionTask plain = at.task;
  plain.start = zero_matrix(at.task.outputs(), at.task.width());
  return beside(by_attention(at, plain), kernel_prediction(at.task, at.hidden));
}

// Wrong: the sum over one example more.
Sides one_example_more(const TaskInstance& at) {
  const int n = at.task.context();
  return beside(by_attention(at, on_features(at.task, at.hidden)),
                kernel_prediction(at.task, at.hidden) * Rational(n, n + 1));
}

}  // namespace

claim::Claim kernel_step_claim() {
  return claim::ClaimAbout<TaskInstance>("icl/kernel-step")
      .states(
          "An MLP m before one layer makes a step on (1/2N) sum |W m(x_i) - y_i|^2; from a map of "
          "zeros the prediction is (eta/N) sum y_i k(x_i, x) with k(x, x') = m(x)^T m(x').")
      .latex(R"(\hat y=\frac\eta N\sum_iy_i\,m(x_i)^\top m(x))")
      .from({kPaper, "Proposition 2"})
      .formally("m(x) = relu(H x).")
      .differs("the paper's equation leaves out eta/N, see icl/printed-kernel-prediction. " +
               std::string(kNoAttack))
      .uses({"icl/layer-is-a-gradient-step"})
      .tagged({"icl", "kernel"})
      .over(every_tiny_task())
      .over(sampled_tasks())
      .mathematics({"theory/icl/kernel_step.hpp: on_features",
                    "theory/icl/kernel_step.hpp: kernel_prediction"})
      .tested_by({"tests/theory/icl/kernel_step_test.cpp: "
                  "KernelPrediction.IsOneStepOnFeatures"})
      .law(claim::Evidence::exact, domain::equal_at_each(by_layer))
      .confirmed_by("a step by differences of the loss, features from absolute values",
                    domain::equal_at_each(by_differences))
      .twin("N + 1 in place of N", domain::equal_at_each(one_example_more))
      .twin("no MLP", domain::equal_at_each(without_the_mlp))
      .example(general_task());
}

}  // namespace lemmascope::icl
