// K layers are K steps: the data is transformed in place of the map.
#include "properties/icl/layer_certificates.hpp"
#include "properties/icl/task_instance.hpp"

namespace lemmascope::icl {
namespace {

/// Minus the query's y, and every target less what the map has learnt: y_i - (W_K - W_0) x_i.
Matrix<Rational> after_stack(const TaskInstance& at) {
  const std::vector<Layer> layers(at.layers, {gradient_head(at.task)});
  Matrix<Rational> bottom = after_layers(tokens_of(at.task), layers).bottomRows(at.task.outputs());
  bottom.col(bottom.cols() - 1) *= Rational(-1);
  return bottom;
}

Matrix<Rational> of_map(const TaskInstance& at, const Matrix<Rational>& map) {
  Matrix<Rational> rows(at.task.outputs(), at.task.context() + 1);
  rows.leftCols(at.task.context()) =
      at.task.targets.transpose() - (map - at.task.start) * at.task.inputs.transpose();
  rows.col(at.task.context()) = map * at.task.query;
  return rows;
}

Sides by_layers(const TaskInstance& at) {
  return beside(after_stack(at), of_map(at, descended(at.task, at.layers)));
}

Sides by_differences(const TaskInstance& at) {
  Matrix<Rational> tokens = tokens_of(at.task), map = at.task.start;
  for (int k = 0; k < at.layers; ++k) {
    const Matrix<Rational> context = tokens.leftCols(at.task.context());
    tokens = attended_token_by_token(tokens, context, {gradient_head(at.task)});
    map -= gradient_by_differences(at.task, map) * at.task.rate;
  }
  Matrix<Rational> bottom = tokens.bottomRows(at.task.outputs());
  bottom.col(bottom.cols() - 1) *= Rational(-1);
  return beside(bottom, of_map(at, map));
}

// Wrong: the first gradient again and again.
Sides first_gradient_again(const TaskInstance& at) {
  const Matrix<Rational> gradient = context_gradient(at.task, at.task.start);
  return beside(
      after_stack(at),
      of_map(at, Matrix<Rational>(at.task.start - gradient * Rational(at.task.rate * at.layers))));
}

Sides one_step_fewer(const TaskInstance& at) {
  return beside(after_stack(at), of_map(at, descended(at.task, at.layers - 1)));
}

}  // namespace

claim::Claim layers_are_steps_claim() {
  return claim::ClaimAbout<TaskInstance>("icl/layers-are-steps")
      .states(
          "K layers with the weights of icl/layer-is-a-gradient-step are K steps of gradient "
          "descent: minus the query's y is W_K x, every target is y - (W_K - W_0) x.")
      .latex(R"(-y_{N+1}^{(K)}=W_Kx,\qquad W_{k+1}=W_k-\eta\nabla L(W_k))")
      .from({kPaper, "Section 2: several layers"})
      .formally("The same weights in every layer, the context is updated as well.")
      .differs("none; " + std::string(kNoAttack))
      .uses({"icl/layer-is-a-gradient-step"})
      .tagged({"icl", "construction"})
      .over(every_tiny_task())
      .over(sampled_tasks())
      .proved_by({"icl/StackIsGradientDescent"}, "The theorem allows another rate in every layer.")
      .proved_in_part({"icl/CertifiedGradientLayers", "icl/CertifiedDescendedMap"})
      .certified_by(stack_certificates)
      .mathematics({"theory/icl/linear_attention.hpp: after_layers",
                    "theory/icl/gradient_step.hpp: descended"})
      .tested_by({"tests/theory/icl/gradient_step_test.cpp: Layers.AreSteps"})
      .law(claim::Evidence::exact, domain::equal_at_each(by_layers))
      .confirmed_by("layers token by token, gradients by differences of the loss",
                    domain::equal_at_each(by_differences))
      .twin("the first gradient again", domain::equal_at_each(first_gradient_again))
      .twin("one step fewer", domain::equal_at_each(one_step_fewer))
      .example(general_task());
}

}  // namespace lemmascope::icl
