// One layer of linear self-attention is one step of gradient descent.
#include "properties/icl/layer_certificates.hpp"
#include "properties/icl/task_instance.hpp"

namespace lemmascope::icl {
namespace {

Matrix<Rational> after_one(const TaskInstance& at) {
  return after_layers(tokens_of(at.task), {{gradient_head(at.task)}});
}

/// Tokens (x, y - Delta W x), the query (x, -(W_0 + Delta W) x), for a step along `gradient`.
Matrix<Rational> stepped(const TaskInstance& at, const Matrix<Rational>& gradient,
                         const Rational& rate) {
  Matrix<Rational> tokens = tokens_of(at.task);
  const Matrix<Rational> delta = gradient * Rational(-rate);
  tokens.bottomRows(at.task.outputs()) -= delta * tokens.topRows(at.task.width());
  return tokens;
}

Sides by_layer(const TaskInstance& at) {
  return beside(after_one(at), stepped(at, context_gradient(at.task, at.task.start), at.task.rate));
}

Sides by_differences(const TaskInstance& at) {
  const Matrix<Rational> tokens = tokens_of(at.task);
  const Matrix<Rational> context = tokens.leftCols(at.task.context());
  return beside(attended_token_by_token(tokens, context, {gradient_head(at.task)}),
                stepped(at, gradient_by_differences(at.task, at.task.start), at.task.rate));
}

// Wrong: the query counts as an example, eta / (N + 1).
Sides one_example_more(const TaskInstance& at) {
  const int n = at.task.context();
  return beside(after_one(at), stepped(at, context_gradient(at.task, at.task.start),
                                       at.task.rate * Rational(n, n + 1)));
}

Sides upwards(const TaskInstance& at) {
  return beside(after_one(at),
                stepped(at, context_gradient(at.task, at.task.start), Rational(-at.task.rate)));
}

}  // namespace

claim::Claim layer_is_a_gradient_step_claim() {
  return claim::ClaimAbout<TaskInstance>("icl/layer-is-a-gradient-step")
      .states(
          "With W_K = W_Q = diag(I, 0), W_V = [[0, 0], [W_0, -I]] and P = (eta/N) I one layer of "
          "linear self-attention sends every token (x, y) to (x, y - Delta W x), and minus the "
          "query's y is (W_0 + Delta W) x.")
      .latex(
          R"(\Delta W=-\frac\eta N\sum_i(W_0x_i-y_i)x_i^\top,\qquad(x_j,y_j)\mapsto(x_j,y_j-\Delta Wx_j))")
      .from({kPaper, kOneStep})
      .formally("Keys and values come from the N examples; the query enters as (x, -W_0 x).")
      .differs("none; " + std::string(kNoAttack))
      .tagged({"icl", "construction"})
      .over(every_tiny_task())
      .over(sampled_tasks())
      .proved_by({"icl/ContextGradient", "icl/LayerIsAGradientStep", "icl/StackIsGradientDescent"},
                 "None in substance: the step is a definition whose gradient is shown to be that "
                 "of the context loss; the last theorem at one layer gives the prediction.")
      .proved_in_part({"icl/CertifiedGradientLayers"})
      .certified_by(one_layer_certificates)
      .mathematics({"theory/icl/linear_attention.hpp: attended",
                    "theory/icl/gradient_step.hpp: gradient_head",
                    "theory/icl/gradient_step.hpp: context_gradient"})
      .tested_by({"tests/theory/icl/gradient_step_test.cpp: "
                  "GradientHead.DoesOneStepForEveryToken"})
      .law(claim::Evidence::exact, domain::equal_at_each(by_layer))
      .confirmed_by("the layer token by token, the gradient by differences of the loss",
                    domain::equal_at_each(by_differences))
      .twin("N + 1 in place of N", domain::equal_at_each(one_example_more))
      .twin("a step upwards", domain::equal_at_each(upwards))
      .example(general_task());
}

}  // namespace lemmascope::icl
