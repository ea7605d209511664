// One layer of linear attention copies each target next to its input by position codes.
#include "properties/icl/task_instance.hpp"
#include "theory/icl/kernel_step.hpp"

namespace lemmascope::icl {
namespace {

using Attention = Matrix<Rational> (*)(const Matrix<Rational>&, const Matrix<Rational>&,
                                       const Layer&);

Head head_of(const TaskInstance& at) {
  return copying_head(at.task.width(), at.task.outputs(), at.task.context());
}

Matrix<Rational> copied(const TaskInstance& at, Attention attention, const Head& head) {
  const Matrix<Rational> tokens = interleaved_tokens(at.task);
  return attention(tokens, tokens, {head});
}

/// Tokens (x_j, y_j) at the places of the inputs, the others as they were.
Matrix<Rational> wanted(const TaskInstance& at) {
  Matrix<Rational> tokens = interleaved_tokens(at.task);
  for (int j = 0; j < at.task.context(); ++j) {
    for (int o = 0; o < at.task.outputs(); ++o) {
      tokens(at.task.width() + o, 2 * j) = at.task.targets(j, o);
    }
  }
  return tokens;
}

Sides by_layer(const TaskInstance& at) {
  return beside(copied(at, attended, head_of(at)), wanted(at));
}

Sides by_tokens(const TaskInstance& at) {
  return beside(copied(at, attended_token_by_token, head_of(at)), wanted(at));
}

// Wrong: keys and queries exchanged, so that targets look for inputs.
Sides looking_back(const TaskInstance& at) {
  Head head = head_of(at);
  std::swap(head.key, head.query);
  return beside(copied(at, attended, head), wanted(at));
}

// Wrong: no position codes.
Sides without_codes(const TaskInstance& at) {
  Head head = head_of(at);
  head.query = head.key;
  return beside(copied(at, attended, head), wanted(at));
}

}  // namespace

claim::Claim codes_copy_targets_claim() {
  return claim::ClaimAbout<TaskInstance>("icl/codes-copy-targets")
      .states(
          "With tokens x_1, (0, y_1), x_2, (0, y_2), ... and one-hot position codes one head of "
          "linear attention turns each x_j into (x_j, y_j) and leaves the rest as it was.")
      .latex(R"((x_j,0,p_{2j-1})\mapsto(x_j,y_j,p_{2j-1}))")
      .from({kPaper, "Proposition 3"})
      .formally("The query of place 2j - 1 is the code of place 2j, that of even places zero.")
      .differs("none for linear attention. " + std::string(kNoAttack))
      .tagged({"icl", "copy"})
      .over(sampled_tasks())
      .mathematics({"theory/icl/kernel_step.hpp: copying_head",
                    "theory/icl/kernel_step.hpp: interleaved_tokens"})
      .tested_by({"tests/theory/icl/kernel_step_test.cpp: CopyingHead.PutsTargetsBesideInputs"})
      .law(claim::Evidence::exact, domain::equal_at_each(by_layer))
      .confirmed_by("the layer token by token", domain::equal_at_each(by_tokens))
      .twin("keys and queries exchanged", domain::equal_at_each(looking_back))
      .twin("whole tokens in place of codes", domain::equal_at_each(without_codes))
      .example(general_task());
}

}  // namespace lemmascope::icl
