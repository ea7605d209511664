// A head is its two products: P W_V and W_K^T W_Q.
#include "properties/icl/layer_certificates.hpp"
#include "properties/icl/task_instance.hpp"
#include "theory/numeric/linear_system.hpp"

namespace lemmascope::icl {
namespace {

/// Lower triangular with 2 on the diagonal and gamma + 1 below it: invertible, far from symmetric.
Matrix<Rational> mixing(Eigen::Index size, const Rational& gamma) {
  Matrix<Rational> matrix = zero_matrix(size, size);
  for (Eigen::Index i = 0; i < size; ++i) {
    for (Eigen::Index j = 0; j <= i; ++j) matrix(i, j) = i == j ? Rational(2) : Rational(gamma + 1);
  }
  return matrix;
}

Matrix<Rational> identity(Eigen::Index size) {
  Matrix<Rational> matrix = zero_matrix(size, size);
  for (Eigen::Index i = 0; i < size; ++i) matrix(i, i) = 1;
  return matrix;
}

Head head_of(const TaskInstance& at) { return gradient_plus_plus_head(at.task, at.gamma); }

/// P R, R^-1 W_V, R^-T W_K and R W_Q: the products stay what they were.
Head mixed(const TaskInstance& at) {
  Head head = head_of(at);
  const Matrix<Rational> mix = mixing(head.value.rows(), at.gamma);
  const Matrix<Rational> undo = solve(mix, identity(mix.rows()));
  head.projection = (head.projection * mix).eval();
  head.value = (undo * head.value).eval();
  head.key = (undo.transpose() * head.key).eval();
  head.query = (mix * head.query).eval();
  return head;
}

Matrix<Rational> context_of(const TaskInstance& at) {
  return tokens_of(at.task).leftCols(at.task.context());
}

Sides by_layer(const TaskInstance& at) {
  const Matrix<Rational> tokens = tokens_of(at.task), context = context_of(at);
  return beside(attended(tokens, context, {head_of(at)}), attended(tokens, context, {mixed(at)}));
}

Sides by_tokens(const TaskInstance& at) {
  const Matrix<Rational> tokens = tokens_of(at.task), context = context_of(at);
  return beside(attended_token_by_token(tokens, context, {head_of(at)}),
                attended_token_by_token(tokens, context, {mixed(at)}));
}

// Both heads, as they are: Coq finds one answer.
std::vector<claim::Certificate> mixed_head_certificates(const TaskInstance& at) {
  std::vector<claim::Certificate> all;
  for (const Head& head : {head_of(at), mixed(at)}) {
    all.push_back(
        head_certificate(at, head_of(at), attended(tokens_of(at.task), context_of(at), {head})));
  }
  return all;
}

// Wrong: keys are undone without a transpose.
Sides without_a_transpose(const TaskInstance& at) {
  const Matrix<Rational> tokens = tokens_of(at.task), context = context_of(at);
  Head head = mixed(at);
  const Matrix<Rational> mix = mixing(head.value.rows(), at.gamma);
  head.key = (solve(mix, identity(mix.rows())) * head_of(at).key).eval();
  return beside(attended(tokens, context, {head_of(at)}), attended(tokens, context, {head}));
}

// Wrong: values may be scaled alone.
Sides values_alone(const TaskInstance& at) {
  const Matrix<Rational> tokens = tokens_of(at.task), context = context_of(at);
  Head head = head_of(at);
  head.value = head.value * Rational(2);
  return beside(attended(tokens, context, {head_of(at)}), attended(tokens, context, {head}));
}

}  // namespace

claim::Claim only_products_matter_claim() {
  return claim::ClaimAbout<TaskInstance>("icl/only-products-matter")
      .states(
          "A head of linear self-attention depends on P W_V and W_K^T W_Q only: any invertible "
          "change between the factors, a scale (s, 1/s) among them, leaves the layer unchanged.")
      .latex(R"((P,W_V,W_K,W_Q)\sim(PR,R^{-1}W_V,R^{-\top}W_K,RW_Q))")
      .from({kPaper, "appendix on the weights that are compared"})
      .formally("The head of GD++, and R with 2 on the diagonal and gamma + 1 below.")
      .differs("any invertible R, of which the paper has the scales; " + std::string(kNoAttack))
      .tagged({"icl", "construction"})
      .over(every_tiny_task())
      .over(sampled_tasks())
      .proved_by({"icl/OnlyProductsMatter"},
                 "The theorem says that heads of equal products agree, which any invertible change "
                 "gives, and names the scales.")
      .proved_in_part({"icl/CertifiedAttended"})
      .certified_by(mixed_head_certificates)
      .mathematics({"theory/icl/linear_attention.hpp: attended"})
      .tested_by({"tests/theory/icl/gradient_step_test.cpp: "
                  "LinearAttention.IsTheSameTokenByToken"})
      .law(claim::Evidence::exact, domain::equal_at_each(by_layer))
      .confirmed_by("both layers token by token", domain::equal_at_each(by_tokens))
      .twin("keys undone without a transpose", domain::equal_at_each(without_a_transpose))
      .twin("values scaled alone", domain::equal_at_each(values_alone))
      .example(general_task());
}

}  // namespace lemmascope::icl
