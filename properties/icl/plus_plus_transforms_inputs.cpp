// The layer of GD++ takes the step and transforms the inputs in the same head.
#include "properties/icl/layer_certificates.hpp"
#include "properties/icl/task_instance.hpp"

namespace lemmascope::icl {
namespace {

Matrix<Rational> after_one(const TaskInstance& at) {
  return after_layers(tokens_of(at.task), {{gradient_plus_plus_head(at.task, at.gamma)}});
}

/// Inputs (I - gamma X X^T) x above, y - Delta W x with the old inputs below.
Matrix<Rational> stepped(const TaskInstance& at, const Matrix<Rational>& gradient,
                         const RegressionTask& moved) {
  Matrix<Rational> tokens = tokens_of(at.task);
  const int nx = at.task.width(), n = at.task.context();
  tokens.bottomRows(at.task.outputs()) += gradient * tokens.topRows(nx) * at.task.rate;
  tokens.topLeftCorner(nx, n) = moved.inputs.transpose();
  tokens.col(n).head(nx) = moved.query;
  return tokens;
}

Sides by_layer(const TaskInstance& at) {
  return beside(after_one(at), stepped(at, context_gradient(at.task, at.task.start),
                                       transformed(at.task, at.gamma)));
}

// Other route: token by token; inputs by sums of inner products, gradients by differences.
Sides by_tokens(const TaskInstance& at) {
  RegressionTask moved = at.task;
  const auto subtract = [&](auto&& row) {
    const Vector<Rational> x = row;
    for (int i = 0; i < at.task.context(); ++i) {
      Rational inner(0);
      for (int c = 0; c < at.task.width(); ++c) inner += at.task.inputs(i, c) * x(c);
      row -= at.task.inputs.row(i).transpose() * Rational(at.gamma * inner);
    }
  };
  for (int j = 0; j < at.task.context(); ++j) {
    Vector<Rational> x = at.task.inputs.row(j).transpose();
    subtract(x);
    moved.inputs.row(j) = x.transpose();
  }
  subtract(moved.query);
  const Matrix<Rational> tokens = tokens_of(at.task);
  return beside(attended_token_by_token(tokens, tokens.leftCols(at.task.context()),
                                        {gradient_plus_plus_head(at.task, at.gamma)}),
                stepped(at, gradient_by_differences(at.task, at.task.start), moved));
}

// Wrong: the transformation divides by N as the step does.
Sides divided_by_examples(const TaskInstance& at) {
  return beside(after_one(at), stepped(at, context_gradient(at.task, at.task.start),
                                       transformed(at.task, at.gamma / at.task.context())));
}

Sides inputs_stay(const TaskInstance& at) {
  return beside(after_one(at), stepped(at, context_gradient(at.task, at.task.start), at.task));
}

}  // namespace

claim::Claim plus_plus_transforms_inputs_claim() {
  return claim::ClaimAbout<TaskInstance>("icl/plus-plus-transforms-inputs")
      .states(
          "With W_V = [[I, 0], [W_0, -I]] and P = diag(-gamma I, eta/N I) the same head also sends "
          "every x to (I - gamma X X^T) x; the step uses the inputs before that.")
      .latex(R"(x_j\mapsto(I-\gamma XX^\top)x_j,\qquad y_j\mapsto y_j-\Delta Wx_j)")
      .from({kPaper, "GD++, Section 3 and appendix"})
      .formally("One layer, every token, the query among them.")
      .differs("none; " + std::string(kNoAttack))
      .uses({"icl/layer-is-a-gradient-step"})
      .tagged({"icl", "gd++"})
      .over(every_tiny_task())
      .over(sampled_tasks())
      .proved_by({"icl/GradientDescentPlusPlus"},
                 "None in substance: any tokens, the query among them.")
      .proved_in_part({"icl/CertifiedPlusPlusLayer"})
      .certified_by(plus_plus_certificates)
      .mathematics({"theory/icl/gradient_step.hpp: gradient_plus_plus_head",
                    "theory/icl/gradient_step.hpp: transformed"})
      .tested_by({"tests/theory/icl/gradient_step_test.cpp: "
                  "GradientPlusPlusHead.TransformsTheInputs"})
      .law(claim::Evidence::exact, domain::equal_at_each(by_layer))
      .confirmed_by("token by token, sums of inner products, differences of the loss",
                    domain::equal_at_each(by_tokens))
      .twin("gamma over N", domain::equal_at_each(divided_by_examples))
      .twin("inputs stay", domain::equal_at_each(inputs_stay))
      .example(general_task());
}

}  // namespace lemmascope::icl
