// What the query does among the keys and values of its own layer.
#include "properties/icl/task_instance.hpp"

namespace lemmascope::icl {
namespace {

using Attention = Matrix<Rational> (*)(const Matrix<Rational>&, const Matrix<Rational>&,
                                       const Layer&);

/// How much more the prediction is when the query is a key and a value too.
Matrix<Rational> shift(const TaskInstance& at, Attention attention) {
  const Matrix<Rational> tokens = tokens_of(at.task);
  const Matrix<Rational> context = tokens.leftCols(at.task.context());
  const Layer layer{gradient_head(at.task)};
  const int ny = at.task.outputs();
  return prediction_of(attention(tokens, tokens, layer), ny) -
         prediction_of(attention(tokens, context, layer), ny);
}

/// -(factor eta / N) |x|^2 W_0 x.
Matrix<Rational> formula(const TaskInstance& at, int factor) {
  Rational squared(0);
  for (int c = 0; c < at.task.width(); ++c) squared += at.task.query(c) * at.task.query(c);
  return at.task.start * at.task.query *
         Rational(-factor * squared * at.task.rate / at.task.context());
}

Sides by_layer(const TaskInstance& at) { return beside(shift(at, attended), formula(at, 2)); }

Sides by_tokens(const TaskInstance& at) {
  return beside(shift(at, attended_token_by_token), formula(at, 2));
}

// Wrong: as if the query's target were zero.
Sides once(const TaskInstance& at) { return beside(shift(at, attended), formula(at, 1)); }

Sides harmless(const TaskInstance& at) { return beside(shift(at, attended), formula(at, 0)); }

}  // namespace

claim::Claim query_as_a_key_shifts_the_step_claim() {
  return claim::ClaimAbout<TaskInstance>("icl/query-as-a-key-shifts-the-step")
      .states(
          "With the query among keys and values the prediction moves by -(2 eta/N) |x|^2 W_0 x: "
          "harmless if and only if W_0 x = 0 (x = 0 included).")
      .latex(R"(\hat y'-\hat y=-\frac{2\eta}N\,\|x\|^2\,W_0x)")
      .from({kPaper, "remark on self-attention of the query"})
      .formally("One layer with and without the query in the sum; eta is not zero.")
      .differs(
          "the paper says W_0 about zero; the exact shift and the converse are derived here. " +
          std::string(kNoAttack))
      .uses({"icl/layer-is-a-gradient-step"})
      .tagged({"icl", "construction"})
      .over(every_tiny_task())
      .over(sampled_tasks())
      .mathematics({"theory/icl/gradient_step.hpp: gradient_head",
                    "theory/icl/gradient_step.hpp: prediction_of"})
      .tested_by({"tests/theory/icl/gradient_step_test.cpp: "
                  "TheQuery.MovesItsPredictionWhenItIsAKey"})
      .law(claim::Evidence::exact, domain::equal_at_each(by_layer))
      .confirmed_by("both layers token by token", domain::equal_at_each(by_tokens))
      .twin("half as much", domain::equal_at_each(once))
      .twin("always harmless", domain::equal_at_each(harmless))
      .example(general_task());
}

}  // namespace lemmascope::icl
